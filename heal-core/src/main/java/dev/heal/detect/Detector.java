package dev.heal.detect;

import dev.heal.check.Checked;
import dev.heal.signal.Gauge;
import dev.heal.signal.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Judges a snapshot. It looks and says what it sees; what is to be done is a policy's business.
 *
 * <p>Called on a sampler thread, by one thread at a time, within {@link #timeLimit()}. If it throws, hangs or has no
 * number, its verdict is "unknown"; so is a verdict that has grown stale because the detector could not look again for its
 * time limit and a second. One that has failed ten times in a row is asked only every 30 s until it gives a verdict.
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

    /**
     * After how long without an answer the target is held to be sick; empty if no answer only means "unknown". Asked once,
     * when the loop is put together.
     */
    default Optional<Duration> sickIfUnansweredFor() {
        return Optional.empty();
    }

    /** Whether it asks the target itself, so that its word counts also while no calls go there. */
    default boolean asks() {
        return false;
    }
}
