package dev.heal.test.simulation;

import dev.heal.detect.ProbeFails;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The regions behind a router of a simulated world.
 *
 * @param router its name, which is that of the scope
 * @param places in their order
 * @param calls how many are made at each tick
 * @param probing how the regions are asked
 * @param errorsOver how far back the share of failed calls looks
 * @param breaks whether a guard's breaker may open
 */
public record RegionPlan(
        String router,
        List<Place> places,
        int calls,
        ProbeFails.Settings probing,
        Duration errorsOver,
        boolean breaks) {

    /** The detectors of a region: its probe, and its calls. */
    public static final List<String> DETECTORS = List.of("region-probe", "errors");

    /** @param capacity calls a second; NaN if nobody has said so, and then it holds all */
    public record Place(String name, double weight, double capacity) {}

    /** The name of the target that a region is. */
    public String target(String place) {
        return router + "@" + place;
    }

    /** The same, with breakers that never open. */
    RegionPlan onlyMeasuring() {
        return new RegionPlan(router, places, calls, probing, errorsOver, false);
    }

    /** The shares of the traffic while nothing is moved, by region. */
    public Map<String, Double> home() {
        double all = places.stream().mapToDouble(Place::weight).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        places.forEach(place -> shares.put(place.name(), place.weight() / all));
        return shares;
    }

    public Place place(String name) {
        return places.stream()
                .filter(place -> place.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no region " + name));
    }
}
