package dev.heal.signal;

import dev.heal.time.Clock;

/** Takes what call threads measure. Implementations neither lock, log, allocate nor call back. */
public interface SignalWindow {

    /** In what {@link #begin} gives: the clock was read for this call, and not one that is a millisecond behind. */
    long TIMED = 1;

    /** In what {@link #begin} gives: always 0, for whoever keeps it until the end to note one thing of his own. */
    long FREE = 2;

    /** In what {@link #begin} gives: the bits that are no time. */
    long FLAGS = TIMED | FREE;

    /**
     * A call was let in just now.
     *
     * @return when, rounded down to 4 ns, with {@link #TIMED} in its lowest bit
     */
    long begin(Clock clock);

    /** A call was let in at {@code startNanos}. */
    void started(long startNanos);

    /** The call that was let in at {@code startNanos} ended at {@code nowNanos}. */
    default void ended(Outcome outcome, long startNanos, long nowNanos) {
        ended(outcome, startNanos, nowNanos, nowNanos - startNanos);
    }

    /** As {@link #ended(Outcome, long, long)}, and it took {@code latencyNanos}: the clock may have stood still at its start. */
    void ended(Outcome outcome, long startNanos, long nowNanos, long latencyNanos);

    /** As {@link #ended}, by a clock that is a millisecond behind: it took less than {@link SlicedWindow#ALWAYS_SEEN}. */
    void endedUntimed(Outcome outcome, long startNanos, long nowNanos);

    /**
     * A call that was let in ended at {@code nowNanos}, and somebody else measured how long it took.
     *
     * @param durationNanos anything that a caller may have come up with; what cannot be is taken for the nearest that can
     */
    void endedAbout(Outcome outcome, long durationNanos, long nowNanos);

    /** A call was not let in. */
    void rejected();

    /** How many calls are in flight; 0 where that is not known. */
    default long inFlightTotal() {
        return 0;
    }

    /**
     * How many of them began in the last minute or so: one that is older, and that nobody who was told of it has ended, may
     * well have ended without a word. 0 where that is not known.
     */
    default long inFlightOfLate() {
        return inFlightTotal();
    }
}
