package dev.heal.guard;

/** A body that may throw {@code X}; a lambda that throws nothing makes X a RuntimeException. */
@FunctionalInterface
public interface CheckedRunnable<X extends Exception> {
    void run() throws X;
}
