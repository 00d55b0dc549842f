package dev.heal.examples.regions.services;

import dev.heal.examples.regions.Item;
import java.util.Objects;
import org.springframework.web.client.RestClient;

/** The inventory service, asked with this client; the address is the client's own. */
record Inventory(RestClient client) {

    Item find(long id) {
        return Objects.requireNonNull(
                client.get().uri("/items/{id}", id).retrieve().body(Item.class));
    }

    void order(long id) {
        client.post().uri("/items/{id}/orders", id).retrieve().toBodilessEntity();
    }
}
