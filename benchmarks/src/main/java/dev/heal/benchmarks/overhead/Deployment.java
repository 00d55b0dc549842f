package dev.heal.benchmarks.overhead;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.consumer.DefaultEventConsumerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** The registry that an application's breakers live in, with what listens there; its meters are scraped each second. */
final class Deployment implements AutoCloseable {

    /** What resilience4j-spring-boot4 keeps of each breaker's events when nobody says otherwise. */
    private static final int EVENT_BUFFER = 100;

    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Scrape scrape = new Scrape(meters);

    private Deployment() {
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    }

    /** With Micrometer's binder alone. */
    static Deployment metered() {
        return new Deployment();
    }

    /** With the binder and, on each breaker, the event buffer that Spring Boot's starter subscribes. */
    static Deployment likeBoot() {
        Deployment deployment = new Deployment();
        DefaultEventConsumerRegistry<CircuitBreakerEvent> buffers = new DefaultEventConsumerRegistry<>();
        deployment
                .breakers
                .getEventPublisher()
                .onEntryAdded(event -> subscribe(event.getAddedEntry(), buffers))
                .onEntryReplaced(event -> subscribe(event.getNewEntry(), buffers));
        return deployment;
    }

    private static void subscribe(CircuitBreaker breaker, DefaultEventConsumerRegistry<CircuitBreakerEvent> buffers) {
        breaker.getEventPublisher().onEvent(buffers.createEventConsumer(breaker.getName(), EVENT_BUFFER));
    }

    CircuitBreaker breaker(String name, CircuitBreakerConfig config) {
        return breakers.circuitBreaker(name, config);
    }

    CircuitBreakerRegistry breakers() {
        return breakers;
    }

    MeterRegistry meters() {
        return meters;
    }

    @Override
    public void close() {
        scrape.close();
        meters.close();
    }
}
