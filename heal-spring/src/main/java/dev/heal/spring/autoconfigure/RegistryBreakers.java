package dev.heal.spring.autoconfigure;

import dev.heal.guard.Breaker;
import dev.heal.guard.Recorder;
import dev.heal.spring.breaker.RecordedBreakers;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/** The circuit breakers that the application owns, each as one thing however often it is asked for. */
final class RegistryBreakers {

    private final ObjectProvider<CircuitBreakerRegistry> registries;
    private final RecordedBreakers recorded;
    private final Map<String, Breaker> byName = new HashMap<>();

    RegistryBreakers(ObjectProvider<CircuitBreakerRegistry> registries, RecordedBreakers recorded) {
        this.registries = registries;
        this.recorded = recorded;
    }

    boolean isThere() {
        return registries.stream().findAny().isPresent();
    }

    Optional<Breaker> find(String name) {
        Optional<CircuitBreaker> found = registries
                .orderedStream()
                .flatMap(registry -> registry.find(name).stream())
                .findFirst();
        return found.map(breaker -> byName.computeIfAbsent(
                name,
                unused -> recorded.find(name).flatMap(Recorder::breaker).orElseGet(() -> Breaker.attached(breaker))));
    }

    List<String> names() {
        return registries.stream()
                .flatMap(registry -> registry.getAllCircuitBreakers().stream())
                .map(CircuitBreaker::getName)
                .distinct()
                .sorted()
                .toList();
    }
}
