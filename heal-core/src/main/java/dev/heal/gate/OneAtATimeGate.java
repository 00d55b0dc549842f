package dev.heal.gate;

import java.util.Set;
import java.util.TreeSet;

/** Verify, then go on: no next member of a scope before the step on the last one has been verified or has failed. */
final class OneAtATimeGate implements Gate {

    @Override
    public String name() {
        return "one-at-a-time";
    }

    @Override
    public Answer ask(Question question) {
        String scope = question.scope();
        if (scope == null || question.isSafe()) {
            return Answer.allow();
        }
        Set<String> others = new TreeSet<>(question.ledger().members(scope));
        others.remove(question.target());
        others.removeIf(other -> !question.ledger().isUnderWay(other));
        return others.isEmpty()
                ? Answer.allow()
                : Answer.waitFor("a step is under way for " + String.join(", ", others) + " of " + scope);
    }
}
