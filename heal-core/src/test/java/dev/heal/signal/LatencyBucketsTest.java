package dev.heal.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buckets cover the whole range without gaps, and none is wider than promised. */
class LatencyBucketsTest {

    private static final long SHORTEST = 1L << 10;
    private static final long LONGEST = (1L << 37) - 1;

    @Test
    void buckets_follow_each_other_without_gap_or_overlap() {
        for (int i = 0; i < LatencyBuckets.COUNT; i++) {
            assertThat(LatencyBuckets.index(LatencyBuckets.lowerBound(i))).isEqualTo(i);
            assertThat(LatencyBuckets.index(LatencyBuckets.lowerBound(i + 1) - 1))
                    .isEqualTo(i);
        }
        assertThat(LatencyBuckets.lowerBound(0)).isEqualTo(SHORTEST);
        assertThat(LatencyBuckets.lowerBound(LatencyBuckets.COUNT) - 1).isEqualTo(LONGEST);
    }

    @Test
    void the_middle_of_a_bucket_is_at_most_6_25_percent_off_any_latency_in_it() {
        for (int i = 0; i < LatencyBuckets.COUNT; i++) {
            long middle = LatencyBuckets.middle(i).toNanos();
            assertOff(middle, LatencyBuckets.lowerBound(i));
            assertOff(middle, LatencyBuckets.lowerBound(i + 1) - 1);
        }
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            long latency = (long)
                    Math.exp(Math.log(SHORTEST) + random.nextDouble() * (Math.log(LONGEST) - Math.log(SHORTEST)));
            assertOff(LatencyBuckets.middle(LatencyBuckets.index(latency)).toNanos(), latency);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 1_023, 1_024})
    void what_is_shorter_than_the_first_bucket_counts_in_it(long nanos) {
        assertThat(LatencyBuckets.index(nanos)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {LONGEST, LONGEST + 1, 1L << 40, Long.MAX_VALUE})
    void what_is_longer_than_the_last_bucket_counts_in_it(long nanos) {
        assertThat(LatencyBuckets.index(nanos)).isEqualTo(LatencyBuckets.COUNT - 1);
    }

    private static void assertOff(long middle, long latency) {
        assertThat(Math.abs(middle - latency) / (double) latency)
                .as("%d ns read as %d ns", latency, middle)
                .isLessThanOrEqualTo(0.0625);
    }
}
