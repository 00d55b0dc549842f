package dev.heal.examples.regions.services;

import static dev.heal.detect.Detectors.failureRate;
import static dev.heal.detect.Detectors.inFlightAge;

import dev.heal.detect.Probe;
import dev.heal.examples.regions.Item;
import dev.heal.examples.regions.Stock;
import dev.heal.policy.Mode;
import dev.heal.policy.Verification;
import dev.heal.region.RegionRouter;
import dev.heal.remediation.Failback;
import dev.heal.remediation.FailoverRegion;
import dev.heal.spring.HealCustomizer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The inventory services that heal sends the calls to. */
@Configuration(proxyBeanMethods = false)
@Profile("healed")
class RoutedServices {

    private record Health(URI address) implements Probe {
        @Override
        public String name() {
            return "health";
        }

        @Override
        public void ask(Duration limit) {
            Clients.withTimeouts().baseUrl(address).build().get().uri("/health").retrieve().toBodilessEntity();
        }
    }

    @Bean
    RegionRouter<URI> inventoryRouter(
            @Value("${shop.inventory.east}") URI east, @Value("${shop.inventory.west}") URI west) {
        RegionRouter<URI> router = RegionRouter.<URI>named("inventory")
                .region("east", east)
                .standby("west", west)
                .probe(Health::new)
                .probing(3, Duration.ofMillis(500), Duration.ofSeconds(1))
                .build();
        router.regions().forEach(region -> region.guard().breaker().onlyMeasure());
        return router;
    }

    @Bean
    HealCustomizer regions(RegionRouter<URI> router) {
        return heal -> heal.regions(router, (target, region) -> target.detect(
                        "errors", failureRate().above(0.5).over(Duration.ofSeconds(2)).minimumCalls(20))
                .detect("hung", inFlightAge().above(Duration.ofSeconds(2)).calls(5))
                .step(
                        "move",
                        FailoverRegion.of(region)
                                .failback(new Failback(Duration.ofSeconds(2), 0.25, Duration.ofSeconds(10))),
                        step -> step.sustained(Duration.ofSeconds(3))
                                .verify(Verification.detectors()
                                        .within(Duration.ofSeconds(10))
                                        .hold(Duration.ofSeconds(3))))
                .mode(Mode.ACT));
    }

    @Bean
    Stock stock(RegionRouter<URI> router) {
        return new Stock() {
            @Override
            public Optional<Item> find(long id) {
                return Optional.of(router.call(address -> at(address).find(id)));
            }

            @Override
            public void order(long id) {
                router.write(address -> {
                    at(address).order(id);
                    return id;
                });
            }

            private Inventory at(URI address) {
                return new Inventory(Clients.withTimeouts().baseUrl(address).build());
            }
        };
    }
}
