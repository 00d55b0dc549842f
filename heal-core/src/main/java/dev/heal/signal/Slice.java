package dev.heal.signal;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The calls that ended during one short span. Call threads only add to it; a sampler thread replaces it by the next one.
 *
 * <p>Calls that started before {@link #since} are counted apart: they tell of the time before a repair or a gap.
 */
final class Slice {

    private static final int OUTCOMES = Outcome.values().length;
    private static final int BEFORE = OUTCOMES;
    private static final int LATENCIES = 2 * OUTCOMES;

    /** When this slice began. */
    final long began;

    /** Since when signals count. */
    final long since;

    private final AtomicIntegerArray[] stripes = new AtomicIntegerArray[Stripes.COUNT];

    Slice(long began, long since) {
        this.began = began;
        this.since = since;
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new AtomicIntegerArray(LATENCIES + LatencyBuckets.COUNT);
        }
    }

    void add(Outcome outcome, long startNanos, long latencyNanos) {
        AtomicIntegerArray cells = stripes[Stripes.mine()];
        if (startNanos - since < 0) {
            cells.getAndIncrement(BEFORE + outcome.ordinal());
            return;
        }
        cells.getAndIncrement(outcome.ordinal());
        if (outcome == Outcome.SUCCESS || outcome == Outcome.FAILURE) {
            cells.getAndIncrement(LATENCIES + LatencyBuckets.index(latencyNanos));
        }
    }

    void addRejected() {
        stripes[Stripes.mine()].getAndIncrement(Outcome.REJECTED.ordinal());
    }

    long count(Outcome outcome) {
        return sum(outcome.ordinal());
    }

    /** All calls that ended here, also those that started before {@link #since}. */
    long countAll(Outcome outcome) {
        return sum(outcome.ordinal()) + sum(BEFORE + outcome.ordinal());
    }

    void addLatenciesTo(long[] buckets) {
        for (AtomicIntegerArray cells : stripes) {
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] += cells.get(LATENCIES + i);
            }
        }
    }

    boolean isEmpty() {
        for (int i = 0; i < LATENCIES; i++) {
            if (sum(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private long sum(int cell) {
        long sum = 0;
        for (AtomicIntegerArray cells : stripes) {
            sum += cells.get(cell);
        }
        return sum;
    }
}
