package dev.heal.examples.shop;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.Optional;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;

/** The inventory behind the circuit breaker {@code inventory}: what most shops have. */
@Service
@Profile("!healed")
class BreakerInventory implements Inventory {

    private final ItemTable items;
    private final CircuitBreaker breaker;

    BreakerInventory(ItemTable items, CircuitBreakerRegistry breakers) {
        this.items = items;
        this.breaker = breakers.circuitBreaker("inventory");
    }

    @Override
    public Optional<Item> find(long id) {
        return breaker.executeSupplier(() -> items.find(id));
    }
}
