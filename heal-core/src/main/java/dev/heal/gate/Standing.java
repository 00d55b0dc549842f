package dev.heal.gate;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one target stands, as far as the others are concerned.
 *
 * @param scope the scope it is a member of; null for none
 * @param condition what is known of its health
 * @param sickSince when it fell sick, on the monotonic clock; null once it is known healthy. A time in which nothing is known,
 *     such as that of a repair, changes nothing of it
 * @param underWay whether a step has begun there and has not come to its end
 * @param taken the targets whose capacity a step of this one has taken away, and not given back
 * @param incident the open incident's id; null if there is none
 */
public record Standing(
        @Nullable String scope,
        Condition condition,
        @Nullable Long sickSince,
        boolean underWay,
        Set<String> taken,
        @Nullable String incident) {

    /** What is known of a target's health. */
    public enum Condition {
        /** All its detectors say so, and have looked lately. */
        HEALTHY,
        /** A detector is sure of it. */
        SICK,
        /** Neither. */
        UNKNOWN
    }

    public Standing {
        taken = Set.copyOf(taken);
    }

    /** Before anything is known. */
    public static Standing unknown(@Nullable String scope) {
        return new Standing(scope, Condition.UNKNOWN, null, false, Set.of(), null);
    }
}
