package dev.heal.gate;

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
        // A repair whose proof is still to come makes it unknown, and not well.
        sick.removeIf(used -> {
            Standing standing = question.ledger().standings().get(used);
            boolean isAway = question.ledger().taken().contains(used); // nothing goes through it any more
            return standing == null || standing.sickSince() == null || isAway;
        });
        return sick.isEmpty()
                ? Answer.allow()
                : Answer.waitFor("it goes through " + String.join(", ", sick) + ", which is sick");
    }
}
