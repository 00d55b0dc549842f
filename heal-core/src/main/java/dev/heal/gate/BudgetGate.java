package dev.heal.gate;

import dev.heal.policy.Budget;
import dev.heal.text.Durations;

/** In any span of the budget's length no more remediations start than it allows; more than that is a human's case. */
public final class BudgetGate implements Gate {

    @Override
    public String name() {
        return "budget";
    }

    @Override
    public Answer ask(Question question) {
        Budget budget = question.policy().budget();
        int started = question.history().startedWithin(budget.per(), question.now());
        return started < budget.remediations()
                ? Answer.allow()
                : Answer.deny("the budget is spent: " + started + " of " + budget.remediations()
                        + " remediations were started within " + Durations.text(budget.per()));
    }
}
