package dev.heal.policy;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import java.time.Duration;

/**
 * When heal stops trying by itself and waits for a human, over all incidents of a target.
 *
 * @param failures a step that has failed so often in a row on the same cause is not taken again until a human acknowledges
 * @param incidents a target that has fallen sick so often within {@code within} is pinned: nothing starts until a human
 *     releases it
 * @param within the span in which those incidents are counted
 */
public record GiveUp(int failures, int incidents, Duration within) implements Checked {

    /** Three failures; five incidents in half an hour: by then it is the repair that does not last. */
    public static final GiveUp DEFAULT = new GiveUp(3, 5, Duration.ofMinutes(30));

    @Override
    public void check(Check check) {
        check.atLeast("failures", failures, 1);
        check.atLeast("incidents", incidents, 2);
        check.positive("within", within);
    }
}
