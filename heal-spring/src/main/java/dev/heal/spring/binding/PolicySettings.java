package dev.heal.spring.binding;

import dev.heal.detect.DetectorKind;
import dev.heal.detect.ProbeKind;
import dev.heal.policy.Approval;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Mode;
import dev.heal.policy.Safeguards;
import dev.heal.remediation.RemediationKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is written, complete and without any bean.
 *
 * @param mode null for the application's
 */
public record PolicySettings(
        Map<String, Chosen<DetectorKind<?>>> detectors,
        List<StepSettings> steps,
        Budget budget,
        Duration cooldown,
        Escalation escalation,
        GiveUp giveUp,
        @Nullable Mode mode) {

    PolicySettings withSteps(List<StepSettings> others) {
        return new PolicySettings(detectors, others, budget, cooldown, escalation, giveUp, mode);
    }

    /**
     * A step as it is written.
     *
     * @param when empty for all detectors
     * @param approval null for none
     * @param mode null for the target's
     * @param safeguards what keeps this step within bounds of its own
     */
    public record StepSettings(
            String name,
            Chosen<RemediationKind<?>> action,
            Set<String> when,
            Duration sustained,
            VerifySettings verify,
            int attempts,
            Duration timeLimit,
            @Nullable Approval approval,
            @Nullable Mode mode,
            Safeguards safeguards,
            Node node) {

        StepSettings using(Set<String> targets) {
            Safeguards other =
                    new Safeguards(safeguards.budget(), safeguards.requires(), targets, safeguards.timeToLive());
            return new StepSettings(
                    name, action, when, sustained, verify, attempts, timeLimit, approval, mode, other, node);
        }
    }

    /**
     * A verification as it is written.
     *
     * @param probe null for none
     * @param probeNode where the probe is named
     */
    public record VerifySettings(
            @Nullable ProbeKind probe, @Nullable Node probeNode, Duration settle, Duration within, Duration hold) {}
}
