package dev.heal.guard;

import dev.heal.guard.Tally.Counts;
import dev.heal.signal.SlicedWindow;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.Metrics;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.functions.Either;
import org.jspecify.annotations.Nullable;

/** Holds the calls of a driven breaker's closed state against its thresholds, and has it opened: once a period. */
final class Thresholds {

    private final CircuitBreaker delegate;
    private final CircuitBreakerConfig config;
    private final DrivenEvents events;
    private final SlicedWindow window;

    /** Volatile, since any thread may be the first to notice that a period is over. */
    private volatile Tally tally;

    Thresholds(CircuitBreaker delegate, CircuitBreakerConfig config, DrivenEvents events, SlicedWindow window) {
        this.delegate = delegate;
        this.config = config;
        this.events = events;
        this.window = window;
        this.tally = Tally.notYet();
    }

    /** Whether a success that took so long changes nothing but the total. */
    boolean canPass(long nanos, long now) {
        Tally known = tally;
        return known.canPass(nanos, now) && isCurrent(known);
    }

    /** What was counted in that period, or null where Resilience4j counts, or nothing has ended yet. */
    @Nullable
    Counts countsOf(Metrics period, long now) {
        Tally known = tally;
        return known.period == period && known.counts() ? known.counts(now) : null;
    }

    /** What is counted in now; whoever asks first in a new period begins it. */
    Tally current(long now) {
        Tally known = tally;
        return isCurrent(known) ? known : begun(now);
    }

    /** A state that is left never comes back as the same object, so what is read twice held all the while. */
    private Tally begun(long now) {
        synchronized (this) {
            while (true) {
                Metrics period = delegate.getMetrics();
                if (tally.period == period) {
                    return tally;
                }
                State state = delegate.getState();
                if (delegate.getMetrics() == period) {
                    // An open breaker that was not seen closed before keeps the numbers of whatever it was.
                    boolean isOurs = state == State.CLOSED || state == State.METRICS_ONLY;
                    Tally next = isOurs
                            ? Tally.counting(period, config, window, now)
                            : Tally.passing(period, config, window);
                    tally = next;
                    return next;
                }
            }
        }
    }

    /** A call has ended in that period. */
    void count(Tally current, boolean hasFailed, long nanos, long now) {
        Counts counts = current.ended(hasFailed, nanos, now);
        boolean isFailing = counts.failureRate() >= config.getFailureRateThreshold();
        boolean isSlow = counts.slowRate() >= config.getSlowCallRateThreshold();
        if (!isFailing && !isSlow) {
            return;
        }
        State state = delegate.getState();
        if (state == State.CLOSED && isCurrent(current) && current.mayTrip()) {
            trip(current, isFailing, isSlow, counts);
        } else if (state == State.METRICS_ONLY) {
            tellRates(isFailing && current.mayTellFailureRate(), isSlow && current.mayTellSlowRate(), counts);
        }
    }

    private void trip(Tally current, boolean isFailing, boolean isSlow, Counts counts) {
        tellRates(isFailing, isSlow, counts);
        open(current, delegate::transitionToOpenState);
    }

    private void tellRates(boolean isFailing, boolean isSlow, Counts counts) {
        if (isFailing) {
            events.failureRateExceeded(counts.failureRate());
        }
        if (isSlow) {
            events.slowRateExceeded(counts.slowRate());
        }
    }

    /** The application's own function says whether to open. */
    void move(Tally current, Either<Object, Throwable> ending) {
        CircuitBreakerConfig.TransitionCheckResult wish =
                config.getTransitionOnResult().apply(ending);
        if (!wish.isTransitionToOpen()
                || delegate.getState() != State.CLOSED
                || !isCurrent(current)
                || !current.mayTrip()) {
            return;
        }
        if (wish.getWaitDuration() != null) {
            open(current, () -> delegate.transitionToOpenStateFor(wish.getWaitDuration()));
        } else if (wish.getWaitUntil() != null) {
            open(current, () -> delegate.transitionToOpenStateUntil(wish.getWaitUntil()));
        } else {
            open(current, delegate::transitionToOpenState);
        }
    }

    private boolean isCurrent(Tally some) {
        return some.period == delegate.getMetrics();
    }

    private static void open(Tally current, Runnable transition) {
        boolean isOpen = false;
        try {
            transition.run();
            isOpen = true;
        } finally {
            if (!isOpen) {
                current.hasNotTripped();
            }
        }
    }
}
