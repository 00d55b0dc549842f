package dev.heal.signal;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Calls in flight, by age: a call that hangs is seen while it hangs. */
class InFlightTest {

    private static final Duration SLOT = Duration.ofNanos(1L << 28);

    private final ManualClock clock = new ManualClock();
    private final InFlight inFlight = new InFlight(clock.nanos());

    @Test
    void with_no_call_in_flight_there_is_no_oldest() {
        assertThat(view().total()).isZero();
        assertThat(view().oldest()).isEmpty();
        assertThat(view().olderThan(Duration.ZERO)).isZero();
    }

    @Test
    void a_hung_call_is_seen_while_it_hangs_and_grows_older() {
        start();
        pass(ofSeconds(3));
        start();

        assertThat(view().total()).isEqualTo(2);
        assertThat(view().olderThan(ofSeconds(2))).isEqualTo(1);
        assertThat(view().oldest())
                .hasValueSatisfying(
                        age -> assertThat(age).isBetween(ofSeconds(3).minus(SLOT), ofSeconds(3)));
        pass(ofSeconds(7));
        assertThat(view().olderThan(ofSeconds(9))).isEqualTo(1);
    }

    @Test
    void a_call_that_has_ended_is_in_flight_no_more() {
        long hung = start();
        pass(ofSeconds(5));

        inFlight.ended(hung, clock.nanos());

        assertThat(view().total()).isZero();
        assertThat(view().oldest()).isEmpty();
    }

    @Test
    void an_age_is_never_overstated_and_at_most_a_slot_understated() {
        // given calls that start at odd moments, each alone in its own flight
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            ManualClock ours = new ManualClock();
            InFlight flight = new InFlight(ours.nanos());
            ours.advance(Duration.ofNanos(random.nextInt(2_000_000_000)));
            long started = ours.nanos();
            flight.started(started);

            ours.advance(Duration.ofNanos(random.nextLong(60_000_000_000L)));
            Duration age = Duration.ofNanos(ours.nanos() - started);

            InFlightView view = flight.view(ours.nanos());
            assertThat(view.oldest().orElseThrow()).isBetween(atLeastNone(age.minus(SLOT)), age);
            assertThat(view.olderThan(age.plusNanos(1))).isZero();
            assertThat(view.olderThan(atLeastNone(age.minus(SLOT)))).isEqualTo(1);
        }
    }

    @Test
    void calls_older_than_the_ring_are_still_the_oldest() {
        long hung = start();
        pass(ofMinutes(10));
        start();

        assertThat(view().total()).isEqualTo(2);
        assertThat(view().oldest().orElseThrow()).isBetween(ofSeconds(60), ofSeconds(68));
        assertThat(view().olderThan(ofSeconds(60))).isEqualTo(1);

        inFlight.ended(hung, clock.nanos());
        assertThat(view().total()).isEqualTo(1);
        assertThat(view().oldest()).contains(Duration.ZERO);
    }

    @Test
    void of_calls_older_than_the_ring_no_more_is_said_than_is_known() {
        start();
        pass(ofSeconds(70));

        assertThat(view().olderThan(InFlightView.LONGEST)).isEqualTo(1);
        assertThat(view().olderThan(ofMinutes(5))).isZero();
    }

    @Test
    void a_sampler_that_was_away_for_long_leaves_the_total_exact_and_no_ghosts() {
        // given calls older than the ring, and some that start while no sampler comes by
        Deque<Long> hung = new ArrayDeque<>();
        for (int i = 0; i < 40; i++) {
            hung.add(start());
            pass(ofMillis(900));
        }
        pass(ofSeconds(60));
        for (int i = 0; i < 10; i++) {
            clock.advance(ofSeconds(3));
            hung.add(start());
        }
        inFlight.advance(clock.nanos());
        assertThat(view().total()).isEqualTo(50);
        assertThat(inFlight.total()).isEqualTo(50);

        // when they end one by one
        while (!hung.isEmpty()) {
            inFlight.ended(hung.removeFirst(), clock.nanos());
            assertThat(inFlight.total()).isEqualTo(hung.size());
            assertThat(view().total()).isEqualTo(hung.size());
        }

        // then nothing is left
        assertThat(view().oldest()).isEmpty();
        assertThat(view().olderThan(Duration.ZERO)).isZero();
    }

    @Test
    void a_sampler_that_read_the_clock_a_while_ago_takes_no_new_call_for_an_old_one() {
        pass(ofSeconds(10));
        long read = clock.nanos();
        clock.advance(ofSeconds(1));
        start();

        inFlight.advance(read);

        assertThat(view().oldest()).contains(Duration.ZERO);
    }

    @Test
    void a_call_that_ends_just_when_its_slot_was_moved_is_put_right_at_once_or_a_round_later() {
        // given a call whose end was timed a moment before its slot was moved, and counted a moment after
        long started = start();
        Duration moved = SLOT.multipliedBy(248);
        pass(moved.minusNanos(1));
        long ended = clock.nanos();
        pass(Duration.ofNanos(1));
        inFlight.ended(started, ended);

        assertThat(inFlight.total()).isZero();
        pass(SLOT.multipliedBy(256));
        assertThat(inFlight.total()).isZero();
        assertThat(view().total()).isZero();
        assertThat(view().oldest()).isEmpty();

        // and new calls are told apart from it
        start();
        assertThat(view().oldest()).contains(Duration.ZERO);
    }

    @Test
    void many_rounds_of_calls_of_all_ages_leave_nothing_behind() {
        Random random = new Random(11);
        Deque<Long> open = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(3) > 0) {
                open.add(start());
            } else if (!open.isEmpty()) {
                inFlight.ended(random.nextBoolean() ? open.removeFirst() : open.removeLast(), clock.nanos());
            }
            pass(ofMillis(random.nextInt(60)));
            if (i % 100 == 0) {
                assertThat(inFlight.total()).isEqualTo(open.size());
                assertThat(view().total()).isEqualTo(open.size());
            }
        }
        open.forEach(started -> inFlight.ended(started, clock.nanos()));
        assertThat(inFlight.total()).isZero();
        assertThat(view().total()).isZero();
    }

    private long start() {
        long now = clock.nanos();
        inFlight.started(now);
        return now;
    }

    /** Time passes, and a sampler comes by as it does every tick. */
    private void pass(Duration time) {
        Duration tick = ofMillis(250);
        Duration left = time;
        while (!left.isZero()) {
            Duration step = left.compareTo(tick) < 0 ? left : tick;
            clock.advance(step);
            inFlight.advance(clock.nanos());
            left = left.minus(step);
        }
    }

    private InFlightView view() {
        return inFlight.view(clock.nanos());
    }

    private static Duration atLeastNone(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
