package dev.heal.admission;

import dev.heal.admission.AdaptiveLimit.Demand;

/**
 * How many a nanosecond the server can do. What it did while there was not enough to do shows only that at least so much can
 * be done; taken for more, it would make the room that meets the next surge a few places small.
 *
 * <p>Not safe for use by several threads.
 */
final class ServiceRate {

    private static final double ENOUGH = 60;
    private static final long LONG_ENOUGH = 1_000_000_000L;

    private final Throughput busy = new Throughput();
    private final Throughput slack = new Throughput(Double.MAX_VALUE);
    private double lately;
    private double atLeast;

    void add(long span, long ended, Demand demand) {
        if (demand == Demand.BELOW) {
            slack.add(span, ended);
            if (slack.ended() >= ENOUGH && slack.span() >= LONG_ENOUGH) {
                // A moment in which many end at once, after they were held up, is no measure: it takes two times on
                // end.
                atLeast = Math.max(atLeast, Math.min(lately, slack.perNano()));
                lately = slack.perNano();
                slack.clear();
            }
        } else {
            // What it does now that it has to counts more than the best that it ever did, and than what it did in an
            // incident that is long over.
            if (atLeast > busy.perNano()) {
                busy.clear();
            }
            atLeast = 0;
            lately = 0;
            slack.clear();
            busy.add(span, ended);
        }
    }

    /** 0 if nothing was seen. */
    double perNano() {
        return Math.max(atLeast, busy.perNano());
    }

    /** Whether it was seen with enough to do, so often or for so long. */
    boolean isKnown(long longEnough) {
        return busy.hasEnough() || busy.span() >= longEnough;
    }
}
