package dev.heal.spring.binding;

import dev.heal.signal.Timing;
import dev.heal.text.SafeText;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A target as it is written, its policy complete.
 *
 * @param circuitBreaker the name of a Resilience4j instance; null if one is to be created
 * @param driven whether heal counts for that instance while it is closed
 * @param timing for which calls the clock is read
 * @param limitConcurrency how many calls are in flight at most; null for as many as come
 * @param resource the name of a bean; null for none
 * @param router the name of a router under {@code heal.routers}, or of a bean: then each of its regions is a target of its
 *     own, and this is what holds for each; null for none
 * @param dependsOn the names of other targets, in the order in which they are written
 * @param scope the targets that it can stand in for, and they for it, by a name; null for none
 * @param node the effective policy with the target's own values over it, each value with its place
 */
public record TargetSettings(
        String name,
        @Nullable String circuitBreaker,
        boolean driven,
        Timing timing,
        @Nullable Integer limitConcurrency,
        @Nullable String resource,
        @Nullable String router,
        Set<String> dependsOn,
        @Nullable String scope,
        PolicySettings policy,
        Node node) {

    /** The detector that every region has. */
    public static final String REGION_PROBE = "region-probe";

    public TargetSettings {
        dependsOn = Collections.unmodifiableSet(new LinkedHashSet<>(dependsOn));
    }

    /** A sentence for each detector that no step answers to, under the name of the policy or target that wrote it. */
    List<String> unanswered() {
        List<PolicySettings.StepSettings> steps = policy.steps();
        if (steps.stream().anyMatch(step -> step.when().isEmpty())) {
            return List.of();
        }
        return policy.detectors().entrySet().stream()
                .filter(detector -> steps.stream().noneMatch(step -> step.when().contains(detector.getKey())))
                .map(detector -> "detector " + SafeText.of(detector.getKey()) + " of "
                        + owner(detector.getValue().node())
                        + ": no step answers to it, so a human is told when it is sick")
                .toList();
    }

    private static String owner(Node kind) {
        List<String> path = Node.segments(kind.property());
        return (path.get(1).equals("policies") ? "policy " : "target ") + SafeText.of(path.get(2));
    }

    /**
     * The target without what it depends on or goes through and nobody heals: one that is switched off must not take this
     * one along.
     *
     * @param healed the names of all targets that are
     * @param findings are told what was left out
     */
    public TargetSettings among(Collection<String> healed, Findings findings) {
        Set<String> kept = new LinkedHashSet<>(dependsOn);
        kept.retainAll(healed);
        for (String other : dependsOn) {
            if (!kept.contains(other)) {
                tellNotHealed(node.child("depends-on"), other, "as if it did not depend on it", findings);
            }
        }
        List<PolicySettings.StepSettings> steps = policy.steps().stream()
                .map(step -> withoutUses(step, healed, findings))
                .toList();
        return with(kept, steps);
    }

    private TargetSettings with(Set<String> needed, List<PolicySettings.StepSettings> steps) {
        return new TargetSettings(
                name,
                circuitBreaker,
                driven,
                timing,
                limitConcurrency,
                resource,
                router,
                needed,
                scope,
                policy.withSteps(steps),
                node);
    }

    /**
     * The target with all regions in the place of a routed target that it depends on or goes through.
     *
     * @param regions the names of the regions' targets by the name of the routed target
     */
    public TargetSettings spelledOut(Map<String, ? extends Collection<String>> regions) {
        return with(
                spelledOut(dependsOn, regions),
                policy.steps().stream()
                        .map(step -> step.using(spelledOut(step.safeguards().uses(), regions)))
                        .toList());
    }

    private static Set<String> spelledOut(Set<String> names, Map<String, ? extends Collection<String>> regions) {
        Set<String> all = new LinkedHashSet<>();
        names.forEach(name -> {
            Collection<String> places = regions.get(name);
            all.addAll(places == null ? Set.of(name) : places);
        });
        return all;
    }

    private PolicySettings.StepSettings withoutUses(
            PolicySettings.StepSettings step, Collection<String> healed, Findings findings) {
        Set<String> kept = new LinkedHashSet<>(step.safeguards().uses());
        kept.retainAll(healed);
        for (String other : step.safeguards().uses()) {
            if (!kept.contains(other)) {
                String how = "as if " + SafeText.of(step.name()) + " did not go through it";
                tellNotHealed(step.node().child("uses"), other, how, findings);
            }
        }
        return step.using(kept);
    }

    private void tellNotHealed(@Nullable Node where, String other, String how, Findings findings) {
        if (where != null) {
            findings.add(
                    where,
                    SafeText.of(other) + " is not healed, so " + SafeText.of(name) + " is healed " + how,
                    "mend heal.targets." + SafeText.of(other));
        }
    }
}
