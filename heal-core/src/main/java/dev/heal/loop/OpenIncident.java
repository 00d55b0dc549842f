package dev.heal.loop;

import dev.heal.incident.Incident;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The open incident of a target, and what holds as long as it is open. Immutable.
 *
 * @param incident as it stands
 * @param openedNanos when it was opened
 * @param retryAt when a step that was not ready may be asked again, by step
 * @param told the last reason that was told why a step does not start, by step, so that it is told once
 * @param approved until when what a human has approved may start: a step on certain causes
 * @param humanTold whether a human has been told
 * @param announced the detectors that were told to be unhealthy and not yet to be healthy again
 * @param attemptsBefore how many pieces of work there had been: what they still tell belongs to an earlier incident
 * @param aborted whether a human wants nothing more done
 */
record OpenIncident(
        Incident incident,
        long openedNanos,
        Map<String, Long> retryAt,
        Map<String, String> told,
        Map<String, Long> approved,
        boolean humanTold,
        Set<String> announced,
        long attemptsBefore,
        boolean aborted) {

    static OpenIncident at(long nanos, Incident incident, long attemptsBefore) {
        return new OpenIncident(incident, nanos, Map.of(), Map.of(), Map.of(), false, Set.of(), attemptsBefore, false);
    }

    OpenIncident incident(Incident next) {
        return new OpenIncident(
                next, openedNanos, retryAt, told, approved, humanTold, announced, attemptsBefore, aborted);
    }

    OpenIncident retryAt(String step, long nanos) {
        return new OpenIncident(
                incident,
                openedNanos,
                with(retryAt, step, nanos),
                told,
                approved,
                humanTold,
                announced,
                attemptsBefore,
                aborted);
    }

    OpenIncident told(String step, String reason) {
        return new OpenIncident(
                incident,
                openedNanos,
                retryAt,
                with(told, step, reason),
                approved,
                humanTold,
                announced,
                attemptsBefore,
                aborted);
    }

    OpenIncident approved(String what, long until) {
        return new OpenIncident(
                incident,
                openedNanos,
                retryAt,
                told,
                with(approved, what, until),
                humanTold,
                announced,
                attemptsBefore,
                aborted);
    }

    /** An approval is used once; once anything has started, the others are asked for anew. */
    OpenIncident approvalsUsed() {
        return new OpenIncident(
                incident, openedNanos, retryAt, told, Map.of(), humanTold, announced, attemptsBefore, aborted);
    }

    OpenIncident humanHasBeenTold() {
        return new OpenIncident(
                incident, openedNanos, retryAt, told, approved, true, announced, attemptsBefore, aborted);
    }

    /** A human wants nothing more done, and so knows of it. */
    OpenIncident abortedByHuman() {
        return new OpenIncident(incident, openedNanos, retryAt, told, Map.of(), true, announced, attemptsBefore, true);
    }

    /** What has changed is told anew, and what was approved before is asked anew. */
    OpenIncident underNewOrders() {
        return new OpenIncident(
                incident, openedNanos, retryAt, Map.of(), Map.of(), humanTold, announced, attemptsBefore, aborted);
    }

    OpenIncident announced(Set<String> detectors) {
        return new OpenIncident(
                incident,
                openedNanos,
                retryAt,
                told,
                approved,
                humanTold,
                Set.copyOf(detectors),
                attemptsBefore,
                aborted);
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        Map<String, V> more = new HashMap<>(map);
        more.put(key, value);
        return Map.copyOf(more);
    }
}
