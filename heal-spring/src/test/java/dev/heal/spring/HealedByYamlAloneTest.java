package dev.heal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.Heal;
import dev.heal.resource.RestartablePool;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

@DisplayName("An application of Spring Boot heals a dead pool by its application.yml alone")
@Timeout(120)
class HealedByYamlAloneTest extends ShopBehindAFreezingLink {

    @Test
    void every_connection_hangs_on_a_link_that_has_frozen_half_open() {
        try (ConfigurableApplicationContext shop = start()) {
            Heal heal = shop.getBean(Heal.class);
            assertThat(shop.getBean(DataSource.class)).isInstanceOf(RestartablePool.class);
            visit(shop.getBean(Inventory.class)::find);

            freeze();

            awaitHealed(heal);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .as("the application takes heal's threads along")
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("heal-loop-"));
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(Shop.class)
                .properties("spring.config.name=shop", databasePort())
                .run();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Shop {
        @Bean
        Inventory inventory(JdbcTemplate jdbc) {
            return new Inventory(jdbc);
        }
    }

    static class Inventory {
        private final JdbcTemplate jdbc;

        Inventory(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Healed(name = "inventory")
        public void find() {
            jdbc.execute("select pg_sleep(0.01)");
        }
    }
}
