package dev.heal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.signal.Outcome;
import dev.heal.signal.SignalWindow;
import dev.heal.time.Clock;
import dev.heal.time.ManualClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A call through a guard that cannot count")
class BrokenWindowTest {

    private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("inventory");
    private final Guard guard = new Guard("inventory", Breaker.attached(breaker), new NoMemory(), new ManualClock());

    @Test
    void endsAsItWouldWithoutHealAndKeepsNoPermit() {
        assertThat(guard.call(() -> "book")).isEqualTo("book");
        assertThatThrownBy(() -> guard.run(() -> {
                    throw new IllegalStateException("the target's own");
                }))
                .hasMessage("the target's own");
        guard.ignored(guard.enter());

        assertThat(breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
    }

    static final class NoMemory implements SignalWindow {
        @Override
        public long begin(Clock clock) {
            throw new OutOfMemoryError("no stripe");
        }

        @Override
        public void started(long startNanos) {
            throw new OutOfMemoryError("no stripe");
        }

        @Override
        public void ended(Outcome outcome, long startNanos, long nowNanos, long latencyNanos) {
            throw new OutOfMemoryError("no stripe");
        }

        @Override
        public void endedUntimed(Outcome outcome, long startNanos, long nowNanos) {
            throw new OutOfMemoryError("no stripe");
        }

        @Override
        public void endedAbout(Outcome outcome, long durationNanos, long nowNanos) {
            throw new OutOfMemoryError("no stripe");
        }

        @Override
        public void rejected() {
            throw new OutOfMemoryError("no stripe");
        }
    }
}
