package dev.heal.policy;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.Risk;
import dev.heal.text.Durations;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rung of a policy: what to do, for which detectors, and how to know that it helped.
 *
 * @param name unique within the policy
 * @param remediation what to do
 * @param when the detectors it answers to; empty for all of the policy
 * @param sustained how long one of them must have been unhealthy before the step may start
 * @param verification the steady state that must hold afterwards
 * @param attempts how often within one incident
 * @param timeLimit how long one attempt may take before it is interrupted
 * @param approval null if the mode alone decides
 * @param mode null for the target's
 * @param safeguards what keeps this step within bounds of its own
 */
public record Step(
        String name,
        Remediation remediation,
        Set<String> when,
        Duration sustained,
        Verification verification,
        int attempts,
        Duration timeLimit,
        @Nullable Approval approval,
        @Nullable Mode mode,
        Safeguards safeguards)
        implements Checked {

    public static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(20);

    public Step {
        when = Names.of(when);
        // One for all that say the same, since there may be thousands.
        safeguards = safeguards.equals(Safeguards.DEFAULT) ? Safeguards.DEFAULT : safeguards;
    }

    /** A step with the usual safeguards. */
    public Step(
            String name,
            Remediation remediation,
            Set<String> when,
            Duration sustained,
            Verification verification,
            int attempts,
            Duration timeLimit,
            @Nullable Approval approval,
            @Nullable Mode mode) {
        this(name, remediation, when, sustained, verification, attempts, timeLimit, approval, mode, Safeguards.DEFAULT);
    }

    /** A step that answers to every detector, at once, and is tried once. */
    public static Step of(String name, Remediation remediation) {
        return new Step(
                name, remediation, Set.of(), Duration.ZERO, Verification.DEFAULT, 1, DEFAULT_TIME_LIMIT, null, null);
    }

    /** Whether the step answers to the detector. */
    public boolean answersTo(String detector) {
        return when.isEmpty() || when.contains(detector);
    }

    @Override
    public void check(Check check) {
        check.notNegative("sustained", sustained);
        check.atLeast("attempts", attempts, 1);
        check.positive("time-limit", timeLimit);
        verification.check(check.at("verify"));
        safeguards.check(check);
        checkTimeToLive(check);
        remediation.check(check.at("do").at(remediation.name()));
        if (approval != null) {
            approval.check(check.at("approval"));
        }
        if (remediation.risk() == Risk.DISRUPTIVE && approval == null) {
            check.problem(
                    "approval",
                    null,
                    remediation.name() + " can neither be undone nor called harmless",
                    "write approval: { expires: 15m }");
        }
    }

    private void checkTimeToLive(Check check) {
        if (remediation.isTemporary() && safeguards.timeToLive().compareTo(verification.longest()) <= 0) {
            check.problem(
                    "time-to-live",
                    Durations.text(safeguards.timeToLive()),
                    "is not longer than the verification may take (" + Durations.text(verification.longest()) + ")",
                    "write a longer one, or a shorter verification");
        }
    }
}
