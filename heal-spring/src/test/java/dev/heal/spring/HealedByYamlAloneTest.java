package dev.heal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.Heal;
import dev.heal.incident.Incident;
import dev.heal.incident.Resolution;
import dev.heal.resource.RestartablePool;
import dev.heal.test.fault.Fault;
import dev.heal.test.fault.FaultProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
class HealedByYamlAloneTest {

    private EmbeddedPostgres database;
    private FaultProxy link;
    private final List<Thread> visitors = new ArrayList<>();
    private final AtomicLong served = new AtomicLong();

    @BeforeEach
    void startDatabase() throws IOException {
        database = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        link = FaultProxy.to("127.0.0.1", database.getPort());
    }

    @AfterEach
    void stop() throws IOException {
        visitors.forEach(Thread::interrupt);
        link.close();
        database.close();
    }

    @Test
    void every_connection_hangs_on_a_link_that_has_frozen_half_open() {
        try (ConfigurableApplicationContext shop = start()) {
            Heal heal = shop.getBean(Heal.class);
            assertThat(shop.getBean(DataSource.class)).isInstanceOf(RestartablePool.class);
            visit(shop.getBean(Inventory.class), 20);
            await().atMost(Duration.ofSeconds(20)).until(() -> served.get() > 100);

            link.inject(Fault.halfOpen());

            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            heal.incidents().stream().map(Incident::resolution).anyMatch(Resolution.HEALED::equals));
            long before = served.get();
            await().atMost(Duration.ofSeconds(5)).until(() -> served.get() > before + 100);
            assertThat(heal.incidents()).hasSize(1);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .as("the application takes heal's threads along")
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("heal-loop-"));
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(Shop.class)
                .properties("spring.config.name=shop", "shop.database.port=" + link.port())
                .run();
    }

    private void visit(Inventory inventory, int count) {
        for (int i = 0; i < count; i++) {
            Thread visitor = new Thread(
                    () -> {
                        while (!Thread.currentThread().isInterrupted()) {
                            try {
                                inventory.find();
                                served.incrementAndGet();
                            } catch (RuntimeException lost) {
                                Thread.onSpinWait();
                            }
                        }
                    },
                    "visitor-" + i);
            visitor.setDaemon(true);
            visitors.add(visitor);
            visitor.start();
        }
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
