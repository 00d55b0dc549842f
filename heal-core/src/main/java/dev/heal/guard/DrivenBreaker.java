package dev.heal.guard;

import dev.heal.guard.Recorder.Calls;
import dev.heal.guard.Tally.Counts;
import dev.heal.signal.Outcome;
import dev.heal.signal.SlicedWindow;
import dev.heal.time.Clock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.ResultRecordedAsFailureException;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.circuitbreaker.internal.CircuitBreakerStateMachine;
import io.github.resilience4j.core.EventProcessor;
import io.github.resilience4j.core.functions.Either;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Resilience4j breaker whose calls heal counts in its own window while the breaker is closed, without a lock and without
 * an allocation for a success. All else is the breaker's within: it alone says which state it is in, lets calls in or keeps
 * them out, judges trial calls, and tells its listeners.
 *
 * <p>Differs from the breaker within, and why, says docs/adr/012. Safe for use by all threads.
 */
public final class DrivenBreaker extends CallingBreaker {

    private static final Function<?, ?> NEVER_MOVES =
            CircuitBreakerConfig.ofDefaults().getTransitionOnResult();

    /** Of a guard that times a sample only, a coarse clock's durations are within 1 ms: good enough from here on. */
    private static final long COARSE_NANOS = 32_000_000;

    private final CircuitBreakerConfig config;
    private final Judgement judgement;
    private final boolean movesOnResult;
    private final DrivenEvents events;
    private final SlicedWindow window;
    private final Clock clock;
    private final Calls calls;
    private final Guard own;
    private final Object lock = new Object();

    /** Volatile, since any thread may be the first to notice that a period is over. */
    private volatile Tally tally;

    /**
     * @param config what is told to be the breaker's; all but the size of the window that {@code delegate} does not use
     * @param window where the calls are recorded, whoever lets them in
     */
    DrivenBreaker(CircuitBreaker delegate, CircuitBreakerConfig config, SlicedWindow window, Clock clock) {
        super(delegate);
        this.config = config;
        this.judgement = new Judgement(config);
        this.movesOnResult = config.getTransitionOnResult() != NEVER_MOVES;
        this.events = events(delegate);
        this.window = window;
        this.clock = clock;
        this.calls = new Calls(window, clock);
        this.tally = Tally.passing(null, config, window);
        this.own = new Guard(delegate.getName(), Breaker.attached(this), window, clock);
    }

    /** Whether heal can drive such a breaker: it has to be Resilience4j's own, for heal stands in for a part of it. */
    static boolean canDrive(CircuitBreaker breaker) {
        return breaker instanceof CircuitBreakerStateMachine && breaker.getEventPublisher() instanceof EventProcessor;
    }

    @SuppressWarnings("unchecked") // a breaker's publisher takes nothing else
    private static DrivenEvents events(CircuitBreaker delegate) {
        CircuitBreaker.EventPublisher publisher = delegate.getEventPublisher();
        return new DrivenEvents(delegate.getName(), publisher, (EventProcessor<CircuitBreakerEvent>) publisher);
    }

    /** Whether {@code other} is the breaker within, which keeps the state. */
    public boolean isAround(CircuitBreaker other) {
        return delegate == other;
    }

    SlicedWindow window() {
        return window;
    }

    /** Whether a call's duration matters to a hair, to the thresholds or to somebody who listens. */
    boolean needsExactTiming() {
        return config.getSlowCallDurationThreshold().toNanos() < COARSE_NANOS || events.tellsSuccesses();
    }

    // The endings of a call whose recording is the caller's business.

    /** The application's predicates decide; one that throws must neither hide the call's answer nor keep its permit. */
    Outcome succeeded(long nanos, long now, @Nullable Object result) {
        Outcome outcome;
        try {
            outcome = judgement.ofResult(result);
        } catch (Throwable predicateFailed) {
            unjudged(Outcome.SUCCESS, nanos, now);
            return Outcome.SUCCESS;
        }
        Tally known = tally;
        if (outcome == Outcome.SUCCESS
                && known.canPass(nanos, now)
                && known.period == delegate.getMetrics()
                && !movesOnResult
                && !events.tellsSuccesses()) {
            return outcome;
        }
        try {
            tell(outcome, nanos, now, result);
        } catch (Throwable transitionCheckFailed) {
            // The call has been counted before it was asked whether to move: the permit is spent.
        }
        return outcome;
    }

