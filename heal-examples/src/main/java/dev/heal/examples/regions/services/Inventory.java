package dev.heal.examples.regions.services;

import dev.heal.examples.regions.Item;
import java.net.URI;
import java.util.Objects;
import org.springframework.web.client.RestClient;

/** The inventory service at an address. */
record Inventory(RestClient client, URI address) {

    Item find(long id) {
        return Objects.requireNonNull(
                client.get().uri(address.resolve("/items/" + id)).retrieve().body(Item.class));
    }

    void order(long id) {
        client.post()
                .uri(address.resolve("/items/" + id + "/orders"))
                .retrieve()
                .toBodilessEntity();
    }
}
