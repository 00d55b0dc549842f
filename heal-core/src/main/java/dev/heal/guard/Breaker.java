package dev.heal.guard;

import dev.heal.signal.Outcome;
import dev.heal.time.Clock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one seam to Resilience4j's circuit breaker.
 *
 * <p>Never subscribes to the breaker's events: a consumer makes every success allocate one, and runs on the caller's
 * thread. State is asked for when it is needed.
 */
public final class Breaker {

    /**
     * Volatile, because the application may put another breaker in this one's place; one object, because a call must not
     * ask one breaker for its predicates and tell the answer to another.
     */
    private volatile Attached attached;

    private record Attached(CircuitBreaker breaker, Judgement judgement) {
        static Attached to(CircuitBreaker breaker) {
            return new Attached(breaker, Judgement.of(breaker));
        }
    }

    private Breaker(CircuitBreaker breaker) {
        this.attached = Attached.to(breaker);
    }

    /**
     * The application's own breaker, used exactly as Resilience4j would use it. Of one whose calls are recorded it is the
     * breaker within: what passes through a guard is recorded there already.
     */
    public static Breaker attached(CircuitBreaker breaker) {
        return new Breaker(RecordedBreaker.original(breaker));
    }

    /** From now on this stands for {@code breaker}; a call that is under way ends there. */
    void follow(CircuitBreaker breaker) {
        attached = Attached.to(breaker);
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
        return attached.breaker().getName();
    }

    public BreakerState state() {
        return BreakerState.valueOf(attached.breaker().getState().name());
    }

    /** Lets new trial calls in, whatever the trial before them came to: for a breaker that is stuck. */
    public void tryAgain() {
        // From half-open to half-open is a transition too: it brings all permits back.
        attached.breaker().transitionToHalfOpenState();
    }

    /** Counts and lets every call in. */
    public void onlyMeasure() {
        attached.breaker().transitionToMetricsOnlyState();
    }

    /** Whether it has to be told how long each call took. */
    boolean needsExactTiming() {
        return true;
    }

    boolean tryAcquire() {
        return attached.breaker().tryAcquirePermission();
    }

    /** The application's predicates decide; one that throws must neither hide the call's answer nor keep its permit. */
    Outcome succeeded(long nanos, @Nullable Object result) {
        Attached current = attached;
        Outcome outcome;
        try {
            outcome = current.judgement().ofResult(result);
        } catch (Throwable predicateFailed) {
            current.breaker().releasePermission();
            return Outcome.SUCCESS;
        }
        try {
            current.breaker().onResult(nanos, TimeUnit.NANOSECONDS, result);
        } catch (Throwable transitionCheckFailed) {
            // The breaker has counted the call before it asked whether to move: the permit is spent.
        }
        return outcome;
    }

    /** The application's predicates decide; one that throws must neither hide the call's own error nor keep its permit. */
    Outcome failed(long nanos, Throwable error) {
        Attached current = attached;
        Outcome outcome;
        try {
            outcome = current.judgement().ofError(error);
        } catch (Throwable predicateFailed) {
            current.breaker().releasePermission();
            return Outcome.FAILURE;
        }
        try {
            boolean bareWrapper = Judgement.wrapsNothing(error);
            current.breaker()
                    .onError(nanos, TimeUnit.NANOSECONDS, bareWrapper ? new CompletionException(error) : error);
        } catch (Throwable transitionCheckFailed) {
            // As above.
        }
        return outcome;
    }

    void released() {
        attached.breaker().releasePermission();
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
