package dev.heal.observe;

import dev.heal.detect.Verdict;
import dev.heal.guard.BreakerState;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.signal.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a target at one moment.
 *
 * @param scope the targets that it can stand in for, and they for it, by a name; null for none
 * @param state where the loop stands, such as {@code watching}
 * @param mode what heal may do where a step says nothing: policy, orders and ceiling have been applied
 * @param steps what heal may do in each step, in the order in which they are tried
 * @param orders what humans have ordered
 * @param verdicts the latest of each detector; empty before the first look
 * @param breaker the state of the circuit breaker
 * @param inFlight how many calls are in flight
 * @param calls how many calls have ended so since the beginning
 * @param incident the id of the open incident; null if there is none
 */
public record TargetStatus(
        String name,
        @Nullable String scope,
        String state,
        Mode mode,
        Map<String, Mode> steps,
        Orders orders,
        Map<String, Verdict> verdicts,
        BreakerState breaker,
        long inFlight,
        Map<Outcome, Long> calls,
        @Nullable String incident) {}
