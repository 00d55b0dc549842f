package dev.heal.policy;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.detect.Detector;
import dev.heal.text.Nearest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a team has decided about one target, as plain data. Complete: inheritance, overrides and the ceiling have been
 * applied.
 *
 * @param detectors by name
 * @param steps in the order in which they are tried
 * @param budget how often
 * @param cooldown how soon the same step again
 * @param mode what heal may do; a step may say otherwise
 * @param ceiling what nothing may exceed
 * @param escalation who is told when heal needs a human
 * @param giveUp when heal stops trying by itself
 */
public record Policy(
        Map<String, Detector> detectors,
        List<Step> steps,
        Budget budget,
        Duration cooldown,
        Mode mode,
        Mode ceiling,
        Escalation escalation,
        GiveUp giveUp)
        implements Checked {

    public static final Duration DEFAULT_COOLDOWN = Duration.ofSeconds(60);

    public Policy {
        detectors = InOrder.of(detectors);
        steps = List.copyOf(steps);
    }

    /** A policy that gives up as usual. */
    public Policy(
            Map<String, Detector> detectors,
            List<Step> steps,
            Budget budget,
            Duration cooldown,
            Mode mode,
            Mode ceiling,
            Escalation escalation) {
        this(detectors, steps, budget, cooldown, mode, ceiling, escalation, GiveUp.DEFAULT);
    }

    /** The same policy with other steps. */
    public Policy withSteps(List<Step> other) {
        return new Policy(detectors, other, budget, cooldown, mode, ceiling, escalation, giveUp);
    }

    /** The most specific mode there is, under the ceiling. */
    public Mode modeOf(Step step) {
        return (step.mode() == null ? mode : step.mode()).under(ceiling);
    }

    /** The longest span that a detector looks back over. */
    public Duration longestSpan() {
        return detectors.entrySet().stream()
                .map(each -> each.getValue().over())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Override
    public void check(Check check) {
        if (detectors.isEmpty()) {
            check.problem(
                    "detectors", null, "there is none, so nothing would ever be noticed", "name at least one detector");
        }
        if (steps.isEmpty()) {
            check.problem("steps", null, "there is none, so nothing could be repaired", "name at least one step");
        }
        detectors.forEach(
                (name, detector) -> detector.check(check.at("detectors").at(name)));
        budget.check(check.at("budget"));
        check.positive("cooldown", cooldown);
        escalation.check(check.at("escalate"));
        giveUp.check(check.at("give-up"));
        Set<String> named = new HashSet<>();
        for (Step step : steps) {
            Check at = check.at("steps").at(step.name());
            if (!named.add(step.name())) {
                // Attempts and cooldown are counted by name.
                at.problem("", null, "is there twice", "give each step a name of its own");
                continue;
            }
            step.check(at);
            checkNamed("when", step.when(), at);
            checkNamed("requires", step.safeguards().requires(), at);
        }
    }

    private void checkNamed(String key, Set<String> named, Check check) {
        Set<String> known = detectors.keySet();
        for (String detector : named) {
            if (!known.contains(detector)) {
                check.problem(key, detector, "names no detector of this policy", Nearest.hint(detector, known));
            }
        }
    }
}
