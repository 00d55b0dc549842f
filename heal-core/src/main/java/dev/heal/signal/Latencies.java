package dev.heal.signal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** How many calls took how long. Call threads add to it; a call is one atomic addition. */
final class Latencies {

    private static final VarHandle OCTAVES;

    static {
        try {
            OCTAVES = MethodHandles.lookup().findVarHandle(Latencies.class, "octaves", int.class);
        } catch (ReflectiveOperationException cannotBe) {
            throw new ExceptionInInitializerError(cannotBe);
        }
    }

    private final Cells buckets;
    /** A bit for each octave that holds anything: most calls of a target take about as long, so few are ever looked at. */
    private volatile int octaves;

    Latencies() {
        this(new Cells(LatencyBuckets.COUNT));
    }

    private Latencies(Cells buckets) {
        this.buckets = buckets;
    }

    /** None yet, ready for the threads that have added to these. */
    Latencies fresh() {
        return new Latencies(buckets.fresh());
    }

    void add(long nanos) {
        int index = LatencyBuckets.index(nanos);
        int octave = 1 << LatencyBuckets.octave(index);
        if ((octaves & octave) == 0) {
            // Before the call is counted: who sees it counted sees the octave.
            OCTAVES.getAndBitwiseOr(this, octave);
        }
        buckets.increment(index);
    }

    long count() {
        long sum = 0;
        for (int left = octaves; left != 0; left &= left - 1) {
            int octave = Integer.numberOfTrailingZeros(left);
            sum += buckets.sum(LatencyBuckets.first(octave), LatencyBuckets.first(octave + 1));
        }
        return sum;
    }

    void addTo(long[] counts) {
        for (int left = octaves; left != 0; left &= left - 1) {
            int octave = Integer.numberOfTrailingZeros(left);
            buckets.addTo(counts, LatencyBuckets.first(octave), LatencyBuckets.first(octave + 1));
        }
    }

    boolean isEmpty() {
        return octaves == 0;
    }
}
