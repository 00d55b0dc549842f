package dev.heal.remediation;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import java.time.Duration;

/**
 * How what a step has moved away is given back: by steps, each after it was known healthy for a dwell, and taken away again
 * at once when it falls sick.
 *
 * @param dwell how long it must be known healthy without a break before each step
 * @param step the share that is given back at a time, above 0 and at most 1
 * @param minimumStay how long traffic stays away in any case
 */
public record Failback(Duration dwell, double step, Duration minimumStay) implements Checked {

    /** Ten minutes and a tenth: a region that has been dead comes back cold, and often not for good. */
    public static final Failback DEFAULT = new Failback(Duration.ofMinutes(10), 0.1, Duration.ofMinutes(10));

    public Failback dwell(Duration other) {
        return new Failback(other, step, minimumStay);
    }

    public Failback step(double share) {
        return new Failback(dwell, share, minimumStay);
    }

    public Failback minimumStay(Duration span) {
        return new Failback(dwell, step, span);
    }

    @Override
    public void check(Check check) {
        check.positive("dwell", dwell);
        if (!(step > 0 && step <= 1)) {
            check.problem("step", step, "is not above 0 and at most 1: nothing would ever come back", "write 0.1");
        }
        check.notNegative("minimum-stay", minimumStay);
    }
}
