package dev.heal.spring.binding;

import dev.heal.text.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * One thing in the configuration that cannot be meant.
 *
 * @param property its full name
 * @param value as written; null where something is missing, or where it is a map
 * @param where file, line and column, or the environment variable; empty if it is not known
 * @param wrong what is wrong with it
 * @param fix what to write instead
 */
public record Finding(String property, @Nullable String value, String where, String wrong, String fix) {

    /** The one line that a person reads. */
    @Override
    public String toString() {
        return SafeText.of(property)
                + (value == null ? "" : " = " + SafeText.of(value))
                + (where.isEmpty() ? "" : " (" + where + ")")
                + ": " + wrong + "; " + fix;
    }
}
