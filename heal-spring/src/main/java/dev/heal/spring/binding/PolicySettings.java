package dev.heal.spring.binding;

import dev.heal.detect.DetectorKind;
import dev.heal.detect.ProbeKind;
import dev.heal.policy.Approval;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.Mode;
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
        @Nullable Mode mode) {

    /**
     * A step as it is written.
     *
     * @param when empty for all detectors
     * @param approval null for none
     * @param mode null for the target's
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
            Node node) {}

    /**
     * A verification as it is written.
     *
     * @param probe null for none
     * @param probeNode where the probe is named
     */
    public record VerifySettings(
            @Nullable ProbeKind probe, @Nullable Node probeNode, Duration settle, Duration within, Duration hold) {}
}
