package dev.heal.test.simulation;

import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One target of a simulated world, and what was decided about it. */
public record Member(
        String name,
        @Nullable String scope,
        Set<String> dependsOn,
        List<String> detectors,
        List<StepPlan> steps,
        Budget budget,
        Duration cooldown,
        Mode mode,
        Escalation escalation,
        GiveUp giveUp) {

    /** The plan of a step by its name. */
    public StepPlan step(String step) {
        return steps.stream()
                .filter(plan -> plan.name().equals(step))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no step " + step + " of " + name));
    }

    /** The same, with that mode for every step and no approvals. */
    Member in(Mode other) {
        return new Member(
                name,
                scope,
                dependsOn,
                detectors,
                steps.stream().map(step -> step.in(other)).toList(),
                budget,
                cooldown,
                other,
                escalation,
                giveUp);
    }
}
