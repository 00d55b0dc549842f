package dev.heal.examples.regions;

import java.util.Optional;

/** What the shop has, and what is ordered of it. Blocks for as long as clients and drivers let it. */
public interface Stock {

    Optional<Item> find(long id);

    /** Takes an order of one; returns the region that took it. */
    String order(long id);
}
