package dev.heal.gate;

import dev.heal.policy.Mode;

/** Nothing starts in observe mode. Asked last, so that its denial means: all else would have allowed it. */
public final class ModeGate implements Gate {

    public static final String NAME = "mode";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Answer ask(Question question) {
        return question.orders().modeOf(question.policy(), question.step()) == Mode.OBSERVE
                ? Answer.deny("would " + question.step().remediation().plan() + ", but the mode is observe")
                : Answer.allow();
    }
}
