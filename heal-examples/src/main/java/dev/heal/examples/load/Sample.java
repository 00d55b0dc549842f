package dev.heal.examples.load;

/**
 * What became of one request so far. All times are nanoseconds of the same {@link dev.heal.time.Clock}.
 *
 * @param scheduledNanos when it was due
 * @param sentNanos when it really went out: the difference tells whether the generator itself fell behind
 * @param endedNanos when it was answered or given up; without meaning while {@code WAITING}
 * @param outcome what came of it
 */
public record Sample(long scheduledNanos, long sentNanos, long endedNanos, Outcome outcome) {

    /** What came of a request. */
    public enum Outcome {
        OK,
        FAILED,
        WAITING
    }

    /** True if the right answer came within so long of the moment at which the request was due. */
    public boolean okWithin(long nanos) {
        return outcome == Outcome.OK && endedNanos - scheduledNanos <= nanos;
    }
}
