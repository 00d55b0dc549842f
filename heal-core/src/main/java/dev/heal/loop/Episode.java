package dev.heal.loop;

import dev.heal.gate.History;
import dev.heal.incident.Incident;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the loop knows of one target. Immutable; {@link Transitions} makes the next one.
 *
 * @param phase where the loop stands
 * @param incident the open one; null while there is none
 * @param openedNanos when it was opened
 * @param health what the detectors say
 * @param history what has been done
 * @param retryAt when a step that was not ready is asked again, by step
 * @param told the last denial or wait that was told, by step, so that it is told once
 * @param approved until when a step that a human has approved may start, by step
 * @param humanTold whether a human has been told of this incident
 * @param blindUntil after a gap nothing is judged until then; null if there was none
 * @param lockedBy the attempt that does not end; null if there is none
 * @param incidents how many there have been
 * @param attempts how many pieces of work there have been
 */
record Episode(
        Phase phase,
        @Nullable Incident incident,
        long openedNanos,
        Health health,
        History history,
        Map<String, Long> retryAt,
        Map<String, String> told,
        Map<String, Long> approved,
        boolean humanTold,
        @Nullable Long blindUntil,
        @Nullable Long lockedBy,
        long incidents,
        long attempts) {

    static Episode begin() {
        return new Episode(
                new Phase.Watching(),
                null,
                0,
                Health.UNKNOWN,
                History.NONE,
                Map.of(),
                Map.of(),
                Map.of(),
                false,
                null,
                null,
                0,
                0);
    }

    Episode phase(Phase next) {
        return new Episode(
                next,
                incident,
                openedNanos,
                health,
                history,
                retryAt,
                told,
                approved,
                humanTold,
                blindUntil,
                lockedBy,
                incidents,
                attempts);
    }

    Episode incident(Incident next) {
        return new Episode(
                phase,
                next,
                openedNanos,
                health,
                history,
                retryAt,
                told,
                approved,
                humanTold,
                blindUntil,
                lockedBy,
                incidents,
                attempts);
    }

    Episode health(Health next) {
        return new Episode(
                phase,
                incident,
                openedNanos,
                next,
                history,
                retryAt,
                told,
                approved,
                humanTold,
                blindUntil,
                lockedBy,
                incidents,
                attempts);
    }

    Episode history(History next) {
        return new Episode(
                phase,
                incident,
                openedNanos,
                health,
                next,
                retryAt,
                told,
                approved,
                humanTold,
                blindUntil,
                lockedBy,
                incidents,
                attempts);
    }

    Episode retryAt(String step, long nanos) {
        return new Episode(
                phase,
                incident,
                openedNanos,
                health,
                history,
                with(retryAt, step, nanos),
                told,
                approved,
                humanTold,
                blindUntil,
                lockedBy,
                incidents,
                attempts);
    }

    Episode told(String step, String reason) {
        return new Episode(
                phase,
                incident,
                openedNanos,
                health,
                history,
                retryAt,
                with(told, step, reason),
                approved,
                humanTold,
                blindUntil,
                lockedBy,
                incidents,
                attempts);
    }

    Episode approved(String step, long until) {
        return new Episode(
                phase,
                incident,
                openedNanos,
                health,
                history,
                retryAt,
                told,
                with(approved, step, until),
                humanTold,
                blindUntil,
                lockedBy,
                incidents,
                attempts);
    }

    /** An approval is used once. */
    Episode approvalUsed(String step) {
        Map<String, Long> rest = new HashMap<>(approved);
        rest.remove(step);
        return new Episode(
                phase,
                incident,
                openedNanos,
                health,
                history,
                retryAt,
                told,
                Map.copyOf(rest),
                humanTold,
                blindUntil,
                lockedBy,
                incidents,
                attempts);
    }

    Episode humanHasBeenTold() {
        return new Episode(
                phase,
                incident,
                openedNanos,
                health,
                history,
                retryAt,
                told,
                approved,
                true,
                blindUntil,
                lockedBy,
                incidents,
                attempts);
    }

    Episode blindUntil(@Nullable Long nanos) {
        return new Episode(
                phase,
                incident,
                openedNanos,
                health,
                history,
                retryAt,
                told,
                approved,
                humanTold,
                nanos,
                lockedBy,
                incidents,
                attempts);
    }

    Episode lockedBy(@Nullable Long attempt) {
        return new Episode(
                phase,
                incident,
                openedNanos,
                health,
                history,
                retryAt,
                told,
                approved,
                humanTold,
                blindUntil,
                attempt,
                incidents,
                attempts);
    }

    Episode nextAttempt() {
        return new Episode(
                phase,
                incident,
                openedNanos,
                health,
                history,
                retryAt,
                told,
                approved,
                humanTold,
                blindUntil,
                lockedBy,
                incidents,
                attempts + 1);
    }

    Episode opened(Incident first, long now) {
        return new Episode(
                new Phase.Deciding(),
                first,
                now,
                health,
                history.nextIncident(),
                Map.of(),
                Map.of(),
                Map.of(),
                false,
                blindUntil,
                lockedBy,
                incidents + 1,
                attempts);
    }

    Episode closed() {
        return new Episode(
                new Phase.Watching(),
                null,
                0,
                health.nextIncident(),
                history.nextIncident(),
                Map.of(),
                Map.of(),
                Map.of(),
                false,
                blindUntil,
                lockedBy,
                incidents,
                attempts);
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        Map<String, V> more = new HashMap<>(map);
        more.put(key, value);
        return Map.copyOf(more);
    }
}
