package dev.heal.time;

import java.time.Instant;

/**
 * The two times there are: one to measure with, one to show.
 *
 * <p>Intervals, budgets and time limits use {@link #nanos()} alone, so that a wall clock that jumps neither stretches
 * nor shortens them. Implementations are safe for use by all threads and never block.
 */
public interface Clock {

    /** Nanoseconds since an arbitrary origin; never goes back; only differences mean something. */
    long nanos();

    /** The wall clock, for display and records only: it may jump either way. */
    Instant now();

    /** The clock of this process. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
