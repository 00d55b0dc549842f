package dev.heal.test.simulation.rule;

import dev.heal.observe.TargetStatus;
import dev.heal.policy.Mode;
import dev.heal.test.simulation.Run;
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
        if (!planned.isEmpty() && !agree(planned.get(0), planned.get(1))) {
            violated.accept(
                    seen.lives().get(0),
                    "would first do \"" + planned.get(0) + "\" in mode observe, and does \"" + planned.get(1) + "\"");
        }
    }

    /** The first of the one is among the first of the other; they are told in a moment, in any order. */
    private static boolean agree(String observed, String acted) {
        List<String> one = List.of(observed.split(", "));
        List<String> other = List.of(acted.split(", "));
        return one.contains(Run.DIED)
                || other.contains(Run.DIED)
                || other.contains(one.get(0))
                || one.contains(other.get(0));
    }
}
