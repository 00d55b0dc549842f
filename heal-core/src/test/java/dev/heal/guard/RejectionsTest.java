package dev.heal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.time.ManualClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Calls that an open driven breaker keeps out")
class RejectionsTest {

    private final ManualClock clock = new ManualClock();
    private final CircuitBreaker within =
            CircuitBreaker.of("inventory", TwinBreakers.config(clock).build());
    private final Breaker breaker = Breaker.driven(within, clock);
    private final CircuitBreaker outside = breaker.circuitBreaker();

    @Test
    void areAllCountedThoughTheBreakerWithinIsAskedOnceAMillisecond() {
        within.transitionToOpenState();

        reject(1_000);
        clock.advance(Duration.ofMillis(1));
        reject(500);

        assertThat(outside.getMetrics().getNumberOfNotPermittedCalls()).isEqualTo(1_500);
        assertThat(within.getMetrics().getNumberOfNotPermittedCalls()).isEqualTo(2);
    }

    @Test
    void areLetInAtOnceWhenSomebodyClosesOrTriesTheBreaker() {
        within.transitionToOpenState();
        reject(10);

        within.transitionToHalfOpenState();
        assertThat(breaker.tryAcquire()).as("a trial call").isTrue();

        within.transitionToOpenState();
        reject(10);
        within.transitionToClosedState();
        assertThat(breaker.tryAcquire()).isTrue();
        assertThat(outside.getMetrics().getNumberOfNotPermittedCalls())
                .as("of the closed period")
                .isZero();
    }

    @Test
    void ofAHalfOpenOneAreAskedForEachTimeForItMayHaveAPermitAgain() {
        within.transitionToOpenState();
        within.transitionToHalfOpenState();
        int trials = 0;
        while (breaker.tryAcquire()) {
            trials++;
        }
        assertThat(trials).isPositive();

        within.releasePermission();

        assertThat(breaker.tryAcquire()).isTrue();
    }

    @Test
    void areToldToWhoeverListens() {
        AtomicInteger told = new AtomicInteger();
        outside.getEventPublisher().onCallNotPermitted(event -> told.incrementAndGet());
        within.transitionToOpenState();

        reject(7);

        assertThat(told).hasValue(7);
    }

    private void reject(int calls) {
        for (int i = 0; i < calls; i++) {
            assertThat(breaker.tryAcquire()).isFalse();
        }
    }
}
