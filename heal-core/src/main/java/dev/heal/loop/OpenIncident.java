package dev.heal.loop;

import dev.heal.incident.Incident;
import java.util.HashMap;
import java.util.Map;

/**
 * The open incident of a target, and what holds as long as it is open. Immutable.
 *
 * @param incident as it stands
 * @param openedNanos when it was opened
 * @param retryAt when a step that was not ready may be asked again, by step
 * @param told the last reason that was told why a step does not start, by step, so that it is told once
 * @param approved until when a step that a human has approved may start, by step
 * @param humanTold whether a human has been told
 */
record OpenIncident(
        Incident incident,
        long openedNanos,
        Map<String, Long> retryAt,
        Map<String, String> told,
        Map<String, Long> approved,
        boolean humanTold) {

    static OpenIncident at(long nanos, Incident incident) {
        return new OpenIncident(incident, nanos, Map.of(), Map.of(), Map.of(), false);
    }

    OpenIncident incident(Incident next) {
        return new OpenIncident(next, openedNanos, retryAt, told, approved, humanTold);
    }

    OpenIncident retryAt(String step, long nanos) {
        return new OpenIncident(incident, openedNanos, with(retryAt, step, nanos), told, approved, humanTold);
    }

    OpenIncident told(String step, String reason) {
        return new OpenIncident(incident, openedNanos, retryAt, with(told, step, reason), approved, humanTold);
    }

    OpenIncident approved(String step, long until) {
        return new OpenIncident(incident, openedNanos, retryAt, told, with(approved, step, until), humanTold);
    }

    /** An approval is used once. */
    OpenIncident approvalUsed(String step) {
        Map<String, Long> rest = new HashMap<>(approved);
        rest.remove(step);
        return new OpenIncident(incident, openedNanos, retryAt, told, Map.copyOf(rest), humanTold);
    }

    OpenIncident humanHasBeenTold() {
        return new OpenIncident(incident, openedNanos, retryAt, told, approved, true);
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        Map<String, V> more = new HashMap<>(map);
        more.put(key, value);
        return Map.copyOf(more);
    }
}
