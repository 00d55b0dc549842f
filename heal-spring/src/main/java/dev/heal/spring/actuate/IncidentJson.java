package dev.heal.spring.actuate;

import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.Plan;
import dev.heal.text.Durations;
import dev.heal.text.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An incident as plain data. */
final class IncidentJson {

    private IncidentJson() {}

    /** One line of the list of incidents. */
    static Map<String, Object> summary(Incident incident) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id(incident));
        json.put("target", SafeText.of(incident.target()));
        json.put("opened", incident.opened().toString());
        json.put("open", incident.isOpen());
        json.put("resolution", incident.resolution() == null ? null : Plain.word(incident.resolution()));
        json.put("took", incident.timeToResolve().map(Durations::text).orElse(null));
        json.put("waitsForDecision", incident.plan() != null);
        json.put(
                "about",
                incident.first(IncidentEvent.Type.DETECTED)
                        .map(IncidentEvent::text)
                        .orElse(null));
        return json;
    }

    /**
     * All of it.
     *
     * @param nonce what a decision on its plan must bring along; null for who may not decide
     */
    static Map<String, Object> whole(Incident incident, @Nullable String nonce) {
        Map<String, Object> json = summary(incident);
        json.put("firstSign", Durations.text(incident.firstSign()) + " before");
        Plan plan = incident.plan();
        json.put("plan", plan == null ? null : plan(plan, nonce));
        json.put("events", incident.events().stream().map(IncidentJson::event).toList());
        json.put("eventsNotKept", incident.dropped());
        return json;
    }

    /** The id by which it can be asked for. */
    static String id(Incident incident) {
        return SafeText.of(incident.id());
    }

    private static Map<String, Object> plan(Plan plan, @Nullable String nonce) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hash", plan.hash());
        json.put("step", SafeText.of(plan.step()));
        json.put("action", SafeText.of(plan.action()));
        json.put("attempt", plan.attempt());
        json.put("expires", plan.expires().toString());
        if (nonce != null) {
            json.put("nonce", nonce);
        }
        return json;
    }

    private static Map<String, Object> event(IncidentEvent event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", event.at().toString());
        json.put("after", Durations.text(event.after()));
        json.put("type", Plain.word(event.type()));
        json.put("subject", event.subject() == null ? null : SafeText.of(event.subject()));
        json.put("text", event.text());
        json.put("figures", Plain.figures(event.figures()));
        return json;
    }
}
