package dev.heal.signal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** How many calls took how long, a counter for each bucket. Call threads add to it; a call is one atomic addition. */
final class Latencies extends Cells {

    private static final VarHandle OCTAVES;

    static {
        try {
            OCTAVES = MethodHandles.lookup().findVarHandle(Latencies.class, "octaves", int.class);
        } catch (ReflectiveOperationException cannotBe) {
            throw new ExceptionInInitializerError(cannotBe);
        }
    }

    /** A bit for each octave that holds anything: most calls of a target take about as long, so few are ever looked at. */
    private volatile int octaves;

    Latencies() {
        super(LatencyBuckets.COUNT);
    }

    /** None yet, ready for the threads that have added to these. */
    @Override
    Latencies fresh() {
        Latencies fresh = new Latencies();
        fresh.readyFor(this);
        return fresh;
    }

    void add(long nanos) {
        int index = LatencyBuckets.index(nanos);
        int octave = 1 << LatencyBuckets.octave(index);
        if ((octaves & octave) == 0) {
            // Before the call is counted: who sees it counted sees the octave.
            OCTAVES.getAndBitwiseOr(this, octave);
        }
        increment(index);
    }

    long count() {
        long sum = 0;
        for (int left = octaves; left != 0; left &= left - 1) {
            int octave = Integer.numberOfTrailingZeros(left);
            sum += sum(LatencyBuckets.first(octave), LatencyBuckets.first(octave + 1));
        }
        return sum;
    }

    void addTo(long[] counts) {
        for (int left = octaves; left != 0; left &= left - 1) {
            int octave = Integer.numberOfTrailingZeros(left);
            addTo(counts, LatencyBuckets.first(octave), LatencyBuckets.first(octave + 1));
        }
    }

    boolean isEmpty() {
        return octaves == 0;
    }

    /**
     * Latencies of several slices, in some of which only a sample of the calls was timed. In each slice a short call that was
     * timed stands for those of that slice that were not; calls of {@link SlicedWindow#ALWAYS_SEEN} and more are all there.
     * Counts are made of the latencies themselves: else there could be more slow calls than calls.
     */
    static final class Weighted {

        /** The buckets of latencies that are only sampled where not every call is timed. */
        private static final int SHORT = LatencyBuckets.index(SlicedWindow.ALWAYS_SEEN);

        private static final double[] NONE = {};

        /** By bucket, for how many calls those stand that are in it; empty if there are none. */
        double[] weights = NONE;

        /** Short calls of slices in which not one short call was timed. */
        long unseen;

        long successes;
        long failures;

        void add(Latencies wellEnded, Latencies failed, long untimedSuccesses, long untimedFailures) {
            successes += untimedSuccesses;
            failures += untimedFailures;
            long untimed = untimedSuccesses + untimedFailures;
            if (wellEnded.isEmpty() && failed.isEmpty()) {
                unseen += untimed; // of thousands of targets most rest
                return;
            }
            long[] well = new long[LatencyBuckets.COUNT];
            long[] badly = new long[LatencyBuckets.COUNT];
            wellEnded.addTo(well);
            failed.addTo(badly);
            long timed = 0;
            for (int i = 0; i < well.length; i++) {
                successes += well[i];
                failures += badly[i];
                timed += i < SHORT ? well[i] + badly[i] : 0;
            }
            unseen += timed == 0 ? untimed : 0;
            double weight = timed == 0 ? 1 : (double) (timed + untimed) / timed;
            weights = weights.length == 0 ? new double[LatencyBuckets.COUNT] : weights;
            for (int i = 0; i < well.length; i++) {
                weights[i] += (i < SHORT ? weight : 1) * (well[i] + badly[i]);
            }
        }
    }
}
