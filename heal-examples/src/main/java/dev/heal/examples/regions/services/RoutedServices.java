package dev.heal.examples.regions.services;

import dev.heal.Heal;
import dev.heal.detect.Probe;
import dev.heal.examples.regions.Healing;
import dev.heal.examples.regions.Item;
import dev.heal.examples.regions.Stock;
import dev.heal.region.RegionRouter;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.web.client.RestClient;

/** The inventory services that heal sends the calls to. */
@Configuration(proxyBeanMethods = false)
@Profile("healed")
class RoutedServices {

    private record Health(Inventory inventory) implements Probe {
        @Override
        public String name() {
            return "health";
        }

        @Override
        public void ask(Duration limit) {
            inventory.health();
        }
    }

    private final RestClient client = Clients.withTimeouts();

    @Bean
    RegionRouter<URI> inventoryRouter(
            @Value("${shop.inventory.east}") URI east, @Value("${shop.inventory.west}") URI west) {
        return RegionRouter.<URI>named("inventory")
                .region("east", east)
                .standby("west", west)
                .probe(address -> new Health(new Inventory(client, address)))
                .build();
    }

    @Bean(destroyMethod = "close")
    Heal heal(RegionRouter<URI> router) {
        return Healing.of(router);
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
                return new Inventory(client, address);
            }
        };
    }
}
