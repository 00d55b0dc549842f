package dev.heal.signal;

import java.time.Duration;

/**
 * Sorts latencies into buckets whose width is an eighth of the power of two they lie in, from 1 us to 137 s.
 *
 * <p>A bucket is at most 12.5 % wide, so a percentile read from its middle is at most 6.25 % off; the scheme is the
 * log-linear one of HdrHistogram with three bits of sub-bucket.
 */
final class LatencyBuckets {

    private static final int FIRST_OCTAVE = 10;
    private static final int LAST_OCTAVE = 36;
    private static final int SUB_BITS = 3;
    static final int COUNT = (LAST_OCTAVE - FIRST_OCTAVE + 1) << SUB_BITS;

    /** Made once: a percentile of a target is kept for each second of the last minute. */
    private static final Duration[] MIDDLES = new Duration[COUNT];

    static {
        for (int i = 0; i < COUNT; i++) {
            long low = lowerBound(i);
            MIDDLES[i] = Duration.ofNanos(low + ((lowerBound(i + 1) - low) >> 1));
        }
    }

    private LatencyBuckets() {}

    static int index(long nanos) {
        if (nanos < 1L << FIRST_OCTAVE) {
            return 0;
        }
        int octave = 63 - Long.numberOfLeadingZeros(nanos);
        if (octave > LAST_OCTAVE) {
            return COUNT - 1;
        }
        int sub = (int) (nanos >>> (octave - SUB_BITS)) & ((1 << SUB_BITS) - 1);
        return ((octave - FIRST_OCTAVE) << SUB_BITS) + sub;
    }

    /** Which octave the bucket is of, counted from 0; there are less than 32. */
    static int octave(int index) {
        return index >> SUB_BITS;
    }

    /** The first bucket of an octave. */
    static int first(int octave) {
        return octave << SUB_BITS;
    }

    /** The shortest latency that falls into the bucket. */
    static long lowerBound(int index) {
        int octave = FIRST_OCTAVE + (index >> SUB_BITS);
        long sub = index & ((1 << SUB_BITS) - 1);
        return (1L << octave) + (sub << (octave - SUB_BITS));
    }

    static Duration middle(int index) {
        return MIDDLES[index];
    }
}
