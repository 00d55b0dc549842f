package dev.heal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.heal.Heal;
import dev.heal.incident.Incident;
import dev.heal.incident.Resolution;
import dev.heal.region.RegionRouter;
import dev.heal.region.WriteRefusedException;
import dev.heal.spring.region.HttpRegions;
import dev.heal.spring.region.RoutingClientHttpRequestInterceptor;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

@DisplayName("An application of Spring Boot moves its requests to another region by its application.yml alone")
@Timeout(120)
class FailoverByYamlAloneTest {

    private final HttpRegions regions = new HttpRegions();

    @AfterEach
    void closeServers() {
        regions.close();
    }

    private ConfigurableApplicationContext start() {
        Map<String, Object> settings = Map.ofEntries(
                Map.entry("spring.main.web-application-type", "none"),
                Map.entry("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/none"),
                Map.entry("heal.strict", "true"),
                Map.entry("heal.tick", "50ms"),
                Map.entry("heal.routers.inventory.regions.east.url", regions.east.address()),
                Map.entry("heal.routers.inventory.regions.west.url", regions.west.address()),
                Map.entry("heal.routers.inventory.home", "east"),
                Map.entry("heal.routers.inventory.probe.path", "/health"),
                Map.entry("heal.routers.inventory.probe.every", "100ms"),
                Map.entry("heal.routers.inventory.probe.failures", "2"),
                Map.entry("heal.policies.web.steps.move.do.failover-region.failback.dwell", "1s"),
                Map.entry("heal.policies.web.steps.move.do.failover-region.failback.step", "0.5"),
                Map.entry("heal.policies.web.steps.move.do.failover-region.failback.minimum-stay", "1s"),
                Map.entry("heal.policies.web.steps.move.sustained", "1s"),
                Map.entry("heal.policies.web.steps.move.verify.hold", "500ms"),
                Map.entry("heal.targets.inventory.policy", "web"),
                Map.entry("heal.targets.inventory.router", "inventory"),
                Map.entry("heal.targets.inventory.mode", "act"));
        return new SpringApplicationBuilder(Shop.class).properties(settings).run();
    }

    @Test
    void home_dies_and_returns() {
        try (ConfigurableApplicationContext shop = start()) {
            Inventory inventory = shop.getBean(Inventory.class);
            RegionRouter<?> router = shop.getBean(Heal.class).routers().get("inventory");
            assertThat(inventory.find()).isEqualTo("east");

            regions.east.dies();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(quietly(inventory)).isEqualTo("west"));

            for (int i = 0; i < 20; i++) {
                assertThat(inventory.find()).isEqualTo("west");
            }
            assertThatExceptionOfType(WriteRefusedException.class).isThrownBy(inventory::reserve);

            regions.east.returns();
            Set<Double> shares = new LinkedHashSet<>();
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> {
                        quietly(inventory);
                        shares.add(router.shares().get("east"));
                        assertThat(shares).endsWith(1.0);
                    });

            assertThat(shares).as("what east got of the traffic").containsExactly(0.0, 0.5, 1.0);
            assertThat(inventory.find()).isEqualTo("east");
            inventory.reserve();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(shop.getBean(Heal.class).incidents())
                            .singleElement()
                            .extracting(Incident::target, Incident::resolution)
                            .containsExactly("inventory@east", Resolution.HEALED));
        }
    }

    private static String quietly(Inventory inventory) {
        try {
            return inventory.find();
        } catch (RestClientException | dev.heal.guard.CallRejectedException lost) {
            return "lost";
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Shop {

        @Bean
        RestClient client(RegionRouter<URI> inventoryRouter) {
            return RestClient.builder()
                    .requestInterceptor(RoutingClientHttpRequestInterceptor.of(inventoryRouter))
                    .build();
        }

        @Bean
        Inventory inventory(RestClient client) {
            return new Inventory(client);
        }
    }

    static class Inventory {
        private final RestClient client;

        Inventory(RestClient client) {
            this.client = client;
        }

        @Healed(name = "inventory")
        public String find() {
            return client.get().uri("/items/7").retrieve().body(String.class);
        }

        @Healed(name = "inventory")
        public void reserve() {
            client.post().uri("/items/7").retrieve().toBodilessEntity();
        }
    }
}
