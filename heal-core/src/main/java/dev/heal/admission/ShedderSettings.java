package dev.heal.admission;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.text.Durations;
import java.time.Duration;

/**
 * The few things about a load shedder that cannot be learned; {@link #DEFAULT} does for nearly all.
 *
 * @param maxWait how long a request may wait to be started, where its deadline is not earlier; 1 min at most
 * @param waitingRoom how many may wait at once at most; 0 for none: then what cannot start at once is turned away
 * @param maxConcurrency how many are under way at once at most, whatever is learned
 * @param maxHeld how many wait or are under way at once at most, both together; for where all of these hold something that
 *     runs out, such as a thread. Those under way go first: where {@code maxConcurrency} is not well below it, there may be no
 *     room for anybody to wait in, and then no class goes before another. Like maxConcurrency it holds while the shedder is
 *     active, and does not count those that an executor has started
 */
public record ShedderSettings(Duration maxWait, int waitingRoom, int maxConcurrency, int maxHeld) implements Checked {

    public static final ShedderSettings DEFAULT =
            new ShedderSettings(Duration.ofSeconds(1), 10_000, 10_000, Integer.MAX_VALUE);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    public ShedderSettings maxWait(Duration span) {
        return new ShedderSettings(span, waitingRoom, maxConcurrency, maxHeld);
    }

    public ShedderSettings waitingRoom(int most) {
        return new ShedderSettings(maxWait, most, maxConcurrency, maxHeld);
    }

    public ShedderSettings maxConcurrency(int most) {
        return new ShedderSettings(maxWait, waitingRoom, most, maxHeld);
    }

    public ShedderSettings maxHeld(int most) {
        return new ShedderSettings(maxWait, waitingRoom, maxConcurrency, most);
    }

    @Override
    public void check(Check check) {
        if (maxWait.compareTo(LONGEST_WAIT) > 0) {
            check.problem("max-wait", Durations.text(maxWait), "is longer than anybody waits", "write 1m at most");
        } else {
            check.positive("max-wait", maxWait);
        }
        check.atLeast("waiting-room", waitingRoom, 0);
        check.atLeast("max-concurrency", maxConcurrency, 1);
        check.atLeast("max-held", maxHeld, 1);
    }
}
