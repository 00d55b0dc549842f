package dev.heal.examples.regions.databases;

import dev.heal.examples.regions.Item;
import dev.heal.examples.regions.Stock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;

/** One pool behind the circuit breaker {@code inventory}: what most shops have. Which servers it knows, its URL says. */
@Service
@Profile("!healed")
class BreakerStock implements Stock {

    private final Tables tables;
    private final CircuitBreaker breaker;

    BreakerStock(DataSource database, CircuitBreakerRegistry breakers) {
        this.tables = new Tables(database);
        this.breaker = breakers.circuitBreaker("inventory");
    }

    @Override
    public Optional<Item> find(long id) {
        return breaker.executeSupplier(() -> tables.find(id));
    }

    @Override
    public String order(long id) {
        return breaker.executeSupplier(() -> tables.order(id));
    }
}
