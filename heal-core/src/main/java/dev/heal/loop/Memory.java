package dev.heal.loop;

import dev.heal.policy.Budget;
import dev.heal.policy.Limits;
import dev.heal.policy.Step;
import java.time.Duration;
import java.util.List;

/** How far back heal has to know what was. */
final class Memory {

    private Memory() {}

    /** The longest span that any budget looks back over. */
    static Duration ofBudgets(List<TargetPlan> plans, Limits limits) {
        Duration longest = limits.budget().per();
        for (TargetPlan plan : plans) {
            longest = longer(longest, plan.policy().budget().per());
            for (Step step : plan.policy().steps()) {
                Budget own = step.safeguards().budget();
                longest = own == null ? longest : longer(longest, own.per());
            }
        }
        return longest;
    }

    /** The same, with the cooldowns and the spans in which flapping is looked for. */
    static Duration ofAll(List<TargetPlan> plans, Duration ofBudgets) {
        Duration longest = ofBudgets;
        for (TargetPlan plan : plans) {
            longest = longer(longest, plan.policy().cooldown());
            longest = longer(longest, plan.policy().giveUp().within());
        }
        return longest;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
