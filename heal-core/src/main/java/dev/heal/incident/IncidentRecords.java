package dev.heal.incident;

import dev.heal.journal.Entry;
import dev.heal.journal.Recorded;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Incidents as they stand in the journal: one record when an incident is opened, and one for each of its events. */
public final class IncidentRecords {

    /** The type of the record of an opening. */
    public static final String INCIDENT = "incident";

    /** The type of the record of an event. */
    public static final String EVENT = "event";

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal");

    private IncidentRecords() {}

    public static Entry opened(Incident incident) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("incident", incident.id());
        fields.put("target", incident.target());
        fields.put("opened", incident.opened().toString());
        fields.put("first-sign-ms", incident.firstSign().toMillis());
        return Entry.of(INCIDENT, fields);
    }

    public static Entry event(Incident incident, IncidentEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("incident", incident.id());
        fields.put("target", incident.target());
        fields.put("event", event.type().name());
        fields.put("when", event.at().toString());
        fields.put("after-ms", event.after().toMillis());
        if (event.subject() != null) {
            fields.put("subject", event.subject());
        }
        fields.put("text", event.text());
        if (!event.figures().isEmpty()) {
            fields.put("figures", event.figures());
        }
        return Entry.of(EVENT, fields);
    }

    /** The incidents that the records tell of, oldest first; records that are none of an incident, or damaged, are left out. */
    public static List<Incident> read(List<Recorded> records) {
        Map<String, Incident> byId = new LinkedHashMap<>();
        for (Recorded recorded : records) {
            Entry entry = recorded.entry();
            String id = String.valueOf(entry.fields().get("incident"));
            try {
                if (entry.type().equals(INCIDENT)) {
                    byId.putIfAbsent(id, incident(id, entry.fields()));
                } else if (entry.type().equals(EVENT)) {
                    byId.computeIfPresent(id, (unused, incident) -> add(incident, entry.fields()));
                }
            } catch (RuntimeException strange) {
                LOG.warn("record {} of the journal makes no sense: {}", recorded.number(), SafeText.of(strange));
            }
        }
        return new ArrayList<>(byId.values());
    }

    private static Incident incident(String id, Map<String, Object> fields) {
        Duration firstSign = Duration.ofMillis(number(fields.get("first-sign-ms")));
        return Incident.open(id, text(fields, "target"), Instant.parse(text(fields, "opened")), firstSign);
    }

    private static Incident add(Incident incident, Map<String, Object> fields) {
        IncidentEvent event = eventOf(fields);
        Incident next = incident.with(event);
        String resolution = event.figures().get("resolution");
        return event.type() == IncidentEvent.Type.RESOLVED && resolution != null
                ? next.resolved(Resolution.valueOf(resolution))
                : next;
    }

    private static IncidentEvent eventOf(Map<String, Object> fields) {
        Object subject = fields.get("subject");
        return new IncidentEvent(
                Instant.parse(text(fields, "when")),
                Duration.ofMillis(number(fields.get("after-ms"))),
                IncidentEvent.Type.valueOf(text(fields, "event")),
                subject == null ? null : subject.toString(),
                text(fields, "text"),
                figures(fields.get("figures")));
    }

    private static Map<String, String> figures(@Nullable Object figures) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (figures instanceof Map<?, ?> map) {
            map.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
        }
        return texts;
    }

    private static String text(Map<String, Object> fields, String name) {
        return String.valueOf(fields.get(name));
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
