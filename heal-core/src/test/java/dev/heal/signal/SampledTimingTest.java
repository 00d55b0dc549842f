package dev.heal.signal;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While there are very many calls only a sample of them is timed; everything else stays exact. */
class SampledTimingTest {

    /** A tick in which there are more calls than are timed one by one. */
    private static final int BUSY = 12_000;

    private final Recorded recorded = new Recorded();
    private final SlicedWindow window = recorded.window;
    private int timed;

    @Test
    void while_traffic_is_low_every_call_is_timed() {
        for (int tick = 0; tick < 10; tick++) {
            calls(4_000, Outcome.SUCCESS);
            pass(ofMillis(500));
        }

        assertThat(window.isSampled()).isFalse();
        assertThat(timed).isEqualTo(40_000);
    }

    @Test
    void a_busy_window_times_about_one_call_in_64_and_counts_all() {
        // given
        calls(BUSY, Outcome.SUCCESS);
        pass(ofMillis(500));
        assertThat(window.isSampled()).isTrue();
        timed = 0;

        // when
        for (int tick = 0; tick < 10; tick++) {
            calls(64_000, Outcome.SUCCESS);
            pass(ofMillis(500));
        }

        // then
        assertThat(timed).isBetween(640_000 / 80, 640_000 / 50);
        assertThat(recorded.last(ofSeconds(4)).calls()).isEqualTo(8 * 64_000);
        assertThat(window.total(Outcome.SUCCESS)).isEqualTo(BUSY + 640_000);
        assertThat(window.counted()).isEqualTo(BUSY + 640_000);
        assertThat(window.inFlightTotal()).isZero();
    }

    @Test
    void it_times_all_again_when_traffic_has_gone_down_to_half() {
        calls(BUSY, Outcome.SUCCESS);
        pass(ofMillis(500));
        calls(BUSY / 2, Outcome.SUCCESS);
        pass(ofMillis(500));
        assertThat(window.isSampled()).as("12,000 a second").isTrue();

        calls(BUSY / 3, Outcome.SUCCESS);
        pass(ofMillis(500));

        assertThat(window.isSampled()).as("8,000 a second").isFalse();
    }

    @Test
    void who_wants_exact_times_gets_them_at_any_rate() {
        window.timing(Timing.EXACT);

        calls(BUSY, Outcome.SUCCESS);
        pass(ofMillis(500));

        assertThat(window.isSampled()).isFalse();
    }

    @Test
    void a_breaker_that_has_to_know_each_duration_is_told_each() {
        calls(BUSY, Outcome.SUCCESS);
        recorded.clock.advance(ofMillis(500));

        window.rotate(recorded.clock.nanos(), false);

        assertThat(window.isSampled()).isFalse();
    }

    @Test
    void failures_are_all_counted_and_are_part_of_the_rate() {
        busy();
        recorded.clock.advance(ofMillis(450));

        calls(3_000, Outcome.SUCCESS);
        calls(1_000, Outcome.FAILURE);
        calls(500, Outcome.IGNORED);

        CallStats stats = recorded.last(ofMillis(400));
        assertThat(stats.calls()).isEqualTo(4_000);
        assertThat(stats.failures()).isEqualTo(1_000);
        assertThat(stats.failureRate()).contains(0.25);
        assertThat(stats.ignored()).isEqualTo(500);
        assertThat(stats.slowerThan(Duration.ZERO)).isEqualTo(4_000);
    }

    @Test
    void calls_in_flight_stay_exact_and_are_seen_by_age() {
        busy();

        List<Long> hanging = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            calls(7, Outcome.SUCCESS);
            hanging.add(enter());
        }
        pass(ofSeconds(3));

