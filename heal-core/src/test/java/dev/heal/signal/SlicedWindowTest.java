package dev.heal.signal;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.REJECTED;
import static dev.heal.signal.Outcome.SUCCESS;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last while, in slices. */
class SlicedWindowTest {

    private final Recorded recorded = new Recorded();
    private final SlicedWindow window = recorded.window;

    @Test
    void a_span_holds_the_calls_that_ended_within_it_and_no_older_ones() {
        recorded.calls(5, FAILURE);
        recorded.pass(ofSeconds(4));
        recorded.calls(3, SUCCESS);
        recorded.pass(ofSeconds(1));

        assertThat(recorded.last(ofSeconds(2)).calls()).isEqualTo(3);
        assertThat(recorded.last(ofSeconds(2)).failures()).isZero();
        assertThat(recorded.last(ofSeconds(10)).calls()).isEqualTo(8);
        assertThat(recorded.last(ofSeconds(10)).failures()).isEqualTo(5);
    }

    @Test
    void a_call_counts_by_when_it_ended_not_by_when_it_started() {
        long started = recorded.clock.nanos();
        window.started(started);
        recorded.pass(ofSeconds(8));
        window.ended(FAILURE, started, recorded.clock.nanos());

        assertThat(recorded.last(ofSeconds(1)).failures()).isEqualTo(1);
    }

    @Test
    void calls_leave_the_window_a_slice_after_their_span_at_the_latest() {
        recorded.calls(4, SUCCESS);

        recorded.pass(ofSeconds(10));
        assertThat(recorded.last(ofSeconds(10)).calls()).isEqualTo(4);

        recorded.pass(ofMillis(750));
        assertThat(recorded.last(ofSeconds(10)).calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {600, 5_000, 60_000, 3_600_000})
    void a_late_sampler_loses_nothing_of_what_ended_since_it_last_came(long millisLate) {
        recorded.passWithLateSampler(ofMillis(millisLate));
        recorded.calls(20, FAILURE);

        recorded.passWithLateSampler(ofMillis(250));

        assertThat(recorded.last(ofSeconds(10)).failures()).isEqualTo(20);
    }

    @Test
    void the_first_calls_after_a_long_silence_stay_as_long_as_any_others() {
        // given traffic, and then none for an hour
        recorded.calls(1, SUCCESS);
        recorded.pass(ofHours(1));

        // when all at once calls fail
        recorded.calls(20, FAILURE);
        recorded.pass(ofSeconds(5));

        // then
        assertThat(recorded.last(ofSeconds(10)).failures()).isEqualTo(20);
        assertThat(recorded.last(ofSeconds(10)).calls()).isEqualTo(20);
        recorded.pass(ofSeconds(6));
        assertThat(recorded.last(ofSeconds(10)).calls()).isZero();
    }

    @Test
    void a_window_that_was_never_called_makes_no_slices() {
        List<Slice> before = window.slices(recorded.clock.nanos());

        recorded.pass(ofSeconds(60));

        assertThat(window.slices(recorded.clock.nanos())).isEqualTo(before).hasSize(1);
    }

    @Test
    void a_window_that_is_called_no_more_makes_no_more_slices() {
        recorded.calls(10, SUCCESS);
        recorded.pass(ofSeconds(30));
        List<Slice> left = window.slices(recorded.clock.nanos());

        recorded.pass(ofSeconds(60));

        assertThat(window.slices(recorded.clock.nanos())).isEqualTo(left).hasSize(1);
    }

    @Test
    void only_what_is_asked_for_is_kept() {
        for (int i = 0; i < 200; i++) {
            recorded.calls(1, SUCCESS);
            recorded.pass(ofMillis(500));
        }

        // 10 s are 20 slices; one more is being filled, and two wait for late threads
        assertThat(window.slices(recorded.clock.nanos())).hasSizeLessThanOrEqualTo(23);
    }

    @Test
    void after_forgetting_only_calls_that_start_from_then_on_are_judged() {
        // given calls, one of them still under way
        recorded.calls(10, FAILURE);
        recorded.pass(ofSeconds(2));
        long old = recorded.clock.nanos();
        window.started(old);
        recorded.pass(ofSeconds(1));

        // when
        window.forget(recorded.clock.nanos());
        window.ended(FAILURE, old, recorded.clock.nanos());
        recorded.pass(ofSeconds(1));
        recorded.calls(2, SUCCESS);

        // then
        CallStats judged = recorded.last(ofSeconds(10));
        assertThat(judged.failures()).isZero();
        assertThat(judged.calls()).isEqualTo(2);
        assertThat(judged.covered()).isEqualTo(ofSeconds(1));
        assertThat(judged.slowerThan(Duration.ZERO)).as("latencies").isEqualTo(2);
        assertThat(window.total(FAILURE)).as("totals stay").isEqualTo(11);
        assertThat(window.inFlightTotal()).isZero();
    }

    @Test
    void what_is_covered_grows_up_to_the_span() {
        recorded.pass(ofSeconds(4));
        assertThat(recorded.last(ofSeconds(10)).covered()).isEqualTo(ofSeconds(4));

        recorded.calls(1, SUCCESS);
        recorded.pass(ofSeconds(60));
        assertThat(recorded.last(ofSeconds(10)).covered()).isEqualTo(ofSeconds(10));
    }

    @Test
    void totals_lose_nothing_and_never_go_back_whatever_the_sampler_does() {
        Random random = new Random(3);
        long failures = 0;
        long rejected = 0;
        for (int i = 0; i < 2_000; i++) {
            int more = random.nextInt(4);
            recorded.calls(more, FAILURE);
            window.rejected();
            failures += more;
            rejected++;
            switch (random.nextInt(4)) {
                case 0 -> recorded.pass(ofMillis(250));
                case 1 -> recorded.passWithLateSampler(ofMillis(random.nextInt(30_000)));
                case 2 -> recorded.clock.advance(ofMillis(random.nextInt(2_000)));
                default -> window.forget(recorded.clock.nanos());
            }
            assertThat(window.total(FAILURE)).isEqualTo(failures);
            assertThat(window.total(REJECTED)).isEqualTo(rejected);
        }
    }
}
