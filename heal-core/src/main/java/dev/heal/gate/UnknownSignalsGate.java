package dev.heal.gate;

import java.util.Set;
import java.util.TreeSet;

/** Silence is no sign: while a signal that the step requires is unknown or stale, only what is SAFE starts. */
final class UnknownSignalsGate implements Gate {

    @Override
    public String name() {
        return "unknown-signals";
    }

    @Override
    public Answer ask(Question question) {
        Set<String> required = new TreeSet<>(question.step().safeguards().requires());
        required.addAll(question.causes());
        required.retainAll(question.signs().unknown());
        return required.isEmpty() || question.isSafe()
                ? Answer.allow()
                : Answer.waitFor("nothing is known at present of " + String.join(", ", required));
    }
}
