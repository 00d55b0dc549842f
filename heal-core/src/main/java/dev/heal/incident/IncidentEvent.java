package dev.heal.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an incident.
 *
 * @param at the wall clock, for display
 * @param after since the incident was opened, on the clock that measures
 * @param type what happened
 * @param subject the detector, step or gate it happened to; null for the incident as a whole
 * @param text one sentence
 * @param figures by name, each with its unit
 */
public record IncidentEvent(
        Instant at, Duration after, Type type, @Nullable String subject, String text, Map<String, String> figures) {

    /** What can happen in an incident. */
    public enum Type {
        /** A detector became unhealthy. */
        DETECTED,
        /** A detector became healthy again. */
        CLEARED,
        /** A gate forbade a step: what would have been done otherwise. */
        DENIED,
        /** A step waits for its time, for its cooldown, or until it could work. */
        WAITING,
        /** A plan waits for a human. */
        PROPOSED,
        APPROVED,
        DISAPPROVED,
        /** Nobody answered in time. */
        EXPIRED,
        /** A remediation was started. */
        STARTED,
        /** A remediation tells what it did. */
        NOTE,
        /** A remediation has done its work; whether it helped is not known yet. */
        APPLIED,
        FAILED,
        TIMED_OUT,
        /** The steady state held. */
        VERIFIED,
        /** The steady state did not hold. */
        NOT_VERIFIED,
        UNDONE,
        /** A human is needed. */
        ESCALATED,
        RESOLVED
    }

    public IncidentEvent {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }
}
