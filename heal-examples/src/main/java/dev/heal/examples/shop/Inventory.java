package dev.heal.examples.shop;

import java.util.Optional;

/** What the shop has in stock. Blocks for as long as pool and driver let it. */
interface Inventory {

    Optional<Item> find(long id);
}
