package dev.heal.gate;

import java.util.Set;
import java.util.TreeSet;

/** A step that takes members away names them: an empty or strange selection selects nothing, and never everything. */
final class SelectionGate implements Gate {

    @Override
    public String name() {
        return "selection";
    }

    @Override
    public Answer ask(Question question) {
        Set<String> selected = question.step().remediation().takesAway();
        if (selected == null) {
            return Answer.allow();
        }
        if (selected.isEmpty()) {
            return Answer.deny("it selects nothing, and nothing is not everything");
        }
        Set<String> strange = new TreeSet<>(selected);
        strange.removeAll(question.ledger().standings().keySet());
        return strange.isEmpty()
                ? Answer.allow()
                : Answer.deny("it selects " + String.join(", ", strange) + ", which is no target");
    }
}
