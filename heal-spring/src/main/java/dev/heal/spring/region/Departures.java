package dev.heal.spring.region;

import dev.heal.region.Region;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** How often each region had been left at one moment. */
record Departures(Map<Region<?>, Integer> counted) {

    /** Where nobody asks. */
    static final Departures UNKNOWN = new Departures(Map.of());

    static Departures of(Collection<? extends Region<?>> regions) {
        Map<Region<?>, Integer> counted = new HashMap<>();
        regions.forEach(region -> counted.put(region, region.departures()));
        return new Departures(counted);
    }

    /** Whether its traffic has gone elsewhere since that moment, also if it is back by now. */
    boolean isLeft(Region<?> region) {
        Integer then = counted.get(region);
        return then != null && then != region.departures();
    }
}
