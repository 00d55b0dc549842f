package dev.heal.policy;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import java.time.Duration;

/**
 * A human must say yes before the step starts, also where heal may act.
 *
 * @param expires how long the question stands
 * @param onExpiry what follows when nobody has answered
 */
public record Approval(Duration expires, OnExpiry onExpiry) implements Checked {

    /** What follows when nobody has answered in time. */
    public enum OnExpiry {
        /** Tell a human and do nothing more. */
        ESCALATE,
        /** Go on with the next step. */
        SKIP
    }

    /** A quarter of an hour, then escalate. */
    public static final Approval DEFAULT = new Approval(Duration.ofMinutes(15), OnExpiry.ESCALATE);

    @Override
    public void check(Check check) {
        check.positive("expires", expires);
    }
}
