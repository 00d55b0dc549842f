package dev.heal.observe;

import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;

/**
 * Is told of every event of every incident, in order. Called on a thread of its own: it may block or throw, and hurts
 * nobody but itself.
 */
@FunctionalInterface
public interface Observer {

    /** @param incident as it is after the event */
    void onEvent(Incident incident, IncidentEvent event);
}
