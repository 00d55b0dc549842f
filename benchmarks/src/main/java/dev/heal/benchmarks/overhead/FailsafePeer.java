package dev.heal.benchmarks.overhead;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import java.time.Duration;

/** Failsafe with a circuit breaker that opens when all of the last 100 calls have failed. */
final class FailsafePeer extends Contestant {

    private final CircuitBreaker<Object> breaker = CircuitBreaker.builder()
            .withFailureThreshold(100, 100)
            .withDelay(Duration.ofHours(1))
            .build();
    private final FailsafeExecutor<Object> executor = Failsafe.with(breaker);

    @Override
    Object call(Body body) {
        return executor.get(body);
    }

    @Override
    void open() {
        breaker.open();
    }

    @Override
    void prove(Path path) {
        long good = breaker.getSuccessCount();
        long failed = breaker.getFailureCount();
        boolean kept = switch (path) {
            case REJECTED -> breaker.isOpen();
            case FAILURE -> breaker.isClosed() && good > 0 && failed > 0;
            case SUCCESS, MANY, WORK -> breaker.isClosed() && good > 0;
        };
        require(kept, breaker.getState() + " with " + good + " good and " + failed + " failed calls");
    }
}
