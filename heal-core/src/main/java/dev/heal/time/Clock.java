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

    /**
     * As {@link #nanos}, and up to a few milliseconds behind where that is cheaper: a field that a thread of its own keeps
     * moving while somebody asks for it by {@link #keepCoarse}. Never ahead.
     */
    default long coarseNanos() {
        return nanos();
    }

    /** The latest that {@link #nanos} can have said when {@link #coarseNanos} said {@code coarse}. */
    default long latest(long coarse) {
        return coarse;
    }

    /** From now on, for a few seconds, {@link #coarseNanos} had better be cheap. */
    default void keepCoarse() {}

    /** The wall clock, for display and records only: it may jump either way. */
    Instant now();

    /** The clock of this process. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
