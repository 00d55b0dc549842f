package dev.heal.gate;

import dev.heal.gate.Standing.Condition;
import java.util.Set;
import java.util.TreeSet;

/** The means of a repair must not go through something that is itself sick. */
final class SharedFateGate implements Gate {

    @Override
    public String name() {
        return "shared-fate";
    }

    @Override
    public Answer ask(Question question) {
        Set<String> sick = new TreeSet<>(question.step().safeguards().uses());
        sick.remove(question.target());
        sick.removeIf(used -> question.ledger().condition(used) != Condition.SICK);
        return sick.isEmpty()
                ? Answer.allow()
                : Answer.waitFor("it goes through " + String.join(", ", sick) + ", which is sick");
    }
}
