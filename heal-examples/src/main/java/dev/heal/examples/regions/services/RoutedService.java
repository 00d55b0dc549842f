package dev.heal.examples.regions.services;

import dev.heal.examples.regions.Item;
import dev.heal.examples.regions.Stock;
import dev.heal.region.RegionRouter;
import dev.heal.spring.region.RoutingClientHttpRequestInterceptor;
import java.net.URI;
import java.util.Optional;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;

/** Whichever service heal sends the calls to: application-healed.yml names them. */
@Service
@Profile("healed")
class RoutedService implements Stock {

    private final Inventory inventory;

    RoutedService(RegionRouter<URI> router) {
        this.inventory = new Inventory(
                Clients.withTimeouts()
                        .mutate()
                        .requestInterceptor(RoutingClientHttpRequestInterceptor.of(router))
                        .build(),
                URI.create("http://inventory"));
    }

    @Override
    public Optional<Item> find(long id) {
        return Optional.of(inventory.find(id));
    }

    @Override
    public String order(long id) {
        return inventory.order(id);
    }
}
