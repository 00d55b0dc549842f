package dev.heal.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sickness of a target, from detection to its resolution. Immutable: each event makes the next state of it.
 *
 * @param id unique within the process and sortable, such as {@code inventory-20260101T000000Z-1}
 * @param target the sick target
 * @param opened the wall clock, for display
 * @param firstSign how long before that a detector had first said so: detection waits until it is sure
 * @param events in order, at most {@value #MOST_EVENTS}
 * @param dropped how many events came after that and were not kept
 * @param plan what waits for a human; null if nothing does
 * @param resolution null while it is open
 */
public record Incident(
        String id,
        String target,
        Instant opened,
        Duration firstSign,
        List<IncidentEvent> events,
        int dropped,
        @Nullable Plan plan,
        @Nullable Resolution resolution) {

    /** Enough for any incident a human would read; a flapping one is cut here. */
    public static final int MOST_EVENTS = 500;

    /** What may come again and again; what was done, and how it ended, is always kept. */
    private static final Set<IncidentEvent.Type> MAY_BE_DROPPED = EnumSet.of(
            IncidentEvent.Type.DETECTED,
            IncidentEvent.Type.CLEARED,
            IncidentEvent.Type.DENIED,
            IncidentEvent.Type.WAITING,
            IncidentEvent.Type.ACKNOWLEDGED,
            IncidentEvent.Type.COMMENTED,
            IncidentEvent.Type.NOTE);

    public static Incident open(String id, String target, Instant opened, Duration firstSign) {
        return new Incident(id, target, opened, firstSign, List.of(), 0, null, null);
    }

    public boolean isOpen() {
        return resolution == null;
    }

    public Incident with(IncidentEvent event) {
        boolean full = events.size() >= MOST_EVENTS && MAY_BE_DROPPED.contains(event.type());
        List<IncidentEvent> more = new ArrayList<>(events);
        if (!full) {
            more.add(event);
        }
        return new Incident(
                id, target, opened, firstSign, List.copyOf(more), dropped + (full ? 1 : 0), plan, resolution);
    }

    public Incident awaiting(@Nullable Plan plan) {
        return new Incident(id, target, opened, firstSign, events, dropped, plan, resolution);
    }

    public Incident resolved(Resolution resolution) {
        return new Incident(id, target, opened, firstSign, events, dropped, null, resolution);
    }

    /** The first event of a type. */
    public Optional<IncidentEvent> first(IncidentEvent.Type type) {
        return events.stream().filter(event -> event.type() == type).findFirst();
    }

    /** From opening to resolution, on the clock that measures; empty while it is open. */
    public Optional<Duration> timeToResolve() {
        return first(IncidentEvent.Type.RESOLVED).map(IncidentEvent::after);
    }
}
