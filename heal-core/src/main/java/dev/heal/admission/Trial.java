package dev.heal.admission;

/**
 * Compares the throughput at another number of places with that of before. What ends in a while is a matter of chance, so it
 * says how sure it is: a clear change is seen soon, and where little ends nothing is made of what chance gives.
 */
final class Trial {

    /** How much the times that work takes vary, as their standard deviation in means; an exponential's is 1. */
    private static final double VARIATION = 1;

    private static final double LEAST = 24;

    /** An evidence of twenty to one. */
    private static final double SURE = 3;

    /** That more places gained nothing need not be as sure as a gain: it takes nothing away. */
    private static final double SURE_OF_NOTHING = 2;

    private final Throughput now = new Throughput(Double.MAX_VALUE);
    private double places;
    private double before;
    private double throughputBefore;
    private double endedBefore;

    void begin(int places, int before, Throughput measured) {
        this.places = places;
        this.before = before;
        throughputBefore = measured.perNano();
        endedBefore = measured.ended();
        now.clear();
    }

    void add(long span, long ended) {
        now.add(span, ended);
    }

    boolean isOfMore() {
        return places > before;
    }

    int placesBefore() {
        return (int) before;
    }

    /** In nanoseconds, by Little's law. */
    double roundTripBefore() {
        return before / throughputBefore;
    }

    double span() {
        return now.span();
    }

    double throughputBefore() {
        return throughputBefore;
    }

    double throughput() {
        return now.perNano();
    }

    /** Throughput as a share of that of before. */
    double ratio() {
        return now.perNano() / throughputBefore;
    }

    /** Whether more of the same would add little. */
    boolean isClear() {
        double evidence = evidence();
        return expected() >= LEAST && (evidence <= -SURE || evidence >= (isOfMore() ? SURE_OF_NOTHING : SURE));
    }

    /**
     * How much likelier it is that throughput is as before than that half of the change of places shows in it, as a natural
     * logarithm.
     */
    double evidence() {
        double half = Math.log(places / before) / 2;
        // Half an end more on both sides, so that none at all is not infinitely sure.
        double seen = Math.log((now.ended() + 0.5) / (expected() + 0.5));
        return (half / 2 - seen) * half / (noise() * noise());
    }

    /** The standard error of {@link #ratio}. */
    double noise() {
        return VARIATION * Math.sqrt(1 / endedBefore + 1 / Math.max(1, expected()));
    }

    private double expected() {
        return now.span() * throughputBefore;
    }
}
