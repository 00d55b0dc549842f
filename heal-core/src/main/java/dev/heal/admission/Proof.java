package dev.heal.admission;

/**
 * What is known of the work behind the limit: how long it takes, learned while there is room, and how many under way do not
 * queue there.
 *
 * <p>The mean is taken of round trips, since their least and their geometric mean say little where times are as skewed as a
 * log-normal's.
 */
final class Proof {

    private static final double NO_QUEUE = 1.25;

    /** So much more may be under way by chance: to leave those moments out would be to learn from the quick ones alone. */
    private static final double CHANCE = 1.1;

    private static final double ENOUGH = 24;

    /** Ends: those that count for the mean. */
    private static final double MEMORY = 100;

    private static final long LONGEST_LOOK = 3_000_000_000L;

    private final Throughput roomy = new Throughput();
    private double nanos = Double.NaN;
    private double endsInMean;
    private double endsWithRoom;
    private double underWay;
    private double throughput;

    /** The mean round trip without a queue, in nanoseconds; NaN where it is not known. */
    double nanos() {
        return nanos;
    }

    /** So many under way were proved not to queue. */
    double underWay() {
        return underWay;
    }

    /** Whether too little was seen with room to take places away for it. */
    boolean isThin() {
        return endsWithRoom < 2 * ENOUGH;
    }

    /** Whether so many workers would be fewer than were proved, by more than chance. */
    boolean isContradictedBy(double workers) {
        return workers < underWay / NO_QUEUE;
    }

    /** There was room for all; false while too little was seen to learn from. */
    boolean learn(long span, long ended, long roundTrips) {
        endsWithRoom += ended;
        roomy.add(span, ended, roundTrips);
        if (roomy.ended() < ENOUGH && roomy.span() < LONGEST_LOOK || roomy.ended() == 0) {
            return false;
        }
        double mean = roomy.meanRoundTrip();
        double now = mean * roomy.perNano();
        if (Double.isNaN(nanos)) {
            nanos = mean;
            // The first to end are the quickest, so they count for little.
            endsInMean = ENOUGH / 4;
        } else if (ended > 0 && (now <= CHANCE * underWay || hasGained(now))) {
            // Where there is no queue, a longer round trip is longer work.
            endsInMean = Math.min(endsInMean + ended, MEMORY);
            nanos += ((double) roundTrips / ended - nanos) * ended / Math.max(ended, endsInMean);
        }
        if (mean <= NO_QUEUE * nanos && now > underWay && hasGained(now)) {
            underWay = now;
            throughput = roomy.perNano();
        }
        return true;
    }

    /** A queue that grows slowly lengthens no round trip by much at a time, but it gains no throughput. */
    private boolean hasGained(double now) {
        return underWay == 0 || roomy.perNano() >= throughput * (1 + (now / underWay - 1) / 2);
    }

    /** A trial has shown it. */
    void prove(double underWay, double throughput) {
        this.underWay = underWay;
        this.throughput = throughput;
    }

    /** With the number of workers known, all that throughput tells is how long work takes. */
    void follow(double throughputOfAll) {
        nanos = underWay / throughputOfAll;
        throughput = throughputOfAll;
    }

    /** What is under way is another number now. */
    void lookAnew() {
        roomy.clear();
    }
}
