package dev.heal.gate;

import dev.heal.text.Durations;
import java.time.Duration;

/** A step waits until the sickness has lasted as long as the policy says: a blip moves nothing. */
public final class SustainedGate implements Gate {

    @Override
    public String name() {
        return "sustained";
    }

    @Override
    public Answer ask(Question question) {
        Duration wanted = question.step().sustained();
        return question.signs().unhealthyFor().compareTo(wanted) >= 0
                ? Answer.allow()
                : Answer.waitFor("waits until the sickness has lasted " + Durations.text(wanted));
    }
}
