package dev.heal.examples.regions.services;

import dev.heal.examples.regions.Item;
import dev.heal.examples.regions.Stock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.net.URI;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClient;

/** One service behind the circuit breaker {@code east}, all on the libraries' defaults: no time limit anywhere. */
@Service
@Profile("!healed & !well-configured")
class OneService implements Stock {

    private final Inventory inventory;
    private final CircuitBreaker breaker;

    OneService(@Value("${shop.inventory.east}") URI address, CircuitBreakerRegistry breakers) {
        this.inventory = new Inventory(RestClient.create(), address);
        this.breaker = breakers.circuitBreaker("east");
    }

    @Override
    public Optional<Item> find(long id) {
        return Optional.of(breaker.executeSupplier(() -> inventory.find(id)));
    }

    @Override
    public String order(long id) {
        return breaker.executeSupplier(() -> inventory.order(id));
    }
}
