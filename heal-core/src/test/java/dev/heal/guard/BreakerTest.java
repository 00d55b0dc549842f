package dev.heal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.time.ManualClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Breakers that heal makes, and breakers that heal moves. */
class BreakerTest {

    private static final Duration OPEN_FOR = Duration.ofSeconds(60);

    private final ManualClock clock = new ManualClock();

    @ParameterizedTest
    @EnumSource(CircuitBreaker.State.class)
    void every_state_of_resilience4j_has_its_word_here(CircuitBreaker.State state) {
        assertThat(BreakerState.valueOf(state.name()).name()).isEqualTo(state.name());
    }

    @Test
    void a_breaker_that_heal_makes_is_open_for_as_long_as_heals_clock_says() {
        Guard guard = tripped();

        clock.advance(OPEN_FOR);
        assertThatThrownBy(guard::enter).isInstanceOf(CallRejectedException.class);

        // Once it has kept a call out it is asked again after a millisecond.
        clock.advance(Duration.ofMillis(1));
        guard.succeeded(guard.enter());
        assertThat(guard.breaker().state()).isEqualTo(BreakerState.HALF_OPEN);
    }

    @Test
    void a_wall_clock_that_jumps_back_does_not_stretch_open() {
        Guard guard = tripped();

        clock.jumpWallClock(Duration.ofHours(-1));
        clock.advance(OPEN_FOR.plusNanos(1));

        guard.succeeded(guard.enter());
        assertThat(guard.breaker().state()).isEqualTo(BreakerState.HALF_OPEN);
    }

    @Test
    void a_wall_clock_that_jumps_ahead_does_not_cut_open_short() {
        Guard guard = tripped();

        clock.jumpWallClock(Duration.ofDays(3_650));
        clock.advance(Duration.ofSeconds(1));

        assertThatThrownBy(guard::enter).isInstanceOf(CallRejectedException.class);
        assertThat(guard.breaker().state()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void trying_again_lets_trial_calls_through_an_open_breaker() {
        Guarded guarded = new Guarded();
        guarded.breaker.transitionToOpenState();

        guarded.guard.breaker().tryAgain();

        assertThat(guarded.guard.breaker().state()).isEqualTo(BreakerState.HALF_OPEN);
        assertThat(guarded.permits()).isEqualTo(Guarded.TRIALS);
    }

    @Test
    void trying_again_frees_a_breaker_that_is_half_open_and_has_lost_its_trial_calls() {
        // given trial calls that never end
        Guarded half = Guarded.halfOpen();
        for (int i = 0; i < Guarded.TRIALS; i++) {
            half.guard.enter();
        }
        assertThatThrownBy(half.guard::enter).isInstanceOf(CallRejectedException.class);

        // when
        half.guard.breaker().tryAgain();

        // then new ones are let in, and they decide
        for (int i = 0; i < Guarded.TRIALS; i++) {
            half.guard.run(() -> {});
        }
        assertThat(half.guard.breaker().state()).isEqualTo(BreakerState.CLOSED);
    }

    /** A guard around a breaker that heal has made, just opened by failures. */
    private Guard tripped() {
        Breaker breaker = Breaker.create("inventory", clock);
        Guard guard = new Guard("inventory", breaker, breaker.window().orElseThrow(), clock);
        for (int i = 0; i < 100; i++) {
            guard.failed(guard.enter(), new IOException("down"));
        }
        assertThat(guard.breaker().state()).isEqualTo(BreakerState.OPEN);
        return guard;
    }
}
