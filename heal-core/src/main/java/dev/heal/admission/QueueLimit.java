package dev.heal.admission;

/**
 * The places in the queue of an executor of ours: as few as keep its workers busy, which is what they finish in 5 ms, and at
 * least one. Whatever more is queued there waits out of the reach of classes and users. Needs no idea of how long work takes
 * usually, so that a dependency that becomes slow does not mislead it.
 */
final class QueueLimit implements AdaptiveLimit {

    private static final double SPAN_SECONDS = 0.005;
    private static final double NANOS_A_SECOND = 1e9;

    private final ServiceRate rate = new ServiceRate();
    private final int most;
    private volatile int places = 1;

    QueueLimit(int most) {
        this.most = most;
    }

    @Override
    public void observe(long span, long ended, long roundTrips, Demand demand, int taken) {
        rate.add(span, ended, demand);
        double queued = rate.perNano() * NANOS_A_SECOND * SPAN_SECONDS;
        places = (int) Math.max(1, Math.min(most, Math.ceil(queued)));
    }

    @Override
    public int places() {
        return places;
    }
}
