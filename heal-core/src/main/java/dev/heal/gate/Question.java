package dev.heal.gate;

import dev.heal.policy.Orders;
import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import java.time.Duration;
import java.util.Set;

/**
 * May this step start now?
 *
 * @param step a step of the policy that answers to a detector which is unhealthy
 * @param policy the target's
 * @param orders what humans have ordered
 * @param roots the targets it depends on that are sick and still being repaired
 * @param history what has been done to the target
 * @param unhealthyFor how long the detector that the step answers to has been unhealthy; the longest of several
 * @param now the monotonic clock
 */
public record Question(
        Step step, Policy policy, Orders orders, Set<String> roots, History history, Duration unhealthyFor, long now) {}
