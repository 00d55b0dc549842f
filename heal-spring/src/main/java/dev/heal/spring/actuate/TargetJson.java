package dev.heal.spring.actuate;

import dev.heal.detect.Verdict;
import dev.heal.observe.TargetStatus;
import dev.heal.policy.Orders;
import dev.heal.text.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a target, as plain data. */
final class TargetJson {

    private TargetJson() {}

    /** One line of the list of targets. */
    static Map<String, Object> summary(TargetStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", Plain.text(status.state()));
        json.put("mode", Plain.word(status.mode()));
        json.put("breaker", Plain.word(status.breaker()));
        json.put("stopped", status.orders().stop() != null);
        json.put("pinned", isPinned(status.orders().here()));
        json.put("scope", Plain.textOrNull(status.scope()));
        json.put("incident", Plain.textOrNull(status.incident()));
        return json;
    }

    /** All of it. */
    static Map<String, Object> whole(TargetStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", SafeText.of(status.name()));
        json.putAll(summary(status));
        json.put("orders", orders(status.orders()));
        Map<String, Object> steps = new LinkedHashMap<>();
        status.steps().forEach((step, mode) -> steps.put(SafeText.of(step), Plain.word(mode)));
        json.put("steps", steps);
        Map<String, Object> verdicts = new LinkedHashMap<>();
        status.verdicts().forEach((detector, verdict) -> verdicts.put(SafeText.of(detector), verdict(verdict)));
        json.put("verdicts", verdicts);
        json.put("inFlight", status.inFlight());
        Map<String, Object> calls = new LinkedHashMap<>();
        status.calls().forEach((outcome, count) -> calls.put(Plain.word(outcome), count));
        json.put("calls", calls);
        return json;
    }

    static @Nullable Map<String, Object> stop(Orders.@Nullable Stop stop) {
        if (stop == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("by", SafeText.of(stop.by()));
        json.put("reason", SafeText.of(stop.reason()));
        json.put("since", stop.since().toString());
        return json;
    }

    /** Whether heal itself has stopped the target, because it falls sick again and again. */
    private static boolean isPinned(Orders.@Nullable Stop here) {
        return here != null && here.by().equals("heal");
    }

    private static Map<String, Object> orders(Orders orders) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stopOfAll", stop(orders.everywhere()));
        json.put("stopByFile", stop(orders.file()));
        json.put("stop", stop(orders.here()));
        json.put("mode", orders.mode() == null ? null : Plain.word(orders.mode()));
        return json;
    }

    private static Map<String, Object> verdict(Verdict verdict) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (verdict instanceof Verdict.Unhealthy unhealthy) {
            json.put("verdict", "unhealthy");
            json.put("evidence", SafeText.of(unhealthy.evidence().summary()));
            json.put("figures", Plain.figures(unhealthy.evidence().figures()));
        } else if (verdict instanceof Verdict.Inconclusive inconclusive) {
            json.put("verdict", "inconclusive");
            json.put("reason", SafeText.of(inconclusive.reason()));
        } else {
            json.put("verdict", "healthy");
        }
        return json;
    }
}