    private void tell(Outcome outcome, long nanos, long now, @Nullable Object result) {
        Tally current = current(now);
        if (!current.counts()) {
            delegate.onResult(nanos, TimeUnit.NANOSECONDS, result);
        } else if (outcome == Outcome.FAILURE && result != null) {
            events.error(nanos, new ResultRecordedAsFailureException(getName(), result));
            count(current, true, nanos, now);
        } else {
            events.success(nanos);
            count(current, false, nanos, now);
            if (movesOnResult && result != null) {
                move(current, Either.left(result));
            }
        }
    }

    /** The application's predicates decide; one that throws must neither hide the call's own error nor keep its permit. */
    Outcome failed(long nanos, long now, Throwable error) {
        Outcome outcome;
        try {
            outcome = judgement.ofError(error);
        } catch (Throwable predicateFailed) {
            unjudged(Outcome.FAILURE, nanos, now);
            return Outcome.FAILURE;
        }
        try {
            tell(outcome, nanos, now, error);
        } catch (Throwable transitionCheckFailed) {
            // As above.
        }
        return outcome;
    }

    private void tell(Outcome outcome, long nanos, long now, Throwable error) {
        Tally current = current(now);
        Throwable judged = Judgement.unwrapped(error);
        if (!current.counts()) {
            boolean bareWrapper = Judgement.wrapsNothing(error);
            delegate.onError(nanos, TimeUnit.NANOSECONDS, bareWrapper ? new CompletionException(error) : error);
        } else if (outcome == Outcome.IGNORED) {
            delegate.releasePermission();
            events.ignoredError(nanos, judged);
        } else {
            if (outcome == Outcome.FAILURE) {
                events.error(nanos, judged);
            } else {
                events.success(nanos);
            }
            count(current, outcome == Outcome.FAILURE, nanos, now);
            if (movesOnResult) {
                move(current, Either.right(judged));
            }
        }
    }

    /** What the window is told must be counted here as well. */
    private void unjudged(Outcome outcome, long nanos, long now) {
        try {
            Tally current = current(now);
            if (current.counts()) {
                count(current, outcome == Outcome.FAILURE, nanos, now);
            } else {
                delegate.releasePermission();
            }
        } catch (Throwable transitionFailed) {
            // As above.
        }
    }

    void released() {
        delegate.releasePermission();
    }

    // The closed state.

    private Tally current(long now) {
        Tally known = tally;
        return known.period == delegate.getMetrics() ? known : begun(now);
    }

    /** A state that is left never comes back as the same object, so what is read twice held all the while. */
    private Tally begun(long now) {
        synchronized (lock) {
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

    private void count(Tally current, boolean hasFailed, long nanos, long now) {
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

    private void move(Tally current, Either<Object, Throwable> ending) {
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

    // Calls through the breaker itself: those are recorded here.

    @Override
    long enter() {
        acquire();
        return own.begin();
    }

    private void acquire() {
        boolean letIn = false;
        try {
            delegate.acquirePermission();
            letIn = true;
        } finally {
            if (!letIn) {
                calls.asked(false);
            }
        }
    }

    @Override
    void succeeded(long token, @Nullable Object result) {
        own.succeeded(token, result);
    }

    @Override
    void failed(long token, Throwable error) {
        own.failed(token, error);
    }

    @Override
    public boolean tryAcquirePermission() {
        boolean letIn = delegate.tryAcquirePermission();
        calls.asked(letIn);
        return letIn;
    }

    @Override
    public void acquirePermission() {
        acquire();
        calls.asked(true);
    }

    @Override
    public void releasePermission() {
        delegate.releasePermission();
        calls.endedUnmeasured(Outcome.IGNORED);
    }

    @Override
    public void onSuccess(long duration, TimeUnit unit) {
        onResult(duration, unit, null);
    }

    @Override
    public void onResult(long duration, TimeUnit unit, @Nullable Object result) {
        Outcome outcome = succeeded(unit.toNanos(duration), clock.nanos(), result);
        calls.ended(outcome, duration, unit);
    }

    @Override
    public void onError(long duration, TimeUnit unit, Throwable error) {
        Outcome outcome = failed(unit.toNanos(duration), clock.nanos(), error);
        calls.ended(outcome, duration, unit);
    }

    // What others see.

    /** What heal has counted in that period, or null where Resilience4j counts, or nothing has ended yet. */
    @Nullable
    Counts countsOf(Metrics period) {
        Tally known = tally;
        return known.period == period && known.counts() ? known.counts(clock.nanos()) : null;
    }

    @Override
    public Metrics getMetrics() {
        return new DrivenMetrics(this, delegate.getMetrics());
    }

    @Override
    public CircuitBreakerConfig getCircuitBreakerConfig() {
        return config;
    }

    /** Of the successes while closed, only consumers that ask by {@code onSuccess} are told. */
    @Override
    public EventPublisher getEventPublisher() {
        return events;
    }
}
