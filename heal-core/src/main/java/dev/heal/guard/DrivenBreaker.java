package dev.heal.guard;

import dev.heal.guard.Recorder.Calls;
import dev.heal.guard.Tally.Counts;
import dev.heal.signal.Outcome;
import dev.heal.signal.SlicedWindow;
import dev.heal.time.Clock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
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
 * <p>Differs from the breaker within, and why, says docs/adr/013. Safe for use by all threads.
 */
public final class DrivenBreaker extends CallingBreaker {

    private static final Function<?, ?> NEVER_MOVES =
            CircuitBreakerConfig.ofDefaults().getTransitionOnResult();

    private final CircuitBreakerConfig config;
    final Judgement judgement;
    private final boolean movesOnResult;
    private final DrivenEvents events;
    private final Rejections rejections;
    private final SlicedWindow window;
    private final Clock clock;
    private final Calls calls;
    /** Made for the first call through the breaker itself: nearly all pass another guard. */
    private @Nullable Guard own;

    private final Thresholds closed;

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
        this.rejections = new Rejections(delegate, events, clock);
        this.window = window;
        this.clock = clock;
        this.calls = new Calls(window, clock);
        this.closed = new Thresholds(delegate, config, events, window);
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
        return config.getSlowCallDurationThreshold().toNanos() < SlicedWindow.ALWAYS_SEEN || events.tellsSuccesses();
    }

    boolean tryAcquire() {
        return rejections.tryAcquire();
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
        if (outcome == Outcome.SUCCESS && closed.canPass(nanos, now) && !movesOnResult) {
            events.success(nanos);
            return outcome;
        }
        try {
            tellResult(outcome, nanos, now, result);
        } catch (Throwable transitionCheckFailed) {
            // The call has been counted before it was asked whether to move: the permit is spent.
        }
        return outcome;
    }

    private void tellResult(Outcome outcome, long nanos, long now, @Nullable Object result) {
        Tally current = closed.current(now);
        if (!current.counts()) {
            delegate.onResult(nanos, TimeUnit.NANOSECONDS, result);
        } else if (outcome == Outcome.FAILURE && result != null) {
            events.badResult(nanos, result);
            closed.count(current, true, nanos, now);
        } else {
            events.success(nanos);
            closed.count(current, false, nanos, now);
            if (movesOnResult && result != null) {
                closed.move(current, Either.left(result));
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
            tellError(outcome, nanos, now, error);
        } catch (Throwable transitionCheckFailed) {
            // As above.
        }
        return outcome;
    }

    private void tellError(Outcome outcome, long nanos, long now, Throwable error) {
        Tally current = closed.current(now);
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
            closed.count(current, outcome == Outcome.FAILURE, nanos, now);
            if (movesOnResult) {
                closed.move(current, Either.right(judged));
            }
        }
    }

    /** What the window is told must be counted here as well. */
    private void unjudged(Outcome outcome, long nanos, long now) {
        try {
            Tally current = closed.current(now);
            if (current.counts()) {
                closed.count(current, outcome == Outcome.FAILURE, nanos, now);
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

    // Calls through the breaker itself: those are recorded here.

    @Override
    long enter() {
        acquire();
        return own().begin();
    }

    private Guard own() {
        Guard made = own;
        if (made == null) {
            made = new Guard(delegate.getName(), Breaker.attached(this), window, clock);
            own = made; // two may be made at once: they are the same to whoever calls
        }
        return made;
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
        own().succeeded(token, result);
    }

    @Override
    void failed(long token, Throwable error) {
        own().failed(token, error);
    }

    @Override
    public boolean tryAcquirePermission() {
        boolean letIn = tryAcquire();
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
        return closed.countsOf(period, clock.nanos());
    }

    /** Calls that were kept out in that period without asking the breaker within. */
    long rejectedIn(Metrics period) {
        return rejections.of(period);
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
