package dev.heal.signal;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a span of calls comes to. */
class CallStatsTest {

    private final Recorded recorded = new Recorded();

    @Test
    void of_no_calls_nothing_is_said() {
        CallStats none = recorded.last(ofSeconds(10));

        assertThat(none.calls()).isZero();
        assertThat(none.failureRate()).isEmpty();
        assertThat(none.percentile(0.5)).isEmpty();
        assertThat(none.slowerThan(Duration.ZERO)).isZero();
    }

    @Test
    void rejected_and_ignored_calls_are_counted_but_are_no_part_of_the_rate() {
        recorded.calls(3, Outcome.SUCCESS);
        recorded.calls(1, Outcome.FAILURE);
        recorded.calls(5, Outcome.IGNORED);
        recorded.window.rejected();

        CallStats stats = recorded.last(ofSeconds(10));
        assertThat(stats.calls()).isEqualTo(4);
        assertThat(stats.failures()).isEqualTo(1);
        assertThat(stats.failureRate()).contains(0.25);
        assertThat(stats.ignored()).isEqualTo(5);
        assertThat(stats.rejected()).isEqualTo(1);
        assertThat(stats.slowerThan(Duration.ZERO)).as("latencies").isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0})
    void percentiles_are_at_most_6_25_percent_off(double quantile) {
        // given 10,000 latencies from 2 us to 20 s
        Random random = new Random(7);
        long[] latencies = random.doubles(10_000, Math.log(2e3), Math.log(2e10))
                .mapToLong(log -> (long) Math.exp(log))
                .toArray();
        Arrays.stream(latencies).forEach(nanos -> recorded.took(Duration.ofNanos(nanos)));

        // when
        long read =
                recorded.last(ofSeconds(10)).percentile(quantile).orElseThrow().toNanos();

        // then
        Arrays.sort(latencies);
        long exact = latencies[(int) Math.ceil(quantile * latencies.length) - 1];
        assertThat(Math.abs(read - exact) / (double) exact).isLessThanOrEqualTo(0.0625);
    }

    @Test
    void one_call_is_every_percentile() {
        recorded.took(ofMillis(100));

        CallStats stats = recorded.last(ofSeconds(10));
        assertThat(stats.percentile(0.01)).isEqualTo(stats.percentile(1)).isPresent();
    }

    @Test
    void half_of_three_calls_are_two() {
        recorded.took(ofMillis(1));
        recorded.took(ofMillis(10));
        recorded.took(ofMillis(100));

        assertThat(recorded.last(ofSeconds(10)).percentile(0.5).orElseThrow())
                .isCloseTo(ofMillis(10), Duration.ofNanos(625_000));
    }

    @Test
    void slow_calls_are_those_that_took_the_limit_or_longer_to_an_eighth() {
        for (int millis : new int[] {10, 500, 870, 1_000, 1_500, 300_000}) {
            recorded.took(ofMillis(millis));
        }

        CallStats stats = recorded.last(ofSeconds(10));
        assertThat(stats.slowerThan(ofSeconds(1))).isEqualTo(3);
        assertThat(stats.slowerThan(ofMillis(1))).isEqualTo(6);
        assertThat(stats.slowerThan(ofSeconds(1_000)))
                .as("beyond the last bucket")
                .isEqualTo(1);
    }
}
