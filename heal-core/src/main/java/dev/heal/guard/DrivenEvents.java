package dev.heal.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.ResultRecordedAsFailureException;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnCallNotPermittedEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnErrorEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnFailureRateExceededEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnIgnoredErrorEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnResetEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnSlowCallRateExceededEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnSuccessEvent;
import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to a driven breaker. All consumers are Resilience4j's breaker's own, so those who asked before it was driven
 * are heard as well. Of the successes of a closed breaker only those are told who asked for successes by
 * {@link #onSuccess}: such an event costs an allocation a call, and who asks for everything, as Spring Boot's event buffer
 * does, would have each call pay for it.
 *
 * <p>A consumer that throws harms nobody, nor is it told: call threads do not log.
 */
final class DrivenEvents implements CircuitBreaker.EventPublisher {

    private final String name;
    private final CircuitBreaker.EventPublisher delegate;
    private final EventProcessor<CircuitBreakerEvent> consumers;
    /** Null as long as there is none, as with most: there may be thousands of breakers. */
    private volatile @Nullable CopyOnWriteArrayList<EventConsumer<CircuitBreakerOnSuccessEvent>> successes;

    DrivenEvents(String name, CircuitBreaker.EventPublisher delegate, EventProcessor<CircuitBreakerEvent> consumers) {
        this.name = name;
        this.delegate = delegate;
        this.consumers = consumers;
    }

    boolean tellsSuccesses() {
        return successes != null;
    }

    /** Whether anybody listens to anything. */
    boolean hasListeners() {
        return consumers.hasConsumers();
    }

    void success(long nanos) {
        List<EventConsumer<CircuitBreakerOnSuccessEvent>> told = successes;
        if (told == null) {
            return;
        }
        CircuitBreakerOnSuccessEvent event = new CircuitBreakerOnSuccessEvent(name, Duration.ofNanos(nanos));
        try {
            for (EventConsumer<CircuitBreakerOnSuccessEvent> consumer : told) {
                consumer.consumeEvent(event);
            }
        } catch (Throwable consumerFailed) {
            // As said above.
        }
    }

    void error(long nanos, Throwable error) {
        tell(() -> new CircuitBreakerOnErrorEvent(name, Duration.ofNanos(nanos), error));
    }

    /** The exception that stands for it is made for listeners only. */
    void badResult(long nanos, Object result) {
        tell(() -> new CircuitBreakerOnErrorEvent(
                name, Duration.ofNanos(nanos), new ResultRecordedAsFailureException(name, result)));
    }

    void ignoredError(long nanos, Throwable error) {
        tell(() -> new CircuitBreakerOnIgnoredErrorEvent(name, Duration.ofNanos(nanos), error));
    }

    void failureRateExceeded(float rate) {
        tell(() -> new CircuitBreakerOnFailureRateExceededEvent(name, rate));
    }

    void slowRateExceeded(float rate) {
        tell(() -> new CircuitBreakerOnSlowCallRateExceededEvent(name, rate));
    }

    private void tell(Supplier<CircuitBreakerEvent> event) {
        if (!consumers.hasConsumers()) {
            return;
        }
        try {
            consumers.processEvent(event.get());
        } catch (Throwable consumerFailed) {
            // As said above.
        }
    }

    @Override
    public CircuitBreaker.EventPublisher onSuccess(EventConsumer<CircuitBreakerOnSuccessEvent> consumer) {
        delegate.onSuccess(consumer);
        synchronized (this) {
            CopyOnWriteArrayList<EventConsumer<CircuitBreakerOnSuccessEvent>> all = successes;
            if (all == null) {
                successes = new CopyOnWriteArrayList<>(List.of(consumer));
            } else {
                all.addIfAbsent(consumer);
            }
        }
        return this;
    }

    @Override
    public CircuitBreaker.EventPublisher onError(EventConsumer<CircuitBreakerOnErrorEvent> consumer) {
        delegate.onError(consumer);
        return this;
    }

    @Override
    public CircuitBreaker.EventPublisher onStateTransition(
            EventConsumer<CircuitBreakerOnStateTransitionEvent> consumer) {
        delegate.onStateTransition(consumer);
        return this;
    }

    @Override
    public CircuitBreaker.EventPublisher onReset(EventConsumer<CircuitBreakerOnResetEvent> consumer) {
        delegate.onReset(consumer);
        return this;
    }

    @Override
    public CircuitBreaker.EventPublisher onIgnoredError(EventConsumer<CircuitBreakerOnIgnoredErrorEvent> consumer) {
        delegate.onIgnoredError(consumer);
        return this;
    }

    @Override
    public CircuitBreaker.EventPublisher onCallNotPermitted(
            EventConsumer<CircuitBreakerOnCallNotPermittedEvent> consumer) {
        delegate.onCallNotPermitted(consumer);
        return this;
    }

    @Override
    public CircuitBreaker.EventPublisher onFailureRateExceeded(
            EventConsumer<CircuitBreakerOnFailureRateExceededEvent> consumer) {
        delegate.onFailureRateExceeded(consumer);
        return this;
    }

    @Override
    public CircuitBreaker.EventPublisher onSlowCallRateExceeded(
            EventConsumer<CircuitBreakerOnSlowCallRateExceededEvent> consumer) {
        delegate.onSlowCallRateExceeded(consumer);
        return this;
    }

    @Override
    public void onEvent(EventConsumer<CircuitBreakerEvent> consumer) {
        delegate.onEvent(consumer);
    }
}
