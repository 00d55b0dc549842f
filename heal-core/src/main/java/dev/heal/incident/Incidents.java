package dev.heal.incident;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All open incidents and the latest 200 closed ones, in memory. Safe for use by all threads. */
public final class Incidents {

    private static final int MOST_CLOSED = 200;

    private final Map<String, Incident> byId = new LinkedHashMap<>();

    /** Keeps the incident's latest state, and lets the oldest closed one go when there are too many of those. */
    public synchronized void put(Incident incident) {
        byId.put(incident.id(), incident);
        List<String> closed = byId.values().stream()
                .filter(each -> !each.isOpen())
                .map(Incident::id)
                .toList();
        if (closed.size() > MOST_CLOSED) {
            byId.remove(closed.get(0));
        }
    }

    /** Changes an incident that the loop has closed; null if it is not kept any more. */
    public synchronized @Nullable Incident annotate(String id, UnaryOperator<Incident> change) {
        return byId.computeIfPresent(id, (unused, incident) -> change.apply(incident));
    }

    public synchronized Optional<Incident> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Newest first. */
    public synchronized List<Incident> all() {
        List<Incident> all = new ArrayList<>(byId.values());
        Collections.reverse(all);
        return all;
    }
}
