package dev.heal.gate;

import dev.heal.text.Durations;

/** An application that has just begun is slow and knows little: until it is warm, only what is SAFE starts. */
final class WarmUpGate implements Gate {

    @Override
    public String name() {
        return "warm-up";
    }

    @Override
    public Answer ask(Question question) {
        boolean warm = question.now() - question.ledger().began()
                >= question.limits().warmUp().toNanos();
        return warm || question.isSafe()
                ? Answer.allow()
                : Answer.waitFor("the application has not been running for "
                        + Durations.text(question.limits().warmUp()) + " yet");
    }
}
