package dev.heal.examples.demo.region;

import java.util.Locale;

/** One of the two places that the shop can be served from. */
enum Side {
    /** Home: has all the traffic while all is well. */
    EAST,
    /** Stands by. */
    WEST;

    /** As the shop and its configuration call it. */
    String region() {
        return name().toLowerCase(Locale.ROOT);
    }
}
