package dev.heal.loop;

import dev.heal.gate.History;
import dev.heal.incident.Decision;
import dev.heal.incident.Plan;
import dev.heal.journal.Entry;
import dev.heal.policy.Orders;
import dev.heal.policy.Step;
import dev.heal.text.SafeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the rules write into the journal; {@link Recollection} reads it. Incidents and their events are written beside it. */
final class Records {

    static final String INTENT = "intent";
    static final String OUTCOME = "outcome";
    static final String PROPOSED = "proposed";
    static final String DECIDED = "decided";
    static final String GIVEN_UP = "given-up";
    static final String ORDERS = "orders";
    static final String STOP_ALL = "stop-all";
    static final String BRAKE = "brake";
    static final String PIN = "pin";
    static final String ALIVE = "alive";

    /** How an intent ended, or how far it came. */
    enum Result {
        NOT_BEGUN,
        APPLIED,
        FAILED,
        TIMED_OUT,
        INTERRUPTED,
        VERIFIED,
        NOT_VERIFIED,
        UNDONE,
        UNDO_FAILED,
        /** Its time to live was over, and it was undone. */
        EXPIRED,
        /** The process died before anything else was written. */
        UNKNOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Result of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    private Records() {}

    /** @param plan the hash of the plan that a human has approved; null where nobody had to */
    static Entry intent(
            String target, String incident, long attempt, Step step, List<String> causes, @Nullable String plan) {
        Map<String, Object> fields = attempt(target, incident, attempt, step.name());
        fields.put("remediation", SafeText.of(step.remediation().name()));
        fields.put("plan", SafeText.of(step.remediation().plan()));
        fields.put("causes", causes);
        if (plan != null) {
            fields.put("approved", plan);
        }
        return Entry.of(INTENT, fields);
    }

    /** @param undoable whether there is now something to undo */
    static Entry outcome(String target, String incident, long attempt, String step, Result result, boolean undoable) {
        Map<String, Object> fields = attempt(target, incident, attempt, step);
        fields.put("result", result.word());
        fields.put("undoable", undoable);
        return Entry.of(OUTCOME, fields);
    }

    private static Map<String, Object> attempt(String target, String incident, long attempt, String step) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("target", target);
        fields.put("incident", incident);
        fields.put("attempt", attempt);
        fields.put("step", step);
        return fields;
    }

    /** @param expiresInMillis how long the question stands, from now on */
    static Entry proposed(String target, String incident, Plan plan, List<String> causes, long expiresInMillis) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("target", target);
        fields.put("incident", incident);
        fields.put("step", plan.step());
        fields.put("causes", causes);
        fields.put("plan", plan.hash());
        fields.put("action", plan.action());
        fields.put("attempt", plan.attempt());
        fields.put("expires", plan.expires().toString());
        fields.put("expires-in-ms", expiresInMillis);
        return Entry.of(PROPOSED, fields);
    }

    /** @param outcome what became of the question: approve, deny, expired or withdrawn */
    static Entry decided(String target, String incident, String plan, String outcome) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("target", target);
        fields.put("incident", incident);
        fields.put("plan", plan);
        fields.put("decision", outcome);
        return Entry.of(DECIDED, fields);
    }

    static Entry decided(String target, String incident, Decision decision) {
        String plan = decision.plan() == null ? "" : SafeText.of(decision.plan());
        return decided(target, incident, plan, decision.kind().name().toLowerCase(Locale.ROOT));
    }

    /** What is not tried again until a human has looked; it outlives everything. */
    static Entry givenUp(String target, History history) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("target", target);
        fields.put("failures", new TreeMap<>(history.failures()));
        fields.put("unresolved", List.copyOf(new TreeSet<>(history.unresolved())));
        return Entry.of(GIVEN_UP, fields).kept(GIVEN_UP + " " + target);
    }

    /** What a human has ordered for one target. */
    static Entry orders(String target, Orders orders) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("target", target);
        putStop(fields, orders.here());
        if (orders.mode() != null) {
            fields.put("mode", orders.mode().name().toLowerCase(Locale.ROOT));
        }
        return Entry.of(ORDERS, fields).kept(ORDERS + " " + target);
    }

    /** The stop of all targets, or that it was taken back. */
    static Entry stopAll(Orders.@Nullable Stop stop) {
        Map<String, Object> fields = new LinkedHashMap<>();
        putStop(fields, stop);
        return Entry.of(STOP_ALL, fields).kept(STOP_ALL);
    }

    /** The common-mode brake of a scope, and the incident it was told in; or that it is off. */
    static Entry brake(String scope, @Nullable String incident) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("scope", scope);
        if (incident != null) {
            fields.put("incident", incident);
        }
        return Entry.of(BRAKE, fields).kept(BRAKE + " " + scope);
    }

    /** The region of a scope that all traffic is pinned to, or that it was taken back. */
    static Entry pin(String scope, Orders.@Nullable Pin pin) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("scope", scope);
        if (pin != null) {
            fields.put("region", pin.region());
            fields.put("by", pin.by());
            fields.put("reason", pin.reason());
            fields.put("since", pin.since().toString());
        }
        return Entry.of(PIN, fields).kept(PIN + " " + scope);
    }

    private static void putStop(Map<String, Object> fields, Orders.@Nullable Stop stop) {
        if (stop != null) {
            fields.put("by", stop.by());
            fields.put("reason", stop.reason());
            fields.put("since", stop.since().toString());
        }
    }

    /** Time has passed: what is remembered has grown older by so much. */
    static Entry alive() {
        return Entry.of(ALIVE, Map.of());
    }
}
