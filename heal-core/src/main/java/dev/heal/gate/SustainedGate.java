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
        // What lasted while too many were sick together was not this one's own.
        Duration alone = question.ledger()
                .withoutBrake(question.scope(), question.now())
                .filter(since -> since.compareTo(question.signs().unhealthyFor()) < 0)
                .orElse(question.signs().unhealthyFor());
        return alone.compareTo(wanted) >= 0
                ? Answer.allow()
                : Answer.waitFor("waits until the sickness has lasted " + Durations.text(wanted));
    }
}
