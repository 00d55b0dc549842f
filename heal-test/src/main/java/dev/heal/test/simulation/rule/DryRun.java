package dev.heal.test.simulation.rule;

import dev.heal.observe.TargetStatus;
import dev.heal.policy.Mode;
import dev.heal.test.simulation.Seen;
import java.util.List;
import java.util.function.BiConsumer;

/** In mode observe nothing is done, and what would be done first is what is done first in mode act. */
final class DryRun implements Rule {

    @Override
    public int number() {
        return 17;
    }

    @Override
    public String words() {
        return "dry run";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        for (Attempt attempt : seen.attempts()) {
            TargetStatus status = attempt.intended.known().get(attempt.target());
            if (status != null && status.steps().get(attempt.step()) == Mode.OBSERVE) {
                violated.accept(attempt.intended, "the mode is observe");
            }
        }
        List<String> planned = seen.run().planned();
        if (!planned.isEmpty() && !planned.get(0).equals(planned.get(1))) {
            violated.accept(
                    seen.lives().get(0),
                    "would first do \"" + planned.get(0) + "\" in mode observe, and does \"" + planned.get(1) + "\"");
        }
    }
}
