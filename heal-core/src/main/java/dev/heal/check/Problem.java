package dev.heal.check;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with what a team has written.
 *
 * @param place the path to it, such as {@code targets.inventory.detectors.errors.failure-rate.above}
 * @param value the value as far as it is known, null where something is missing
 * @param wrong what is wrong with it
 * @param fix what to write instead
 */
public record Problem(String place, @Nullable String value, String wrong, String fix) {

    /** The one line that a person reads. */
    @Override
    public String toString() {
        return place + (value == null ? "" : " = " + value) + ": " + wrong + "; " + fix;
    }
}
