package dev.heal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.signal.Gauge;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How long the breaker has been in its state, seen by looking at it again and again. */
class BreakerAgeTest {

    private final Guarded guarded = new Guarded();
    private final BreakerAge age = new BreakerAge(guarded.guard.breaker(), guarded.clock);

    @Test
    void a_closed_breaker_is_neither_open_nor_half_open_for_any_time() {
        pass(Duration.ofHours(1));

        assertThat(read()).containsOnly(Map.entry("breaker.open-for", 0.0), Map.entry("breaker.half-open-for", 0.0));
    }

    @Test
    void time_counts_from_the_first_look_that_sees_the_state() {
        guarded.breaker.transitionToOpenState();
        read();
        pass(Duration.ofSeconds(90));
        assertThat(read()).containsEntry("breaker.open-for", 90.0).containsEntry("breaker.half-open-for", 0.0);

        guarded.breaker.transitionToHalfOpenState();
        read();
        pass(Duration.ofSeconds(30));
        assertThat(read()).containsEntry("breaker.open-for", 0.0).containsEntry("breaker.half-open-for", 30.0);
    }

    @Test
    void a_wall_clock_that_jumps_makes_no_state_older() {
        guarded.breaker.transitionToOpenState();
        read();

        guarded.clock.jumpWallClock(Duration.ofHours(5));

        assertThat(read()).containsEntry("breaker.open-for", 0.0);
    }

    @Test
    void a_state_that_comes_back_is_young_again() {
        guarded.breaker.transitionToOpenState();
        read();
        pass(Duration.ofMinutes(5));
        guarded.breaker.transitionToClosedState();
        read();

        guarded.breaker.transitionToOpenState();
        read();
        pass(Duration.ofSeconds(2));

        assertThat(read()).containsEntry("breaker.open-for", 2.0);
    }

    private void pass(Duration time) {
        guarded.clock.advance(time);
    }

    private Map<String, Double> read() {
        return age.gauges().stream()
                .collect(Collectors.toMap(Gauge::name, gauge -> gauge.reading().getAsDouble()));
    }
}
