package dev.heal.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.Heal;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.admission.Request;
import dev.heal.admission.ShedderSettings;
import dev.heal.spring.HealDetector;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

@DisplayName("One load shedder is shared by all that shed load")
class SharedShedderTest {

    private static final String SHOP = """
            heal:
              tick: 20ms
              mode: act
              targets:
                stock:
                  detectors: { sick: { stock-sick: {} } }
                  steps: { shed: { do: { shed-load: { keep: critical, for: %s } }, verify: { within: 1s, hold: 40ms } } }
                orders:
                  detectors: { sick: { orders-sick: {} } }
                  steps: { shed: { do: { shed-load: { keep: high, for: %s } }, verify: { within: 1s, hold: 40ms } } }
            """;

    private static final String REGIONS = """
            heal:
              tick: 20ms
              mode: act
              routers:
                inventory:
                  regions:
                    east: { url: "http://127.0.0.1:1/inventory" }
                    west: { url: "http://127.0.0.1:2/inventory" }
                  probe: { path: /health }
              targets:
                inventory:
                  router: inventory
                  steps: { shed: { do: { shed-load: { keep: high, for: 5m } }, when: [region-probe] } }
            """;

    /** Each is sick until its load is shed. */
    static class Shop {
        final LoadShedder web = LoadShedder.of("web", ShedderSettings.DEFAULT, Clock.system());
        volatile boolean isStockSick;
        volatile boolean areOrdersSick;

        @HealDetector("stock-sick")
        boolean stock() {
            isStockSick &= lets(Priority.HIGH);
            return isStockSick;
        }

        @HealDetector("orders-sick")
        boolean orders() {
            areOrdersSick &= lets(Priority.NORMAL);
            return areOrdersSick;
        }

        boolean lets(Priority priority) {
            try {
                web.leave(web.enter(Request.of(priority)));
                return true;
            } catch (LoadShedException turnedAway) {
                return false;
            }
        }

        List<Priority> letsIn() {
            return Priority.all().stream().filter(this::lets).toList();
        }
    }

    private static ApplicationContextRunner app(String yaml) {
        Shop shop = new Shop();
        return Apps.with(yaml)
                .withBean(Shop.class, () -> shop)
                .withBean("webLoadShedder", LoadShedder.class, () -> shop.web);
    }

    private static void until(Shop shop, Priority... classes) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(shop.letsIn()).containsExactly(classes));
    }

    private static boolean tells(ApplicationContext app, String target, String text) {
        return app.getBean(Heal.class).incidents().stream()
                .anyMatch(incident -> incident.target().equals(target)
                        && incident.events().stream()
                                .anyMatch(event -> event.text().contains(text)));
    }

    /** Orders first, so that the stricter one has to be heard over one that holds already. */
    private static Shop bothShed(ApplicationContext app) {
        Shop shop = app.getBean(Shop.class);
        shop.areOrdersSick = true;
        until(shop, Priority.CRITICAL, Priority.HIGH);
        shop.isStockSick = true;
        until(shop, Priority.CRITICAL);
        return shop;
    }

    @Test
    void the_strictest_of_two_targets_holds_and_the_other_one_after_it() {
        app(SHOP.formatted("2s", "5m")).run(app -> {
            Shop shop = bothShed(app);

            await().atMost(Duration.ofSeconds(20)).until(() -> tells(app, "stock", "its time to live was over"));

            until(shop, Priority.CRITICAL, Priority.HIGH);
            assertThat(tells(app, "orders", "its time to live was over")).isFalse();
        });
    }

    @Test
    void one_that_is_released_takes_nothing_from_the_stricter() {
        app(SHOP.formatted("5m", "2s")).run(app -> {
            Shop shop = bothShed(app);

            await().atMost(Duration.ofSeconds(20)).until(() -> tells(app, "orders", "its time to live was over"));

            assertThat(shop.letsIn()).containsExactly(Priority.CRITICAL);
            assertThat(tells(app, "stock", "its time to live was over")).isFalse();
        });
    }

    @Test
    void each_region_of_a_router_sheds_by_the_same_one() {
        app(REGIONS).run(app -> {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> tells(app, "inventory@east", "load shedder web turns away")
                            && tells(app, "inventory@west", "load shedder web turns away"));

            assertThat(app.getBean(Shop.class).letsIn()).containsExactly(Priority.CRITICAL, Priority.HIGH);
        });
    }
}
