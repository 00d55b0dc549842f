package dev.heal.incident;

import dev.heal.journal.Entry;
import dev.heal.journal.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Incidents as they stand in the journal: one record when an incident is opened, and one for each of its events. */
public final class IncidentRecords {

    /** The type of the record of an opening. */
    public static final String INCIDENT = "incident";

    /** The type of the record of an event. */
    public static final String EVENT = "event";

    private IncidentRecords() {}

    public static Entry opened(Incident incident) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("incident", incident.id());
        fields.put("target", incident.target());
        fields.put("opened", incident.opened().toString());
        fields.put("first-sign-ns", incident.firstSign().toNanos());
        return Entry.of(INCIDENT, fields);
    }

    /** @param incident as it stands after the event: the plan that waits then is in the record, too */
    public static Entry event(Incident incident, IncidentEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("incident", incident.id());
        fields.put("target", incident.target());
        fields.put("event", event.type().name());
        fields.put("when", event.at().toString());
        fields.put("after-ns", event.after().toNanos());
        if (event.subject() != null) {
            fields.put("subject", event.subject());
        }
        fields.put("text", event.text());
        if (!event.figures().isEmpty()) {
            fields.put("figures", event.figures());
        }
        Plan plan = incident.plan();
        if (plan != null) {
            fields.put("waits-for", fields(plan));
        }
        return Entry.of(EVENT, fields);
    }

    private static Map<String, Object> fields(Plan plan) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("plan", plan.hash());
        fields.put("step", plan.step());
        fields.put("action", plan.action());
        fields.put("attempt", plan.attempt());
        fields.put("expires", plan.expires().toString());
        return fields;
    }

    // -- read

    /** The incidents that the records tell of, oldest first; records that are none of an incident, or damaged, are left out. */
    public static List<Incident> read(List<Recorded> records) {
        Map<String, Incident> byId = new LinkedHashMap<>();
        for (Recorded recorded : records) {
            Entry entry = recorded.entry();
            Fields fields = new Fields(entry.fields());
            try {
                if (entry.type().equals(INCIDENT)) {
                    byId.putIfAbsent(fields.text("incident"), incident(fields));
                } else if (entry.type().equals(EVENT)) {
                    byId.computeIfPresent(fields.text("incident"), (id, incident) -> add(incident, fields));
                }
            } catch (RuntimeException strange) {
                StoryRecords.strange(recorded, strange);
            }
        }
        return new ArrayList<>(byId.values());
    }

    private static Incident incident(Fields fields) {
        return Incident.open(
                fields.text("incident"),
                fields.text("target"),
                Instant.parse(fields.text("opened")),
                Duration.ofNanos(fields.number("first-sign-ns")));
    }

    private static Incident add(Incident incident, Fields fields) {
        IncidentEvent event = eventOf(fields);
        Incident next = incident.with(event);
        if (event.type() == IncidentEvent.Type.RESOLVED) {
            String resolution = event.figures().get("resolution");
            if (resolution == null) {
                throw new IllegalArgumentException("its resolution is missing");
            }
            return next.resolved(Resolution.valueOf(resolution));
        }
        return next.awaiting(plan(fields));
    }

    private static @Nullable Plan plan(Fields event) {
        if (!(event.values().get("waits-for") instanceof Map<?, ?> values)) {
            return null;
        }
        Fields fields = new Fields(values);
        return new Plan(
                fields.text("plan"),
                fields.text("step"),
                fields.text("action"),
                (int) fields.number("attempt"),
                Instant.parse(fields.text("expires")));
    }

    private static IncidentEvent eventOf(Fields fields) {
        return new IncidentEvent(
                Instant.parse(fields.text("when")),
                Duration.ofNanos(fields.number("after-ns")),
                IncidentEvent.Type.valueOf(fields.text("event")),
                fields.has("subject") ? fields.text("subject") : null,
                fields.text("text"),
                fields.textsByName("figures"));
    }
}
