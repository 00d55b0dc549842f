package dev.heal.incident;

import dev.heal.text.SafeText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a human says to an incident.
 *
 * @param kind what is to follow from it
 * @param plan the hash of the plan that was read; null where there is no plan to answer
 * @param by who decided
 * @param comment for the notebook; null for none
 */
public record Decision(
        Kind kind,
        @Nullable String plan,
        String by,
        @Nullable String comment) {

    /** What can be said. */
    public enum Kind {
        /** The plan may start. */
        APPROVE,
        /** The plan may not start: heal does nothing more in this incident. */
        DENY,
        /** What is under way ends at its next safe point, and is undone if it can be: heal does nothing more in this incident. */
        ABORT,
        /** A human has seen it. */
        ACKNOWLEDGE,
        /** Only for the notebook; also when the incident is closed. */
        COMMENT
    }

    public Decision {
        by = SafeText.of(by);
        comment = comment == null || comment.isBlank() ? null : SafeText.of(comment);
        if (by.isBlank()) {
            throw new IllegalArgumentException("a decision needs to say who decides");
        }
        if (plan == null && (kind == Kind.APPROVE || kind == Kind.DENY)) {
            throw new IllegalArgumentException("to " + kind.name().toLowerCase(Locale.ROOT) + ", say which plan");
        }
    }

    /** Such as {@code by ada: seen, I look after it}. */
    public String text() {
        return "by " + by + (comment == null ? "" : ": " + comment);
    }

    public static Decision approve(String plan, String by) {
        return new Decision(Kind.APPROVE, plan, by, null);
    }

    public static Decision deny(String plan, String by) {
        return new Decision(Kind.DENY, plan, by, null);
    }

    public static Decision abort(String by, @Nullable String comment) {
        return new Decision(Kind.ABORT, null, by, comment);
    }

    public static Decision acknowledge(String by, @Nullable String comment) {
        return new Decision(Kind.ACKNOWLEDGE, null, by, comment);
    }

    public static Decision comment(String by, String comment) {
        return new Decision(Kind.COMMENT, null, by, comment);
    }
}
