package dev.heal.examples.shop;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Reads items from the database, through the pool and the circuit breaker {@code inventory}. */
@Service
class Inventory {

    /** The sleep stands for the join that a real shop does here; it keeps a connection busy for 30 ms. */
    private static final String FIND = "select id, name, stock from item, pg_sleep(0.03) where id = ?";

    private final JdbcClient jdbc;
    private final CircuitBreaker breaker;

    Inventory(JdbcClient jdbc, CircuitBreakerRegistry breakers) {
        this.jdbc = jdbc;
        this.breaker = breakers.circuitBreaker("inventory");
    }

    /** Blocks for as long as pool and driver let it. */
    Optional<Item> find(long id) {
        return breaker.executeSupplier(
                () -> jdbc.sql(FIND).param(id).query(Item.class).optional());
    }
}
