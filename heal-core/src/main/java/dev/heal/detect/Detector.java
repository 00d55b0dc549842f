package dev.heal.detect;

import dev.heal.check.Checked;
import dev.heal.signal.Gauge;
import dev.heal.signal.Snapshot;
import dev.heal.text.Durations;
import java.time.Duration;
import java.util.List;

/**
 * Judges a snapshot. It looks and says what it sees; what is to be done is a policy's business.
 *
 * <p>Called on a sampler thread, by one thread at a time, within {@link #timeLimit()}. If it throws, hangs or has no
 * number, its verdict is "unknown".
 */
public interface Detector extends Checked {

    Verdict judge(Snapshot snapshot) throws Exception;

    /** What it needs to have read, beyond the guard's own signals. */
    default List<Gauge> gauges() {
        return List.of();
    }

    /** The longest span it looks back over; zero if it looks at the present only. */
    default Duration over() {
        return Duration.ZERO;
    }

    /** How long it may take; a probe takes longer than arithmetic. */
    default Duration timeLimit() {
        return Duration.ofSeconds(2);
    }

    /** The verdict while it has been looking for longer than its time limit; called on the loop thread. */
    default Verdict unanswered(Duration running) {
        return Verdict.inconclusive("the detector has not answered for " + Durations.text(running));
    }
}
