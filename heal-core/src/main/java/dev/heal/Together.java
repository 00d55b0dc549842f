package dev.heal;

import dev.heal.check.Check;
import dev.heal.loop.TargetPlan;
import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import dev.heal.text.Circles;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What only shows when all targets of an application are looked at together. */
final class Together {

    private final List<TargetPlan> plans;
    private final Set<String> scopes;
    private final Check check;

    /** @param scopes the scopes that something was said about */
    Together(List<TargetPlan> plans, Set<String> scopes, Check check) {
        this.plans = plans;
        this.scopes = scopes;
        this.check = check;
    }

    void check() {
        checkSharedThings();
        checkDependencies();
        checkUses();
        checkScopes();
    }

    private Set<String> targets() {
        return plans.stream().map(plan -> plan.guard().name()).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A target that needs itself, by way of others, would wait for ever. */
    private void checkDependencies() {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        plans.forEach(plan -> needs.put(plan.guard().name(), plan.dependsOn()));
        needs.forEach((target, others) -> {
            Check at = check.at("targets").at(target);
            for (String other : others) {
                if (!needs.containsKey(other)) {
                    at.problem("depends-on", other, "is no target", Nearest.hint(other, needs.keySet()));
                }
            }
            List<String> circle = Circles.from(target, needs);
            if (!circle.isEmpty() && Collections.min(circle).equals(target)) {
                at.problem(
                        "depends-on",
                        null,
                        "goes round in a circle: " + String.join(" -> ", circle) + " -> " + target,
                        "take one of them away");
            }
        });
    }

    private void checkUses() {
        Set<String> known = targets();
        for (TargetPlan plan : plans) {
            Check at = check.at("targets").at(plan.guard().name()).at("steps");
            for (Step step : plan.policy().steps()) {
                step.safeguards().uses().stream()
                        .filter(used -> !known.contains(used))
                        .forEach(used ->
                                at.at(step.name()).problem("uses", used, "is no target", Nearest.hint(used, known)));
            }
        }
    }

    /** A scope that no target is a member of would be a limit that holds for nothing. */
    private void checkScopes() {
        Set<String> used = new TreeSet<>();
        for (TargetPlan plan : plans) {
            String scope = plan.scope();
            if (scope != null) {
                used.add(scope);
            }
        }
        scopes.stream()
                .filter(scope -> !used.contains(scope))
                .forEach(scope -> check.at("scopes")
                        .problem(scope, null, "has no member", "have a target name it, or leave it out"));
    }

    /** Names stand in every log line, notebook and meter: one that cannot be shown as it is would forge or hide there. */
    static void checkNames(String target, Policy policy, Check check) {
        checkName(target, check);
        policy.detectors().keySet().forEach(detector -> checkName(detector, check.at("detectors")));
        policy.steps().forEach(step -> checkName(step.name(), check.at("steps")));
    }

    private static void checkName(String name, Check check) {
        String shown = SafeText.of(name);
        if (!shown.equals(name)) {
            check.problem(
                    "",
                    shown,
                    "is a name with characters that cannot be shown, is very long, or looks like a secret",
                    "choose a name of letters, digits and dashes");
        }
    }

    /** Two that repair the same thing would undo each other's work and double each other's budget. */
    private void checkSharedThings() {
        Map<Object, String> takenBy = new IdentityHashMap<>();
        for (TargetPlan plan : plans) {
            String target = plan.guard().name();
            for (Step step : plan.policy().steps()) {
                Object thing = step.remediation().actsOn();
                String other = thing == null ? null : takenBy.putIfAbsent(thing, target);
                if (other != null && !other.equals(target)) {
                    check.at("targets")
                            .at(target)
                            .at("steps")
                            .problem(
                                    step.name(),
                                    step.remediation().plan(),
                                    "acts on the same thing as target " + other,
                                    "let one target own it, and put what the other needs into that one's detectors");
                }
            }
        }
    }
}
