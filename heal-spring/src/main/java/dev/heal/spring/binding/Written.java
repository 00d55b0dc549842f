package dev.heal.spring.binding;

import org.jspecify.annotations.Nullable;

/**
 * A value as somebody has written it.
 *
 * @param text letter by letter, also where the YAML parser has already made 8 of 010
 * @param resolved with every {@code ${...}} replaced; null if one of them cannot be
 * @param where file, line and column, or the environment variable; empty if it is not known
 */
record Written(String text, @Nullable String resolved, String where) {

    /** Nothing at all, {@code {}} or {@code []}: Spring does not tell them apart. */
    boolean isNothing() {
        return text.isBlank();
    }
}
