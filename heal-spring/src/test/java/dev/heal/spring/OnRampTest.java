package dev.heal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.heal.Heal;
import dev.heal.spring.shop.ShopWithoutHeal;
import dev.heal.spring.shop.ShopWithoutHeal.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
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
class OnRampTest extends ShopBehindAFreezingLink {

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

            freeze();

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

            freeze();

            awaitHealed(heal);
        }
    }

    private ConfigurableApplicationContext start(String files) {
        return new SpringApplicationBuilder(ShopWithoutHeal.class)
                .properties("spring.config.name=" + files, databasePort())
                .run();
    }

    /** Until the pool has all its connections: one that is opened after the fault would work. */
    private void visit(ConfigurableApplicationContext shop) throws SQLException {
        Inventory inventory = shop.getBean(Inventory.class);
        HikariDataSource pool = shop.getBean(DataSource.class).unwrap(HikariDataSource.class);
        visit(inventory::find);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> pool.getHikariPoolMXBean().getTotalConnections() == 10);
    }
}
