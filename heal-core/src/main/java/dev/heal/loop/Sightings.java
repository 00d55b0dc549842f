package dev.heal.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When each detector last came back from a look. Nearly always all have come back together, and then one number says it.
 *
 * @param together the detectors that came back last, all at {@code at}
 * @param apart of the others, those that have come back at all
 */
record Sightings(Set<String> together, long at, Map<String, Long> apart) {

    static final Sightings NONE = new Sightings(Set.of(), 0, Map.of());

    /** @param news must not change any more */
    Sightings and(Set<String> news, long now) {
        if (news.isEmpty()) {
            return this;
        }
        if (apart.isEmpty() && (news == together || news.containsAll(together))) {
            return new Sightings(news, now, apart);
        }
        Map<String, Long> others = new HashMap<>(apart);
        together.forEach(detector -> others.put(detector, at));
        others.keySet().removeAll(news);
        return new Sightings(news, now, Map.copyOf(others));
    }

    /** Null if it has not come back yet. */
    @Nullable
    Long of(String detector) {
        return together.contains(detector) ? Long.valueOf(at) : apart.get(detector);
    }
}
