package dev.heal.guard;

import org.jspecify.annotations.Nullable;

/** A body that gives a value and may throw {@code X}; a lambda that throws nothing makes X a RuntimeException. */
@FunctionalInterface
public interface CheckedSupplier<T extends @Nullable Object, X extends Exception> {
    T get() throws X;
}
