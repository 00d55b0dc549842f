package dev.heal.test.simulation;

import dev.heal.policy.Approval;
import dev.heal.policy.Mode;
import dev.heal.policy.Safeguards;
import dev.heal.remediation.Failback;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step of a simulated policy.
 *
 * @param cure what it does
 * @param takesAway as a remediation says it; null for nothing
 * @param probed whether its verification asks a probe
 * @param failback how a region's traffic comes back; null for what moves none
 */
public record StepPlan(
        Cure.Kind cure,
        @Nullable Set<String> takesAway,
        Set<String> when,
        Duration sustained,
        boolean probed,
        Duration settle,
        Duration within,
        Duration hold,
        int attempts,
        Duration timeLimit,
        @Nullable Approval approval,
        @Nullable Mode mode,
        Safeguards safeguards,
        boolean idempotent,
        boolean endsWithProcess,
        @Nullable Failback failback) {

    /** Its name in the policy. */
    public String name() {
        return cure.name().toLowerCase(java.util.Locale.ROOT);
    }

    StepPlan in(Mode other) {
        return new StepPlan(
                cure,
                takesAway,
                when,
                sustained,
                probed,
                settle,
                within,
                hold,
                attempts,
                timeLimit,
                approval,
                other,
                safeguards,
                idempotent,
                endsWithProcess,
                failback);
    }
}
