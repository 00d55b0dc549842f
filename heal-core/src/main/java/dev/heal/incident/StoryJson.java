package dev.heal.incident;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A story as plain maps and lists, named as in the journal. */
final class StoryJson {

    private StoryJson() {}

    static Map<String, Object> of(Story story) {
        Incident incident = story.incident();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("incident", incident.id());
        json.put("target", incident.target());
        json.put("opened", incident.opened().toString());
        json.put(
                "resolution",
                incident.resolution() == null ? null : incident.resolution().name());
        json.put("first-sign-ms", incident.firstSign().toMillis());
        json.put("events", incident.events().stream().map(StoryJson::event).toList());
        json.put("events-not-kept", incident.dropped());
        json.put("changes", story.changes().stream().map(StoryRecords::fields).toList());
        json.put("samples", story.samples().stream().map(StoryRecords::fields).toList());
        json.put("missing", story.missing());
        return json;
    }

    private static Map<String, Object> event(IncidentEvent event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("when", event.at().toString());
        json.put("after-ms", event.after().toMillis());
        json.put("event", event.type().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("subject", event.subject());
        json.put("text", event.text());
        json.put("figures", event.figures());
        return json;
    }
}
