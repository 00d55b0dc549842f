package dev.heal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.heal.Heal;
import dev.heal.incident.Incident;
import dev.heal.incident.Resolution;
import dev.heal.spring.shop.ShopWithoutHeal;
import dev.heal.spring.shop.ShopWithoutHeal.Inventory;
import dev.heal.test.fault.Fault;
import dev.heal.test.fault.FaultProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@DisplayName("An application that uses @CircuitBreaker heals after a dependency and a few lines of YAML")
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class OnRampTest {

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
    void its_code_does_not_know_of_heal() throws IOException {
        String code = Files.readString(Path.of("src/test/java/dev/heal/spring/shop/ShopWithoutHeal.java"));

        assertThat(code).contains("@CircuitBreaker(name = \"inventory\")").doesNotContain("import dev.heal");
    }

    @Test
    void without_the_lines_it_does_not_come_back_from_a_link_that_has_frozen_half_open() throws SQLException {
        try (ConfigurableApplicationContext shop = start("onramp")) {
            assertThat(shop.getBeansOfType(Heal.class)).isEmpty();
            visit(shop);

            link.inject(Fault.halfOpen());

            // longer than heal takes from the fault to a verified recovery
            AtomicLong before = new AtomicLong();
            await().during(Duration.ofSeconds(12))
                    .atMost(Duration.ofSeconds(25))
                    .until(() -> before.getAndSet(served.get()) == served.get());
        }
    }

    @Test
    void with_the_lines_it_heals(CapturedOutput output) throws SQLException {
        try (ConfigurableApplicationContext shop = start("onramp,onramp-heal")) {
            Heal heal = shop.getBean(Heal.class);
            assertThat(output)
                    .containsOnlyOnce(
                            "calls through the circuit breaker inventory are recorded for the target inventory"
                                    + " (@CircuitBreaker needs no change)")
                    .doesNotContain("is not eligible for getting processed");
            visit(shop);

            link.inject(Fault.halfOpen());

            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            heal.incidents().stream().map(Incident::resolution).anyMatch(Resolution.HEALED::equals));
            long before = served.get();
            await().atMost(Duration.ofSeconds(5)).until(() -> served.get() > before + 100);
            assertThat(heal.incidents()).hasSize(1);
        }
    }

    private ConfigurableApplicationContext start(String files) {
        return new SpringApplicationBuilder(ShopWithoutHeal.class)
                .properties("spring.config.name=" + files, "shop.database.port=" + link.port())
                .run();
    }

    /** Until the pool has all its connections: one that is opened after the fault would work. */
    private void visit(ConfigurableApplicationContext shop) throws SQLException {
        Inventory inventory = shop.getBean(Inventory.class);
        HikariDataSource pool = shop.getBean(DataSource.class).unwrap(HikariDataSource.class);
        for (int i = 0; i < 20; i++) {
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
        await().atMost(Duration.ofSeconds(30))
                .until(() -> served.get() > 100 && pool.getHikariPoolMXBean().getTotalConnections() == 10);
    }
}
