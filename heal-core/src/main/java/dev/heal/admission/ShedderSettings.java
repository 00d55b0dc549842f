package dev.heal.admission;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import java.time.Duration;

/**
 * The few things about a load shedder that cannot be learned; {@link #DEFAULT} does for nearly all.
 *
 * @param maxWait how long a request may wait to be started, where its deadline is not earlier
 * @param waitingRoom how many may wait at once at most; 0 for none: then what cannot start at once is turned away
 * @param maxConcurrency how many are under way at once at most, whatever is learned
 */
public record ShedderSettings(Duration maxWait, int waitingRoom, int maxConcurrency) implements Checked {

    public static final ShedderSettings DEFAULT = new ShedderSettings(Duration.ofSeconds(1), 10_000, 10_000);

    public ShedderSettings maxWait(Duration span) {
        return new ShedderSettings(span, waitingRoom, maxConcurrency);
    }

    public ShedderSettings waitingRoom(int most) {
        return new ShedderSettings(maxWait, most, maxConcurrency);
    }

    public ShedderSettings maxConcurrency(int most) {
        return new ShedderSettings(maxWait, waitingRoom, most);
    }

    @Override
    public void check(Check check) {
        check.positive("max-wait", maxWait);
        check.atLeast("waiting-room", waitingRoom, 0);
        check.atLeast("max-concurrency", maxConcurrency, 1);
    }
}
