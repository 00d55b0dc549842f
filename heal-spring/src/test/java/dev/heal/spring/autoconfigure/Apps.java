package dev.heal.spring.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import dev.heal.spring.binding.Yaml;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applications to start: an application.yml and beans. */
public final class Apps {

    public static final String YAML = """
            heal:
              policies:
                jdbc:
                  detectors:
                    stalled: { pool-stalled: { oldest-borrow: 2s } }
                  steps:
                    restart: { do: { restart-pool: {} }, verify: { probe: jdbc } }
              targets:
                inventory: { policy: jdbc, resource: inventoryPool }
            """;

    private Apps() {}

    public static ApplicationContextRunner with(String yaml, Class<?>... configurations) {
        return new ApplicationContextRunner()
                .withInitializer(context -> Yaml.load("application.yml", yaml)
                        .forEach(context.getEnvironment().getPropertySources()::addLast))
                .withConfiguration(AutoConfigurations.of(HealedAutoConfiguration.class, HealAutoConfiguration.class))
                .withUserConfiguration(configurations);
    }

    /** Two pools, neither of which opens a connection before somebody asks for one. */
    @Configuration(proxyBeanMethods = false)
    public static class TwoPools {

        @Bean
        HikariDataSource inventoryPool() {
            return pool("inventory");
        }

        @Bean
        HikariDataSource ordersPool() {
            return pool("orders");
        }

        private static HikariDataSource pool(String name) {
            HikariDataSource pool = new HikariDataSource();
            pool.setPoolName(name);
            pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/" + name);
            return pool;
        }
    }
}
