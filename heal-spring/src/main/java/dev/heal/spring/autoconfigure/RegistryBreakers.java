package dev.heal.spring.autoconfigure;

import dev.heal.guard.Breaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/** The circuit breakers that the application owns: the one place that knows their registry. */
final class RegistryBreakers {

    private final ObjectProvider<CircuitBreakerRegistry> registry;

    RegistryBreakers(ObjectProvider<CircuitBreakerRegistry> registry) {
        this.registry = registry;
    }

    boolean isThere() {
        return registry.getIfAvailable() != null;
    }

    Optional<Breaker> find(String name) {
        CircuitBreakerRegistry known = registry.getIfAvailable();
        return known == null ? Optional.empty() : known.find(name).map(Breaker::attached);
    }

    List<String> names() {
        CircuitBreakerRegistry known = registry.getIfAvailable();
        return known == null
                ? List.of()
                : known.getAllCircuitBreakers().stream()
                        .map(CircuitBreaker::getName)
                        .sorted()
                        .toList();
    }
}
