package dev.heal.examples.shop;

import dev.heal.spring.Healed;
import java.util.Optional;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;

/** The inventory kept healthy by heal, behind the same circuit breaker: application-healed.yml names it. */
@Service
@Profile("healed")
class HealedInventory implements Inventory {

    private final ItemTable items;

    HealedInventory(ItemTable items) {
        this.items = items;
    }

    @Override
    @Healed(name = "inventory")
    public Optional<Item> find(long id) {
        return items.find(id);
    }
}
