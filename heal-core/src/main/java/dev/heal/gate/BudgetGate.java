package dev.heal.gate;

import dev.heal.gate.Ledger.Start;
import dev.heal.policy.Budget;
import dev.heal.text.Durations;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * In any span of a budget's length no more remediations start than it allows, of one step, for one target, and in all; more
 * than that is a human's case.
 */
public final class BudgetGate implements Gate {

    @Override
    public String name() {
        return "budget";
    }

    @Override
    public Answer ask(Question question) {
        Predicate<Start> ofTarget = start -> start.target().equals(question.target());
        Predicate<Start> ofStep =
                ofTarget.and(start -> start.step().equals(question.step().name()));
        String spent = spent(question, question.step().safeguards().budget(), ofStep, " of this step");
        if (spent == null) {
            spent = spent(question, question.policy().budget(), ofTarget, "");
        }
        if (spent == null) {
            spent = spent(question, question.limits().budget(), start -> true, " of the whole application");
        }
        return spent == null ? Answer.allow() : Answer.deny(spent);
    }

    private static @Nullable String spent(
            Question question, @Nullable Budget budget, Predicate<Start> which, String whose) {
        if (budget == null) {
            return null;
        }
        int started = question.ledger().startedWithin(budget.per(), question.now(), which);
        return started < budget.remediations()
                ? null
                : "the budget" + whose + " is spent: " + started + " of " + budget.remediations()
                        + " remediations were started within " + Durations.text(budget.per());
    }
}
