package dev.heal.spring.binding;

import dev.heal.text.SafeText;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A target as it is written, its policy complete.
 *
 * @param circuitBreaker the name of a Resilience4j instance; null if one is to be created
 * @param resource the name of a bean; null for none
 * @param dependsOn the names of other targets, in the order in which they are written
 * @param node the effective policy with the target's own values over it, each value with its place
 */
public record TargetSettings(
        String name,
        @Nullable String circuitBreaker,
        @Nullable String resource,
        Set<String> dependsOn,
        PolicySettings policy,
        Node node) {

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
                        + ": no step answers to it, so it is only recorded")
                .toList();
    }

    private static String owner(Node kind) {
        List<String> path = Node.segments(kind.property());
        return (path.get(1).equals("policies") ? "policy " : "target ") + SafeText.of(path.get(2));
    }

    /**
     * The target without what it depends on and nobody heals: one that is switched off must not take this one along.
     *
     * @param healed the names of all targets that are
     * @param findings are told what was left out
     */
    public TargetSettings dependingOn(Collection<String> healed, Findings findings) {
        Set<String> kept = new LinkedHashSet<>(dependsOn);
        kept.retainAll(healed);
        Node edges = node.child("depends-on");
        for (String name : dependsOn) {
            if (!kept.contains(name) && edges != null) {
                findings.add(
                        edges,
                        SafeText.of(name) + " is not healed, so " + SafeText.of(this.name)
                                + " is healed as if it did not depend on it",
                        "mend heal.targets." + SafeText.of(name));
            }
        }
        return new TargetSettings(this.name, circuitBreaker, resource, kept, policy, node);
    }
}
