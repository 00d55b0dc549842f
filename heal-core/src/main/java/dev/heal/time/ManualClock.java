package dev.heal.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only when told to: for tests and simulations. Safe for use by several threads. */
public final class ManualClock implements Clock {

    private final AtomicLong nanos = new AtomicLong();
    private volatile Instant wall;

    /** Starts at 0 ns and at 2026-01-01T00:00:00Z. */
    public ManualClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** Starts at 0 ns and at the given wall-clock time. */
    public ManualClock(Instant wallClock) {
        this.wall = wallClock;
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public Instant now() {
        return wall;
    }

    /**
     * Lets time pass on both clocks.
     *
     * @throws IllegalArgumentException if {@code by} is negative: measured time never goes back
     */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time cannot be advanced by " + by + ": measured time never goes back");
        }
        nanos.addAndGet(by.toNanos());
        wall = wall.plus(by);
    }

    /** Moves only the wall clock, either way, as an administrator or a time server would. */
    public synchronized void jumpWallClock(Duration by) {
        wall = wall.plus(by);
    }
}
