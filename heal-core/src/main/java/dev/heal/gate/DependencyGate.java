package dev.heal.gate;

import java.util.TreeSet;

/** The root is repaired first: while that is under way, a target that depends on it takes only what is safe. */
final class DependencyGate implements Gate {

    @Override
    public String name() {
        return "depends-on";
    }

    @Override
    public Answer ask(Question question) {
        if (question.signs().roots().isEmpty() || question.isSafe()) {
            return Answer.allow();
        }
        return Answer.waitFor(
                "waits for " + String.join(", ", new TreeSet<>(question.signs().roots()))
                        + ", which it depends on and which is sick");
    }
}
