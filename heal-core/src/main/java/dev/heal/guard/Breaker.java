package dev.heal.guard;

import dev.heal.signal.Outcome;
import dev.heal.time.Clock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one seam to Resilience4j's circuit breaker.
 *
 * <p>Never subscribes to the breaker's events: a consumer makes every success allocate one, and runs on the caller's
 * thread. State is asked for when it is needed.
 */
public final class Breaker {

    private final CircuitBreaker delegate;
    private final CircuitBreakerConfig config;

    private Breaker(CircuitBreaker delegate) {
        this.delegate = delegate;
        this.config = delegate.getCircuitBreakerConfig();
    }

    /** The application's own breaker, used exactly as Resilience4j would use it. */
    public static Breaker attached(CircuitBreaker breaker) {
        return new Breaker(breaker);
    }

    /** A breaker with Resilience4j's default settings that measures all its times, also how long it is open, by {@code clock}. */
    public static Breaker create(String name, Clock clock) {
        return attached(CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .clock(new Monotonic(clock))
                        .currentTimestampFunction(unused -> clock.nanos(), TimeUnit.NANOSECONDS)
                        .build()));
    }

    public String name() {
        return delegate.getName();
    }

    public BreakerState state() {
        return BreakerState.valueOf(delegate.getState().name());
    }

    /** Lets new trial calls in, whatever the trial before them came to: for a breaker that is stuck. */
    public void tryAgain() {
        // From half-open to half-open is a transition too: it brings all permits back.
        delegate.transitionToHalfOpenState();
    }

    /** Counts and lets every call in. */
    public void onlyMeasure() {
        delegate.transitionToMetricsOnlyState();
    }

    boolean tryAcquire() {
        return delegate.tryAcquirePermission();
    }

    /** The application's predicates decide; one that throws must neither hide the call's answer nor keep its permit. */
    Outcome succeeded(long nanos, @Nullable Object result) {
        boolean failure;
        try {
            failure = result != null && config.getRecordResultPredicate().test(result);
        } catch (Throwable predicateFailed) {
            delegate.releasePermission();
            return Outcome.SUCCESS;
        }
        try {
            delegate.onResult(nanos, TimeUnit.NANOSECONDS, result);
        } catch (Throwable transitionCheckFailed) {
            // The breaker has counted the call before it asked whether to move: the permit is spent.
        }
        return failure ? Outcome.FAILURE : Outcome.SUCCESS;
    }

    /** The application's predicates decide; one that throws must neither hide the call's own error nor keep its permit. */
    Outcome failed(long nanos, Throwable error) {
        Throwable cause = unwrapped(error);
        Outcome outcome;
        try {
            outcome = outcomeOf(cause);
        } catch (Throwable predicateFailed) {
            delegate.releasePermission();
            return Outcome.FAILURE;
        }
        try {
            boolean bareWrapper = cause == error && isWrapper(error);
            delegate.onError(nanos, TimeUnit.NANOSECONDS, bareWrapper ? new CompletionException(error) : error);
        } catch (Throwable transitionCheckFailed) {
            // As above.
        }
        return outcome;
    }

    private Outcome outcomeOf(Throwable error) {
        if (config.getIgnoreExceptionPredicate().test(error)) {
            return Outcome.IGNORED;
        }
        return config.getRecordExceptionPredicate().test(error) ? Outcome.FAILURE : Outcome.SUCCESS;
    }

    /** What the breaker itself judges, which takes a wrapper off; of one that wraps nothing it would judge a null. */
    private static Throwable unwrapped(Throwable error) {
        Throwable cause = error.getCause();
        return isWrapper(error) && cause != null ? cause : error;
    }

    private static boolean isWrapper(Throwable error) {
        return error instanceof CompletionException || error instanceof ExecutionException;
    }

    void released() {
        delegate.releasePermission();
    }

    /** Wall-clock readings for Resilience4j that go on with the monotonic clock, so OPEN is not stretched by a jump. */
    private static final class Monotonic extends java.time.Clock {

        private final Clock clock;
        private final Instant began;
        private final long beganNanos;

        Monotonic(Clock clock) {
            this.clock = clock;
            this.began = clock.now();
            this.beganNanos = clock.nanos();
        }

        @Override
        public Instant instant() {
            return began.plusNanos(clock.nanos() - beganNanos);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public java.time.Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
