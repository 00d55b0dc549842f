package dev.heal.spring.actuate;

import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.Node;
import dev.heal.spring.binding.TargetSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The effective policy of a target, each value with the place where it was written. */
record TargetPolicies(HealSettings settings) {

    /** Empty for a target that is made in Java. */
    Map<String, Object> of(String target) {
        for (TargetSettings each : settings.targets()) {
            if (each.name().equals(target)) {
                List<Map<String, Object>> values = new ArrayList<>();
                each.node().children().forEach(child -> collect(child.name(), child, values));
                return Map.of("policy", values);
            }
        }
        return Map.of();
    }

    private static void collect(String path, Node node, List<Map<String, Object>> values) {
        String text = node.text();
        if (text != null) {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("path", Plain.text(path));
            value.put("value", Plain.text(text));
            value.put("origin", Plain.text(node.where()));
            values.add(value);
        }
        node.children()
                .forEach(child -> collect(
                        child.name().startsWith("[") ? path + child.name() : path + "." + child.name(), child, values));
    }
}
