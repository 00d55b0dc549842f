package dev.heal.incident;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest incidents, open and closed, in memory. Safe for use by all threads. */
public final class Incidents {

    private static final int MOST = 200;

    private final Map<String, Incident> byId = new LinkedHashMap<>();

    /** Keeps the incident's latest state, and lets the oldest closed one go when there are too many. */
    public synchronized void put(Incident incident) {
        byId.put(incident.id(), incident);
        if (byId.size() > MOST) {
            byId.values().stream().filter(old -> !old.isOpen()).findFirst().ifPresent(old -> byId.remove(old.id()));
        }
    }

    public synchronized Optional<Incident> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Newest first. */
    public synchronized List<Incident> all() {
        List<Incident> all = new ArrayList<>(byId.values());
        java.util.Collections.reverse(all);
        return all;
    }
}
