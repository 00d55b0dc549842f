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

    String order(long id) {
        Receipt receipt = client.post()
                .uri(address.resolve("/items/" + id + "/orders"))
                .retrieve()
                .body(Receipt.class);
        return Objects.requireNonNull(receipt).servedBy();
    }

    /** @param servedBy the region that took the order */
    private record Receipt(String servedBy) {}
}
