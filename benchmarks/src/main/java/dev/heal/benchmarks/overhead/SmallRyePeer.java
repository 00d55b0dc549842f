package dev.heal.benchmarks.overhead;

import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.temporal.ChronoUnit;

/** SmallRye Fault Tolerance without a container: a circuit breaker that opens when all of the last 100 calls have failed. */
final class SmallRyePeer extends Contestant {

    private static final int WINDOW = 100;

    private final String name = "smallrye-" + Resilience4j.name();
    private final TypedGuard<Object> guard = TypedGuard.create(Object.class)
            .withCircuitBreaker()
            .name(name)
            .requestVolumeThreshold(WINDOW)
            .failureRatio(1)
            .delay(1, ChronoUnit.HOURS)
            .done()
            .build();

    @Override
    Object call(Body body) {
        return guard.get(body);
    }

    @Override
    void open() {
        Body failing = new Body.Failing();
        for (int i = 0; i < WINDOW && state() == CircuitBreakerState.CLOSED; i++) {
            try {
                call(failing);
            } catch (Body.Planned counted) {
                // That is what opens it.
            }
        }
        require(state() == CircuitBreakerState.OPEN, state());
    }

    /** It tells no counts; that it counts is shown by opening it. */
    @Override
    void prove(Path path) {
        if (path == Path.REJECTED) {
            require(state() == CircuitBreakerState.OPEN, state());
        } else {
            require(state() == CircuitBreakerState.CLOSED, state());
            open();
        }
    }

    private CircuitBreakerState state() {
        return CircuitBreakerMaintenance.get().currentState(name);
    }
}
