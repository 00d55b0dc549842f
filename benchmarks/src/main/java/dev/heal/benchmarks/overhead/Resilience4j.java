package dev.heal.benchmarks.overhead;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Resilience4j's circuit breaker, called as its documentation calls it. */
final class Resilience4j extends Contestant {

    /** As long as heal's detectors look back when nobody says otherwise. */
    private static final int WINDOW_SECONDS = 10;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final CircuitBreaker breaker;
    private final AutoCloseable beside;

    private Resilience4j(CircuitBreaker breaker, AutoCloseable beside) {
        this.breaker = breaker;
        this.beside = beside;
    }

    /** The reference: default settings, so a window of the last 100 calls. */
    static Contestant counted(Path path) {
        return alone(config(path).build());
    }

    /** A window as long as heal's. */
    static Contestant timed(Path path) {
        return alone(config(path)
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize(WINDOW_SECONDS)
                .build());
    }

    /** Without the lock around the window. */
    static Contestant lockFree(Path path) {
        return alone(config(path)
                .slidingWindowSynchronizationStrategy(SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .build());
    }

    /** Without the price of reading the system's clock. */
    static Contestant coarse(Path path) {
        CoarseClock clock = new CoarseClock();
        return new Resilience4j(
                CircuitBreaker.of(
                        name(),
                        config(path)
                                .currentTimestampFunction(unused -> clock.nanos(), TimeUnit.NANOSECONDS)
                                .build()),
                clock);
    }

    /** In a registry where others listen. */
    static Contestant deployed(Path path, Deployment deployment) {
        return new Resilience4j(deployment.breaker(name(), config(path).build()), deployment);
    }

    /** The settings that all breakers of Resilience4j's kind have on {@code path}: the defaults, as far as the path allows. */
    static CircuitBreakerConfig.Builder config(Path path) {
        return switch (path) {
            case SUCCESS, MANY, WORK -> CircuitBreakerConfig.custom();
            case FAILURE -> CircuitBreakerConfig.custom().failureRateThreshold(100);
            case REJECTED ->
                CircuitBreakerConfig.custom()
                        .waitDurationInOpenState(Duration.ofHours(1))
                        .writableStackTraceEnabled(false);
        };
    }

    static String name() {
        return "breaker-" + NUMBER.incrementAndGet();
    }

    private static Contestant alone(CircuitBreakerConfig config) {
        return new Resilience4j(CircuitBreaker.of(name(), config), () -> {});
    }

    @Override
    Object call(Body body) {
        return breaker.executeSupplier(body);
    }

    @Override
    void open() {
        breaker.transitionToOpenState();
    }

    @Override
    void prove(Path path) {
        prove(this, breaker, path);
    }

    /** Whether {@code breaker} has seen such calls and is in such a state as {@code path} says. */
    static void prove(Contestant contestant, CircuitBreaker breaker, Path path) {
        CircuitBreaker.Metrics metrics = breaker.getMetrics();
        CircuitBreaker.State state = breaker.getState();
        boolean closed = state == CircuitBreaker.State.CLOSED;
        boolean kept = switch (path) {
            case SUCCESS, MANY, WORK -> closed && metrics.getNumberOfSuccessfulCalls() > 0;
            case FAILURE -> closed && metrics.getNumberOfFailedCalls() > 0 && metrics.getNumberOfSuccessfulCalls() > 0;
            case REJECTED -> state == CircuitBreaker.State.OPEN && metrics.getNumberOfNotPermittedCalls() > 0;
        };
        contestant.require(
                kept,
                breaker.getName() + " " + state + " with " + metrics.getNumberOfSuccessfulCalls() + " good, "
                        + metrics.getNumberOfFailedCalls() + " failed and " + metrics.getNumberOfNotPermittedCalls()
                        + " rejected calls");
    }

    @Override
    void close() {
        try {
            beside.close();
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
