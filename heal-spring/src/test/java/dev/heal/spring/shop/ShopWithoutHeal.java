package dev.heal.spring.shop;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application as somebody has written it who has never heard of heal. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ShopWithoutHeal {

    @Bean
    Inventory inventory(JdbcTemplate jdbc) {
        return new Inventory(jdbc);
    }

    public static class Inventory {
        private final JdbcTemplate jdbc;

        Inventory(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @CircuitBreaker(name = "inventory")
        public void find() {
            jdbc.execute("select pg_sleep(0.01)");
        }
    }
}
