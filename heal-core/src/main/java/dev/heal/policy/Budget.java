package dev.heal.policy;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import java.time.Duration;

/**
 * How often: so many remediations may start within any span of this length.
 *
 * @param remediations at least 1
 * @param per longer than 0
 */
public record Budget(int remediations, Duration per) implements Checked {

    /** Three in ten minutes: one for the fault, one for its return, one to be sure; then a human should look. */
    public static final Budget DEFAULT = new Budget(3, Duration.ofMinutes(10));

    @Override
    public void check(Check check) {
        check.atLeast("remediations", remediations, 1);
        check.positive("per", per);
    }
}
