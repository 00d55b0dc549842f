package dev.heal.misbehaving;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** What code that is not heal's may do at its worst. */
final class Foreign {

    static final String HUGE = "x".repeat(10_000_000);

    private Foreign() {}

    /** Waits, and takes no interrupt for an answer. */
    static void hangIgnoringInterrupts(CountDownLatch release) {
        while (true) {
            try {
                release.await();
                return;
            } catch (InterruptedException ignored) {
                // this is what misbehaving means
            }
        }
    }

    /** What is thrown, and how it shows in an incident. */
    record Thrown(String shown, Supplier<Throwable> made) {

        /** Throws it past the compiler, as a proxy or another language would. */
        <T> T now() {
            throw sneaky(made.get());
        }

        @SuppressWarnings("unchecked")
        private static <X extends Throwable> RuntimeException sneaky(Throwable any) throws X {
            throw (X) any;
        }
    }

    /** Each Error that a boundary must hold, the stack overflow being a real one. */
    static List<Thrown> errors() {
        return List.of(
                new Thrown("AssertionError: no", () -> new AssertionError("no")),
                new Thrown("StackOverflowError", Foreign::overflow),
                new Thrown(
                        "NoClassDefFoundError: com/example/Gone", () -> new NoClassDefFoundError("com/example/Gone")),
                new Thrown("OutOfMemoryError: Java heap space", () -> new OutOfMemoryError("Java heap space")));
    }

    /** Failures whose own texts misbehave. */
    static List<Thrown> textsThatMisbehave() {
        return List.of(
                new Thrown("Unspeakable", Unspeakable::new),
                new Thrown("Speechless", Speechless::new),
                new Thrown("IllegalStateException: ", () -> new IllegalStateException(HUGE)),
                new Thrown("IllegalStateException: a circle", Foreign::circle));
    }

    static final class Unspeakable extends RuntimeException {
        @Override
        public String getMessage() {
            throw new IllegalStateException("no text");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }
    }

    static final class Speechless extends RuntimeException {
        @Override
        public String getMessage() {
            return null;
        }

        @Override
        public String toString() {
            return null;
        }
    }

    private static Throwable circle() {
        Throwable first = new IllegalStateException("a circle");
        first.initCause(new IllegalStateException("around", first));
        return first;
    }

    private static Throwable overflow() {
        throw new AssertionError("it has a text of " + circular().toString().length());
    }

    /** A thing that contains itself: its text is never done. */
    static List<Object> circular() {
        List<Object> circle = new ArrayList<>();
        circle.add(List.of(circle));
        return circle;
    }
}
