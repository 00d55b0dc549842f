package dev.heal.admission;

/** How many ended a nanosecond: over as long as it takes to see enough of them. */
final class Throughput {

    private static final double ENOUGH = 60;
    private static final double KEPT = 0.9;

    /** A span of that many nanoseconds holds no measure of how much can be done. */
    static final long GAP = 3_000_000_000L;

    private final double enough;
    private double span;
    private double ended;
    private double roundTrips;

    Throughput() {
        this(ENOUGH);
    }

    /** @param enough ends: what was before so many counts less and less */
    Throughput(double enough) {
        this.enough = enough;
    }

    void add(long nanos, long more) {
        add(nanos, more, 0);
    }

    void add(long nanos, long more, long times) {
        if (nanos > GAP) {
            // The process was stopped, or nobody came: what was before is no longer true, and this is no measure.
            clear();
            return;
        }
        span += nanos;
        ended += more;
        roundTrips += times;
        if (ended > enough) {
            span *= KEPT;
            ended *= KEPT;
            roundTrips *= KEPT;
        }
    }

    void clear() {
        span = 0;
        ended = 0;
        roundTrips = 0;
    }

    double ended() {
        return ended;
    }

    double span() {
        return span;
    }

    /** Whether about as many have ended as count at most. */
    boolean hasEnough() {
        return ended > KEPT * enough - 1;
    }

    /** 0 if nothing was seen. */
    double perNano() {
        return span == 0 ? 0 : ended / span;
    }

    /** From admission to end; NaN if nothing has ended. */
    double meanRoundTrip() {
        return roundTrips / ended;
    }
}
