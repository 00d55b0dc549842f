package dev.heal.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Every one of Resilience4j's primitives, passed on as it is. */
abstract class DelegatingBreaker implements CircuitBreaker {

    final CircuitBreaker delegate;

    DelegatingBreaker(CircuitBreaker delegate) {
        this.delegate = delegate;
    }

    @Override
    public boolean tryAcquirePermission() {
        return delegate.tryAcquirePermission();
    }

    @Override
    public void acquirePermission() {
        delegate.acquirePermission();
    }

    @Override
    public void releasePermission() {
        delegate.releasePermission();
    }

    @Override
    public void onError(long duration, TimeUnit unit, Throwable error) {
        delegate.onError(duration, unit, error);
    }

    @Override
    public void onSuccess(long duration, TimeUnit unit) {
        delegate.onSuccess(duration, unit);
    }

    @Override
    public void onResult(long duration, TimeUnit unit, @Nullable Object result) {
        delegate.onResult(duration, unit, result);
    }

    @Override
    public void reset() {
        delegate.reset();
    }

    @Override
    public void transitionToClosedState() {
        delegate.transitionToClosedState();
    }

    @Override
    public void transitionToOpenState() {
        delegate.transitionToOpenState();
    }

    @Override
    public void transitionToOpenStateFor(Duration duration) {
        delegate.transitionToOpenStateFor(duration);
    }

    @Override
    public void transitionToOpenStateUntil(Instant until) {
        delegate.transitionToOpenStateUntil(until);
    }

    @Override
    public void transitionToHalfOpenState() {
        delegate.transitionToHalfOpenState();
    }

    @Override
    public void transitionToDisabledState() {
        delegate.transitionToDisabledState();
    }

    @Override
    public void transitionToMetricsOnlyState() {
        delegate.transitionToMetricsOnlyState();
    }

    @Override
    public void transitionToForcedOpenState() {
        delegate.transitionToForcedOpenState();
    }

    @Override
    public String getName() {
        return delegate.getName();
    }

    @Override
    public State getState() {
        return delegate.getState();
    }

    @Override
    public CircuitBreakerConfig getCircuitBreakerConfig() {
        return delegate.getCircuitBreakerConfig();
    }

    @Override
    public Metrics getMetrics() {
        return delegate.getMetrics();
    }

    @Override
    public Map<String, String> getTags() {
        return delegate.getTags();
    }

    @Override
    public EventPublisher getEventPublisher() {
        return delegate.getEventPublisher();
    }

    @Override
    public long getCurrentTimestamp() {
        return delegate.getCurrentTimestamp();
    }

    @Override
    public TimeUnit getTimestampUnit() {
        return delegate.getTimestampUnit();
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
