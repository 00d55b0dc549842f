package dev.heal.guard;

import dev.heal.signal.SlicedWindow;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.Metrics;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a driven breaker knows of one period, from a change of state to the next. A late ending of the period before finds
 * another object in its place, so old failures cannot open the breaker again.
 *
 * <p>Only endings that could matter are told here: failures, slow calls, the first of a second, and all while there are fewer
 * than the minimum. How many others there were the window knows. This is the rare path: it takes a lock.
 */
final class Tally {

    private static final Tally NOT_YET =
            passing(null, CircuitBreakerConfig.ofDefaults(), new SlicedWindow(Duration.ofSeconds(1), 0));

    /** The period's identity: Resilience4j has one such object for it, and a new one for the next. Null before the first. */
    final @Nullable Metrics period;

    /** Null where Resilience4j counts by itself: half-open, forced open, disabled. */
    private final @Nullable Reach reach;

    private final SlicedWindow window;
    private final long slowNanos;
    private final int minimum;
    private final boolean isTimed;
    private final Object lock = new Object();

    // Volatile, since call threads look at both without the lock; a stale look costs one check more or later.
    private volatile boolean isYoung = true;
    private volatile long checkedUntil;

    // Guarded by the lock.
    private final long before;
    private long told;
    private boolean hasTripped;
    private boolean hasToldFailureRate;
    private boolean hasToldSlowRate;

    private Tally(@Nullable Metrics period, CircuitBreakerConfig config, SlicedWindow window, @Nullable Reach reach) {
        this.period = period;
        this.reach = reach;
        this.window = window;
        this.before = reach == null ? 0 : window.counted();
        this.slowNanos = config.getSlowCallDurationThreshold().toNanos();
        this.isTimed = config.getSlidingWindowType() == SlidingWindowType.TIME_BASED;
        this.minimum = isTimed
                ? config.getMinimumNumberOfCalls()
                : Math.min(config.getMinimumNumberOfCalls(), config.getSlidingWindowSize());
    }

    /** A period in which heal counts. */
    static Tally counting(Metrics period, CircuitBreakerConfig config, SlicedWindow window, long now) {
        Reach reach = config.getSlidingWindowType() == SlidingWindowType.TIME_BASED
                ? new LastSeconds(
                        config.getSlidingWindowSize(),
                        now - config.getClock().instant().getNano())
                : new LastCalls(config.getSlidingWindowSize());
        Tally tally = new Tally(period, config, window, reach);
        tally.checkedUntil = now;
        return tally;
    }

    /** A period in which Resilience4j counts. */
    static Tally passing(@Nullable Metrics period, CircuitBreakerConfig config, SlicedWindow window) {
        return new Tally(period, config, window, null);
    }

    /** Before the first: nothing is known of any breaker, so it is one for all. */
    static Tally notYet() {
        return NOT_YET;
    }

    boolean counts() {
        return reach != null;
    }

    /** Whether a success that took so long can change nothing but the total; false where heal does not count. */
    boolean canPass(long nanos, long now) {
        return !isYoung && nanos <= slowNanos && !(isTimed && now - checkedUntil >= 0);
    }

    /**
     * A call has ended that the window is not told of yet.
     *
     * @return what there is with it
     */
    Counts ended(boolean hasFailed, long nanos, long now) {
        Reach counting = counting();
        synchronized (lock) {
            long earlier = total();
            counting.reachTo(now, earlier);
            // Of calls that end at once each has a number of its own, though the window may know of none of them yet.
            told = earlier + 1;
            boolean isSlow = nanos > slowNanos;
            if (hasFailed || isSlow) {
                counting.note(told, hasFailed, isSlow);
            }
            Counts counts = counting.counts(told, minimum);
            checkedUntil = counting.until();
            isYoung = counts.isTooFew();
            return counts;
        }
    }

    /** What there is now. Does not count as a look at the thresholds. */
    Counts counts(long now) {
        Reach counting = counting();
        synchronized (lock) {
            long total = total();
            counting.reachTo(now, total);
            return counting.counts(total, minimum);
        }
    }

    private Reach counting() {
        if (reach == null) {
            throw new IllegalStateException("Resilience4j counts in this period");
        }
        return reach;
    }

    private long total() {
        return Math.max(window.counted() - before, told);
    }

    /** Whether the caller is the one to open the breaker: once a period. */
    boolean mayTrip() {
        synchronized (lock) {
            boolean isFirst = !hasTripped;
            hasTripped = true;
            return isFirst;
        }
    }

    /** The breaker could not be opened: the next one may try. */
    void hasNotTripped() {
        synchronized (lock) {
            hasTripped = false;
        }
    }

    boolean mayTellFailureRate() {
        synchronized (lock) {
            boolean isFirst = !hasToldFailureRate;
            hasToldFailureRate = true;
            return isFirst;
        }
    }

    boolean mayTellSlowRate() {
        synchronized (lock) {
            boolean isFirst = !hasToldSlowRate;
            hasToldSlowRate = true;
            return isFirst;
        }
    }

    /** How far back is counted. Not safe for use by several threads; {@code total} never goes back. */
    interface Reach {

        /** It is {@code now}; so many calls had ended before. */
        void reachTo(long now, long total);

        /** The call of that number has failed, or was slow, or both. */
        void note(long number, boolean hasFailed, boolean isSlow);

        Counts counts(long total, int minimum);

        /** Up to when nothing is left out by the passing of time alone. */
        long until();
    }

    /**
     * The calls within reach.
     *
     * @param minimum fewer say nothing
     */
    record Counts(int calls, int failures, int slow, int slowFailures, int minimum) {

        boolean isTooFew() {
            return calls == 0 || calls < minimum;
        }

        /** In percent, or -1 when there are too few calls, as Resilience4j has it. */
        float failureRate() {
            return isTooFew() ? -1 : failures * 100.0f / calls;
        }

        /** In percent, or -1 when there are too few calls, as Resilience4j has it. */
        float slowRate() {
            return isTooFew() ? -1 : slow * 100.0f / calls;
        }
    }
}
