package dev.heal.admission;

/**
 * How many places there are, learned from what passed. One thread at a time observes; all may read.
 */
interface AdaptiveLimit {

    /** Seen by whether those that were let in had to wait for it. */
    enum Demand {
        /** About nobody had to: what there was to do was done. */
        BELOW,
        /** Some had to: what was done shows neither what there was to do nor what can be done. */
        ABOUT,
        /** About all had to: whoever left was followed at once, and what was done is all that could be done. */
        ABOVE
    }

    /**
     * What has happened since the last time.
     *
     * @param span in nanoseconds, about 100 ms
     * @param ended how many requests have ended
     * @param roundTrips the sum of their times from admission to end, in nanoseconds
     * @param demand whether there were requests for more places than there are
     * @param taken how many places are taken now
     */
    void observe(long span, long ended, long roundTrips, Demand demand, int taken);

    /** How many places there are; at least 1. */
    int places();
}
