package dev.heal.signal;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Calls in flight whose ending tells only how long they took, by another's clock")
class EstimatedStartTest {

    private static final Duration SLOT = Duration.ofNanos(1L << 28);

    private final ManualClock clock = new ManualClock();
    private final InFlight inFlight = new InFlight(clock.nanos());

    @Test
    void of_a_call_measured_in_the_slot_after_its_start_nothing_is_left() {
        clock.advance(SLOT.minusNanos(1));
        inFlight.started(clock.nanos());
        clock.advance(Duration.ofNanos(50));
        long measuredFrom = clock.nanos();
        pass(ofSeconds(3));

        ended(clock.nanos() - measuredFrom);

        assertThat(inFlight.total()).isZero();
        assertThat(view().oldest()).isEmpty();
    }

    @Test
    void a_hung_call_stays_visible_among_short_ones() {
        inFlight.started(clock.nanos());
        for (int i = 0; i < 1_000; i++) {
            pass(ofMillis(5));
            inFlight.started(clock.nanos());
            pass(ofMillis(2));
            ended(ofMillis(2).toNanos());
        }

        assertThat(view().total()).isEqualTo(1);
        assertThat(view().oldest().orElseThrow()).isBetween(ofSeconds(7).minus(SLOT), ofSeconds(7));
    }

    @Test
    void a_call_longer_than_the_ring_leaves_nothing() {
        inFlight.started(clock.nanos());
        pass(Duration.ofMinutes(5));

        ended(Duration.ofMinutes(5).toNanos());

        assertThat(inFlight.total()).isZero();
        assertThat(view().oldest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 65_000, 66_000, 67_000, 68_000, 69_000, 600_000})
    void a_call_that_ends_while_no_sampler_comes_by_leaves_nothing(long millis) {
        inFlight.started(clock.nanos());
        clock.advance(ofMillis(millis));

        ended(ofMillis(millis).toNanos());
        assertThat(inFlight.total()).isZero();

        pass(ofSeconds(70));
        assertThat(inFlight.total()).isZero();
        assertThat(view().oldest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1_000_000_000_000L})
    void whatever_duration_somebody_comes_up_with_one_call_is_taken(long wrong) {
        pass(ofSeconds(10));
        inFlight.started(clock.nanos());
        pass(ofSeconds(2));

        ended(wrong);

        assertThat(inFlight.total()).isZero();
        assertThat(view().oldest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1_000_000})
    void an_ending_that_nobody_announced_takes_nothing(long duration) {
        ended(duration);
        assertThat(inFlight.total()).isZero();

        inFlight.started(clock.nanos());
        assertThat(inFlight.total()).as("a later call is not hidden by it").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_total_is_exact_and_ages_are_wrong_by_a_slot_at_most(long seed) {
        // given calls of all lengths, at most one of which was begun to be measured in the slot after its start
        Random random = new Random(seed);
        List<Long> open = new ArrayList<>();
        int late = 0;
        for (int i = 0; i < 5_000; i++) {
            if (random.nextInt(5) > 1) {
                open.add(clock.nanos());
                inFlight.started(clock.nanos());
            } else if (!open.isEmpty()) {
                long started = open.remove(random.nextInt(open.size()));
                boolean mayBeLate = late == 0 && i > 1_000;
                long measuredFrom = mayBeLate ? Math.min(clock.nanos(), started + SLOT.toNanos() / 2) : started;
                late += number(measuredFrom) == number(started) ? 0 : 1;
                ended(clock.nanos() - measuredFrom);
            } else {
                ended(random.nextLong());
            }
            pass(Duration.ofNanos(random.nextInt(40_000_000)));

            // then as many are in flight as are, and of each one's age no more than a slot is wrong
            assertThat(inFlight.total()).isEqualTo(open.size());
            if (i % 50 == 0) {
                assertThat(view().total()).isEqualTo(open.size());
                for (Duration age = Duration.ZERO; age.compareTo(ofSeconds(60)) < 0; age = age.plus(ofMillis(730))) {
                    assertThat(view().olderThan(age))
                            .isBetween(olderThan(open, age.plus(SLOT)), olderThan(open, age.minus(SLOT)));
                }
            }
        }
        assertThat(late).isEqualTo(1);

        // and in the end nothing is left
        while (!open.isEmpty()) {
            ended(clock.nanos() - open.remove(0));
        }
        assertThat(inFlight.total()).isZero();
        assertThat(view().oldest()).isEmpty();
        assertThat(view().olderThan(Duration.ZERO)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void wrong_durations_never_make_the_total_wrong(long seed) {
        Random random = new Random(seed);
        long open = 0;
        for (int i = 0; i < 20_000; i++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    inFlight.started(clock.nanos());
                    open++;
                }
                default -> {
                    ended(random.nextBoolean() ? random.nextLong() : random.nextInt(2_000_000_000) - 1_000_000_000L);
                    open = Math.max(0, open - 1);
                }
            }
            pass(ofMillis(random.nextInt(30)));
            assertThat(inFlight.total()).isEqualTo(open);
        }
    }

    @Test
    void two_that_end_at_once_and_take_the_same_call_leave_no_ghost() {
        // given a call in a slot and one in the next, both measured from there on
        pass(SLOT.multipliedBy(3));
        long first = clock.nanos();
        inFlight.started(first);
        pass(SLOT);
        long second = clock.nanos();
        inFlight.started(second);
        pass(ofSeconds(5));

        // when both threads have seen the second one before either takes it, which is what happens here by hand
        inFlight.ended(second, clock.nanos());
        inFlight.ended(second, clock.nanos());

        // then no call is seen
        assertThat(inFlight.total()).isZero();
        assertThat(view().olderThan(ofSeconds(2))).isZero();
        assertThat(view().oldest()).isEmpty();
    }

    @Test
    void calls_that_ended_are_judged_by_what_they_took() {
        SlicedWindow window = new SlicedWindow(ofMillis(500), clock.nanos());
        window.keep(ofSeconds(10));
        clock.advance(ofSeconds(5));
        window.started(clock.nanos());
        window.started(clock.nanos());
        clock.advance(ofSeconds(2));

        window.endedAbout(Outcome.SUCCESS, ofSeconds(2).toNanos(), clock.nanos());
        window.endedAbout(Outcome.FAILURE, Long.MAX_VALUE, clock.nanos());

        CallStats stats = Snapshot.of(window, java.util.Map.of(), clock.nanos(), clock.now())
                .over(ofSeconds(10));
        assertThat(stats.failures()).isEqualTo(1);
        assertThat(stats.slowerThan(ofSeconds(1))).isEqualTo(2);
        assertThat(stats.slowerThan(ofSeconds(6)))
                .as("no call took longer than the window is old")
                .isEqualTo(1);
        assertThat(window.inFlightTotal()).isZero();
    }

    private void ended(long durationNanos) {
        long now = clock.nanos();
        inFlight.endedAbout(inFlight.believable(durationNanos, now), now);
    }

    private long olderThan(List<Long> open, Duration age) {
        return open.stream()
                .filter(started -> clock.nanos() - started >= age.toNanos())
                .count();
    }

    private static long number(long nanos) {
        return nanos >> 28;
    }

    /** Time passes, and a sampler comes by as it does every tick. */
    private void pass(Duration time) {
        Duration tick = ofMillis(250);
        for (Duration left = time; !left.isZero(); ) {
            Duration step = left.compareTo(tick) < 0 ? left : tick;
            clock.advance(step);
            inFlight.advance(clock.nanos());
            left = left.minus(step);
        }
    }

    private InFlightView view() {
        return inFlight.view(clock.nanos());
    }
}
