package dev.heal.gate;

import dev.heal.text.Durations;
import java.time.Duration;

/** The same step is not taken again too soon, in this incident or the next. */
public final class CooldownGate implements Gate {

    @Override
    public String name() {
        return "cooldown";
    }

    @Override
    public Answer ask(Question question) {
        Long ended = question.history().ends().get(question.step().name());
        Duration cooldown = question.policy().cooldown();
        if (ended == null || question.now() - ended >= cooldown.toNanos()) {
            return Answer.allow();
        }
        return Answer.waitFor("was taken within the last " + Durations.text(cooldown) + " (cooldown)");
    }
}
