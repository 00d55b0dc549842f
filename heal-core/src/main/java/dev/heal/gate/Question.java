package dev.heal.gate;

import dev.heal.policy.Limits;
import dev.heal.policy.Orders;
import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import dev.heal.remediation.Risk;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * May this step start now?
 *
 * @param target the target's name
 * @param step a step of the policy that answers to a detector which is unhealthy
 * @param causes the unhealthy detectors that it answers to
 * @param policy the target's
 * @param limits the application's
 * @param orders what humans have ordered
 * @param history what has been done to the target
 * @param signs what is seen of the target
 * @param jitter how long this instance waits in this incident
 * @param ledger what is known of the whole application
 * @param now the monotonic clock
 */
public record Question(
        String target,
        Step step,
        List<String> causes,
        Policy policy,
        Limits limits,
        Orders orders,
        History history,
        Signs signs,
        Duration jitter,
        Ledger ledger,
        long now) {

    /** Whether the step takes nothing away from anybody who counts. */
    public boolean isSafe() {
        return step.remediation().risk() == Risk.SAFE;
    }

    /** The target's scope; null for none. */
    public @Nullable String scope() {
        Standing standing = ledger.standings().get(target);
        return standing == null ? null : standing.scope();
    }

    /** What the step would take away; empty for nothing. */
    public Set<String> takesAway() {
        Set<String> taken = step.remediation().takesAway();
        return taken == null ? Set.of() : taken;
    }
}
