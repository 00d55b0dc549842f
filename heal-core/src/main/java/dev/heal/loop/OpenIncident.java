package dev.heal.loop;

import dev.heal.incident.Incident;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The open incident of a target, and what holds as long as it is open. Immutable.
 *
 * @param incident as it stands
 * @param openedNanos when it was opened
 * @param jitter how long this instance waits in it
 * @param causes the detectors that the step under way was taken for
 * @param retryAt when a step that was not ready may be asked again, by step
 * @param told the last reason that was told why a step does not start, by step, so that it is told once
 * @param approved until when what a human has approved may start: a step on certain causes
 * @param humanTold whether a human has been told
 * @param announced the detectors that were told to be unhealthy and not yet to be healthy again
 * @param attemptsBefore how many pieces of work there had been: what they still tell belongs to an earlier incident
 * @param aborted whether a human wants nothing more done
 * @param trials how often trial calls were let in
 */
record OpenIncident(
        Incident incident,
        long openedNanos,
        Duration jitter,
        List<String> causes,
        Map<String, Long> retryAt,
        Map<String, String> told,
        Map<String, Approved> approved,
        boolean humanTold,
        Set<String> announced,
        long attemptsBefore,
        boolean aborted,
        Trials trials) {

    /**
     * How often trial calls were let in because a probe had a good answer: less and less often, since where calls fail all
     * the same the breaker is right.
     *
     * @param count how often
     * @param notBefore when they may be let in again, on the monotonic clock; null for at once
     */
    record Trials(int count, @Nullable Long notBefore) {

        private static final int LONGEST = 6;

        boolean isDue(long now) {
            return notBefore == null || now - notBefore >= 0;
        }

        /** After 1 s, 2 s, 4 s and so on; at most 64 s. */
        Trials next(long now) {
            long pause = Duration.ofSeconds(1L << Math.min(count, LONGEST)).toNanos();
            return new Trials(count + 1, now + pause);
        }
    }

    /**
     * What a human has approved.
     *
     * @param plan the hash of the plan
     * @param until when the approval expires, on the monotonic clock
     */
    record Approved(String plan, long until) {}

    OpenIncident {
        causes = List.copyOf(causes);
    }

    static OpenIncident at(long nanos, Incident incident, Duration jitter, long attemptsBefore) {
        return new OpenIncident(
                incident,
                nanos,
                jitter,
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                false,
                Set.of(),
                attemptsBefore,
                false,
                new Trials(0, null));
    }

    OpenIncident incident(Incident next) {
        return new OpenIncident(
                next,
                openedNanos,
                jitter,
                causes,
                retryAt,
                told,
                approved,
                humanTold,
                announced,
                attemptsBefore,
                aborted,
                trials);
    }

    OpenIncident causes(List<String> next) {
        return new OpenIncident(
                incident,
                openedNanos,
                jitter,
                next,
                retryAt,
                told,
                approved,
                humanTold,
                announced,
                attemptsBefore,
                aborted,
                trials);
    }

    OpenIncident retryAt(String step, long nanos) {
        return new OpenIncident(
                incident,
                openedNanos,
                jitter,
                causes,
                with(retryAt, step, nanos),
                told,
                approved,
                humanTold,
                announced,
                attemptsBefore,
                aborted,
                trials);
    }

    OpenIncident told(String step, String reason) {
        return told(with(told, step, reason), approved);
    }

    OpenIncident approved(String what, Approved by) {
        return told(told, with(approved, what, by));
    }

    /** An approval is used once; once anything has started, the others are asked for anew. */
    OpenIncident approvalsUsed() {
        return told(told, Map.of());
    }

    /** What has changed is told anew, and what was approved before is asked anew. */
    OpenIncident underNewOrders() {
        return told(Map.of(), Map.of());
    }

    private OpenIncident told(Map<String, String> reasons, Map<String, Approved> approvals) {
        return new OpenIncident(
                incident,
                openedNanos,
                jitter,
                causes,
                retryAt,
                reasons,
                approvals,
                humanTold,
                announced,
                attemptsBefore,
                aborted,
                trials);
    }

    OpenIncident humanHasBeenTold() {
        return new OpenIncident(
                incident,
                openedNanos,
                jitter,
                causes,
                retryAt,
                told,
                approved,
                true,
                announced,
                attemptsBefore,
                aborted,
                trials);
    }

    /** A human wants nothing more done, and so knows of it. */
    OpenIncident abortedByHuman() {
        return new OpenIncident(
                incident,
                openedNanos,
                jitter,
                causes,
                retryAt,
                told,
                Map.of(),
                true,
                announced,
                attemptsBefore,
                true,
                trials);
    }

    OpenIncident announced(Set<String> detectors) {
        return new OpenIncident(
                incident,
                openedNanos,
                jitter,
                causes,
                retryAt,
                told,
                approved,
                humanTold,
                Set.copyOf(detectors),
                attemptsBefore,
                aborted,
                trials);
    }

    OpenIncident trials(Trials next) {
        return new OpenIncident(
                incident,
                openedNanos,
                jitter,
                causes,
                retryAt,
                told,
                approved,
                humanTold,
                announced,
                attemptsBefore,
                aborted,
                next);
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        Map<String, V> more = new HashMap<>(map);
        more.put(key, value);
        return Map.copyOf(more);
    }
}