        assertThat(window.inFlightTotal()).isEqualTo(300);
        assertThat(window.inFlight(recorded.clock.nanos()).olderThan(ofMillis(2_500)))
                .isEqualTo(300);
        hanging.forEach(token -> end(token, Outcome.SUCCESS));
        assertThat(window.inFlightTotal()).isZero();
        assertThat(recorded.last(ofSeconds(1)).slowerThan(ofMillis(2_500))).isEqualTo(300);
    }

    @Test
    void a_slow_call_is_seen_though_it_was_not_in_the_sample() {
        busy();
        for (int i = 0; i < 50; i++) {
            calls(1_000, Outcome.SUCCESS);
            long token = enter();
            recorded.clock.advance(ofMillis(40));
            end(token, Outcome.SUCCESS);
        }

        assertThat(recorded.last(ofSeconds(10)).slowerThan(ofMillis(38))).isEqualTo(50);
    }

    @Test
    void after_forgetting_calls_from_before_are_not_judged() {
        // given a busy window with untimed calls ended and one under way
        busy();
        calls(5_000, Outcome.SUCCESS);
        long old = untimed();

        // when
        window.forget(recorded.clock.nanos());
        end(old, Outcome.SUCCESS);
        pass(ofMillis(300));
        calls(10, Outcome.SUCCESS);

        // then
        assertThat(window.isSampled())
                .as("what began before must be told apart")
                .isFalse();
        assertThat(recorded.last(ofSeconds(10)).calls()).isEqualTo(10);
        assertThat(window.total(Outcome.SUCCESS)).isEqualTo(BUSY + 5_000 + 1 + 10);
    }

    @Test
    void nothing_is_lost_when_the_loop_stands_still_for_minutes() {
        busy();
        calls(5_000, Outcome.SUCCESS);

        recorded.clock.advance(ofSeconds(300));
        calls(1_000, Outcome.SUCCESS);
        pass(ofSeconds(1));

        assertThat(window.total(Outcome.SUCCESS)).isEqualTo(BUSY + 6_000);
        assertThat(window.counted()).isEqualTo(BUSY + 6_000);
        assertThat(window.inFlightTotal()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_percentile_of_the_sample_is_the_percentile_of_a_share_that_is_a_little_off(long seed) {
        // given 200,000 calls in 5 s of a log-normal service, of which one in a thousand is 60 times as slow
        busy();
        Random random = new Random(seed);
        double[] took = new double[200_000];
        for (int i = 0; i < took.length; i++) {
            took[i] = Math.exp(random.nextGaussian()) * 1e6 * (random.nextInt(1_000) == 0 ? 60 : 1);
            long token = enter();
            endAt(token, Outcome.SUCCESS, recorded.clock.nanos() + (long) took[i]);
            if (i % 20_000 == 19_999) {
                pass(ofMillis(500));
            }
        }
        Arrays.sort(took);

        // then each percentile lies between those of the shares three standard errors either way, give or take a bucket
        CallStats stats = recorded.last(ofMillis(4_900));
        assertThat(stats.calls()).isEqualTo(200_000);
        double samples = 200_000 / 64.0;
        for (double quantile : new double[] {0.1, 0.5, 0.9, 0.99}) {
            double error = 3 * Math.sqrt(quantile * (1 - quantile) / samples);
            double lowest = took[(int) ((quantile - error) * took.length)];
            double highest = took[(int) (Math.min(0.99999, quantile + error) * took.length)];
            assertThat((double) stats.percentile(quantile).orElseThrow().toNanos())
                    .as("percentile %s, exactly %s", quantile, took[(int) (quantile * took.length)])
                    .isBetween(lowest * 0.9375, highest * 1.0625);
        }
        long slow = Arrays.stream(took)
                .filter(nanos -> nanos >= SlicedWindow.ALWAYS_SEEN)
                .count();
        assertThat(stats.slowerThan(ofNanos(SlicedWindow.ALWAYS_SEEN))).isEqualTo(slow);
        double aboveThree = Arrays.stream(took).filter(nanos -> nanos >= 3e6).count();
        assertThat((double) stats.slowerThan(ofMillis(3))).isCloseTo(aboveThree, withinPercentage(15));
    }

    @Test
    void what_was_timed_in_one_slice_says_nothing_of_the_calls_of_another() {
        // given half a second of slow calls, all of them timed, and then far more quick ones, of which a sample is
        for (int i = 0; i < 10_000; i++) {
            endAt(
                    enter(),
                    Outcome.SUCCESS,
                    recorded.clock.nanos() + ofMillis(10).toNanos());
        }
        pass(ofMillis(500));
        assertThat(window.isSampled()).isTrue();
        for (int i = 0; i < 190_000; i++) {
            endAt(enter(), Outcome.SUCCESS, recorded.clock.nanos() + ofMillis(1).toNanos());
        }
        pass(ofMillis(500));

        // then
        CallStats stats = recorded.last(ofSeconds(10));
        assertThat(stats.percentile(0.5).orElseThrow()).isLessThan(ofMillis(2));
        assertThat((double) stats.slowerThan(ofMillis(8))).isCloseTo(10_000, withinPercentage(1));
    }

    @Test
    void a_target_that_goes_quiet_needs_no_coarse_clock_any_more() {
        busy();
        pass(ofMillis(500));

        assertThat(window.isSampled()).isFalse();
    }

    @Test
    void where_every_call_fails_some_are_timed_all_the_same() {
        busy();
        pass(ofMillis(10));
        for (int i = 0; i < 50_000; i++) {
            endAt(
                    enter(),
                    Outcome.FAILURE,
                    recorded.clock.nanos() + ofMillis(20).toNanos());
        }
        pass(ofMillis(490));

        CallStats stats = recorded.last(ofMillis(450));
        assertThat(stats.failures()).isEqualTo(50_000);
        assertThat(stats.slowerThan(ofMillis(15))).isEqualTo(50_000);
    }

    // -- calls as a guard makes them

    private void busy() {
        calls(BUSY, Outcome.SUCCESS);
        pass(ofMillis(500));
        assertThat(window.isSampled()).isTrue();
    }

    private void calls(int count, Outcome outcome) {
        for (int i = 0; i < count; i++) {
            end(enter(), outcome);
        }
    }

    private long enter() {
        long token = window.begin(recorded.clock);
        timed += (int) (token & SignalWindow.TIMED);
        return token;
    }

    private long untimed() {
        long token = enter();
        while ((token & 1) != 0) {
            end(token, Outcome.SUCCESS);
            token = enter();
        }
        return token;
    }

    private void end(long token, Outcome outcome) {
        endAt(token, outcome, recorded.clock.nanos());
    }

    private void endAt(long token, Outcome outcome, long now) {
        long start = token & ~1;
        if ((token & 1) != 0 || now - start >= SlicedWindow.ALWAYS_SEEN) {
            window.ended(outcome, start, now);
        } else {
            window.endedUntimed(outcome, start, now);
        }
    }

    private void pass(Duration time) {
        recorded.clock.advance(time);
        window.rotate(recorded.clock.nanos(), true);
    }
}
