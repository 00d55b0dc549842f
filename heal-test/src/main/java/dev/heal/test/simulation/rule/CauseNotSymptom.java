package dev.heal.test.simulation.rule;

import dev.heal.test.simulation.Seen;
import java.util.function.BiConsumer;

/** A step starts only for detectors that its policy names for it, and that are sure. */
final class CauseNotSymptom implements Rule {

    @Override
    public int number() {
        return 21;
    }

    @Override
    public String words() {
        return "cause, not symptom";
    }

    @Override
    public void check(Evidence seen, BiConsumer<Seen, String> violated) {
        for (Attempt attempt : seen.attempts()) {
            if (attempt.intended.causes().isEmpty()) {
                violated.accept(attempt.intended, "starts for no reason");
            }
            for (String cause : attempt.intended.causes()) {
                if (!attempt.plan.when().contains(cause)) {
                    violated.accept(attempt.intended, "does not answer to " + cause);
                } else if (!Knowledge.isSick(attempt, attempt.target(), cause)) {
                    violated.accept(attempt.intended, cause + " does not say that it is sick");
                }
            }
        }
    }
}
