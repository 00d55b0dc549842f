package dev.heal.guard;

import dev.heal.signal.Outcome;
import dev.heal.signal.SlicedWindow;
import dev.heal.time.ManualClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A guard around an application's own breaker, on a clock that is moved by hand. */
public final class Guarded {

    static final int TRIALS = 3;

    final ManualClock clock = new ManualClock();
    final SlicedWindow window = new SlicedWindow(Duration.ofMillis(500), clock.nanos());
    public final CircuitBreaker breaker;
    public final Guard guard;

    public Guarded() {
        this(config -> config);
    }

    /** A breaker that trips after 10 calls, and takes three trial calls; {@code more} says what else. */
    Guarded(UnaryOperator<CircuitBreakerConfig.Builder> more) {
        CircuitBreakerConfig config = more.apply(CircuitBreakerConfig.custom()
                        .slidingWindowSize(10)
                        .minimumNumberOfCalls(10)
                        .permittedNumberOfCallsInHalfOpenState(TRIALS))
                .build();
        breaker = CircuitBreaker.of("inventory", config);
        guard = new Guard("inventory", Breaker.attached(breaker), window, clock);
    }

    static Guarded halfOpen() {
        return halfOpen(config -> config);
    }

    static Guarded halfOpen(UnaryOperator<CircuitBreakerConfig.Builder> more) {
        Guarded guarded = new Guarded(more);
        guarded.breaker.transitionToOpenState();
        guarded.breaker.transitionToHalfOpenState();
        return guarded;
    }

    CircuitBreaker.State state() {
        return breaker.getState();
    }

    public long total(Outcome outcome) {
        return window.total(outcome);
    }

    public long inFlight() {
        return window.inFlightTotal();
    }

    /** How many more calls the breaker would let in now, up to 100. */
    int permits() {
        int permits = 0;
        while (permits < 100 && breaker.tryAcquirePermission()) {
            permits++;
        }
        for (int i = 0; i < permits; i++) {
            breaker.releasePermission();
        }
        return permits;
    }
}
