package dev.heal.incident;

import dev.heal.text.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an incident. Its texts are made safe when it is made: capped, and without secrets.
 *
 * @param at the wall clock, for display
 * @param after since the incident was opened, on the clock that measures
 * @param type what happened
 * @param subject the detector, step or gate it happened to; null for the incident as a whole
 * @param text one sentence
 * @param figures by name, each with its unit; a value may have several lines; what is too much for a record is left out
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
        /** A human has stopped or released the target, or set its mode. */
        ORDERED,
        /** A human wants nothing more done in this incident. */
        ABORTED,
        /** A human has seen it. */
        ACKNOWLEDGED,
        /** A human has something to say. */
        COMMENTED,
        RESOLVED
    }

    /** With all else of an event, and however its characters are written, they fit into one record of the journal. */
    private static final int MOST_FIGURES_BYTES = 32 * 1024;

    private static final int LONGEST_NAME = 100;

    public IncidentEvent {
        // The one door into logs, notebooks, metrics and traces: what a detector or remediation says is foreign text.
        subject = subject == null ? null : SafeText.of(subject);
        text = SafeText.of(text);
        figures = safe(figures);
    }

    private static Map<String, String> safe(Map<String, String> figures) {
        Map<String, String> safe = new LinkedHashMap<>();
        int room = MOST_FIGURES_BYTES;
        for (Map.Entry<String, String> figure : figures.entrySet()) {
            String name = SafeText.of(figure.getKey());
            name = name.substring(
                    0, name.offsetByCodePoints(0, Math.min(LONGEST_NAME, name.codePointCount(0, name.length()))));
            String value = SafeText.lines(figure.getValue());
            room -= bytes(name) + bytes(value) + 8;
            if (room < 0) {
                break;
            }
            safe.put(name, value);
        }
        return Collections.unmodifiableMap(safe);
    }

    /** At most: each character may be escaped, or be three bytes long. */
    private static int bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c > 0x7f ? 3 : c == '"' || c == '\\' || c < ' ' ? 2 : 1;
        }
        return bytes;
    }
}
