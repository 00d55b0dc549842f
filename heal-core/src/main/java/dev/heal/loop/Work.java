package dev.heal.loop;

import dev.heal.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A piece of foreign code on a thread that is not the loop's. It can be interrupted while it runs, and never afterwards:
 * an interrupt that comes late would hit whatever the thread does next.
 *
 * @param <R> what comes of it
 */
final class Work<R> implements Runnable {

    private static final int STACK_FRAMES = 20;

    private final Clock clock;
    private final Supplier<R> body;
    private final Consumer<R> whenDone;
    private final Runnable whenBack;
    private @Nullable Thread thread;
    private boolean interrupted;
    private boolean givenUp;
    private boolean started;
    private long startedNanos;
    private volatile boolean done;

    /**
     * @param body must not throw
     * @param whenDone hears the result, on the same thread, when this is already {@link #isDone()}
     * @param whenBack is told instead if the work had been given up: nobody waits for its result any more
     */
    Work(Clock clock, Supplier<R> body, Consumer<R> whenDone, Runnable whenBack) {
        this.clock = clock;
        this.body = body;
        this.whenDone = whenDone;
        this.whenBack = whenBack;
    }

    Work(Clock clock, Supplier<R> body, Consumer<R> whenDone) {
        this(clock, body, whenDone, () -> {});
    }

    @Override
    public void run() {
        synchronized (this) {
            thread = Thread.currentThread();
            started = true;
            startedNanos = clock.nanos();
            if (interrupted) {
                thread.interrupt();
            }
        }
        R result;
        boolean back;
        try {
            result = body.get();
        } finally {
            synchronized (this) {
                thread = null;
                done = true;
                back = givenUp;
                // Whatever interrupt was meant for this work ends with it.
                boolean ignored = Thread.interrupted();
            }
        }
        if (back) {
            whenBack.run();
        } else {
            whenDone.accept(result);
        }
    }

    /** Interrupts it and waits for it no more. Returns whether it was under way and had not been given up before. */
    synchronized boolean giveUp() {
        if (!started || done || givenUp) {
            return false;
        }
        givenUp = true;
        interrupt();
        return true;
    }

    synchronized void interrupt() {
        interrupted = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** How long it has been running: none while it waits for a thread, and none once it has ended. */
    synchronized Duration running(long now) {
        return started && !done ? Duration.ofNanos(now - startedNanos) : Duration.ZERO;
    }

    synchronized boolean isGivenUp() {
        return givenUp;
    }

    boolean isDone() {
        return done;
    }

    /** Where it is at this moment; empty when it is nowhere. */
    synchronized String stack() {
        return thread == null
                ? ""
                : Arrays.stream(thread.getStackTrace())
                        .limit(STACK_FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining("\n"));
    }
}
