package dev.heal.spring.actuate;

import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.TargetSettings;
import dev.heal.spring.explain.EffectivePolicy;
import dev.heal.spring.explain.PolicyWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The effective policy of a target: in words, and each value with the place where it was written. */
record TargetPolicies(HealSettings settings) {

    /** Empty for a target that is made in Java. */
    Map<String, Object> of(String target) {
        Optional<TargetSettings> written = settings.targets().stream()
                .filter(each ->
                        each.name().equals(target) || (each.router() != null && target.startsWith(each.name() + "@")))
                .findFirst();
        if (written.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("words", Plain.texts(PolicyWords.of(settings, written.get())));
        List<EffectivePolicy.Value> values =
                EffectivePolicy.of(settings, written.get()).values();
        json.put("policy", values.stream().map(TargetPolicies::value).toList());
        return json;
    }

    private static Map<String, Object> value(EffectivePolicy.Value value) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", Plain.text(value.path()));
        json.put("value", Plain.text(value.value()));
        json.put("origin", Plain.text(value.origin()));
        return json;
    }
}
