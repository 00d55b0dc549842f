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

/**
 * What a careful team writes without heal: time limits, a circuit breaker for each service, and a read that fails in the
 * east is sent again to the west. Orders are never sent twice, and never to the west.
 */
@Service
@Profile("well-configured")
class HandMadeFailover implements Stock {

    private final Inventory east;
    private final Inventory west;
    private final CircuitBreaker eastBreaker;
    private final CircuitBreaker westBreaker;

    HandMadeFailover(
            @Value("${shop.inventory.east}") URI eastAddress,
            @Value("${shop.inventory.west}") URI westAddress,
            CircuitBreakerRegistry breakers) {
        RestClient client = Clients.withTimeouts();
        this.east = new Inventory(client, eastAddress);
        this.west = new Inventory(client, westAddress);
        this.eastBreaker = breakers.circuitBreaker("east");
        this.westBreaker = breakers.circuitBreaker("west");
    }

    @Override
    public Optional<Item> find(long id) {
        try {
            return Optional.of(eastBreaker.executeSupplier(() -> east.find(id)));
        } catch (RuntimeException failed) {
            return Optional.of(westBreaker.executeSupplier(() -> west.find(id)));
        }
    }

    @Override
    public String order(long id) {
        return eastBreaker.executeSupplier(() -> east.order(id));
    }
}
