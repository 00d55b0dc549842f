package dev.heal.admission;

/**
 * How many places there are, learned from what passed. One thread at a time observes; all may read.
 */
interface AdaptiveLimit {

    /**
     * What has happened since the last time.
     *
     * @param span in nanoseconds, about 100 ms
     * @param ended how many requests have ended
     * @param roundTrips the sum of their times from admission to end, in nanoseconds
     * @param isSaturated whether all places were taken all the time
     * @param taken how many places are taken now
     */
    void observe(long span, long ended, long roundTrips, boolean isSaturated, int taken);

    /** How many places there are; at least 1. */
    int places();
}
