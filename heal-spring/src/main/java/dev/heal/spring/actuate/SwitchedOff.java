package dev.heal.spring.actuate;

import dev.heal.Heal;
import dev.heal.spring.binding.Finding;
import dev.heal.spring.binding.HealSettings;
import dev.heal.text.SafeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The targets that are written and not watched, because something is wrong. */
record SwitchedOff(Heal heal, HealSettings settings) {

    /** By target; what is not a target's own may concern each of them. */
    Map<String, List<String>> reasons() {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        for (String target : settings.names()) {
            if (!heal.targets().contains(target) && !heal.routers().containsKey(target)) {
                reasons.put(SafeText.of(target), reasons(target));
            }
        }
        return reasons;
    }

    private List<String> reasons(String target) {
        List<Finding> all = settings.findings().all();
        List<Finding> own =
                all.stream().filter(finding -> isOf(target, finding.property())).toList();
        List<Finding> told = own.isEmpty()
                ? all.stream()
                        .filter(finding -> !finding.property().startsWith("heal.targets"))
                        .toList()
                : own;
        return told.stream().map(Finding::toString).map(Plain::text).toList();
    }

    private static boolean isOf(String target, String property) {
        return List.of("heal.targets." + target, "heal.targets[" + target + "]").stream()
                .anyMatch(prefix -> property.equals(prefix)
                        || property.startsWith(prefix + ".")
                        || property.startsWith(prefix + "["));
    }
}
