package dev.heal.guard;

import dev.heal.signal.Outcome;
import dev.heal.signal.SignalWindow;
import dev.heal.signal.SlicedWindow;
import dev.heal.time.Clock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one seam to Resilience4j's circuit breaker.
 *
 * <p>Never subscribes to the breaker's events: a consumer makes every success allocate one, and runs on the caller's
 * thread. State is asked for when it is needed.
 */
public final class Breaker {

    private static final Duration SLICE = Duration.ofMillis(500);

    /** Heal's names of Resilience4j's states, in its order. */
    private static final BreakerState[] STATES = Arrays.stream(CircuitBreaker.State.values())
            .map(state -> BreakerState.valueOf(state.name()))
            .toArray(BreakerState[]::new);

    /** All breakers that heal makes by the process's clock have the same settings, and there may be thousands. */
    private static final Settings USUAL = Settings.by(Clock.system(), error -> false);

    /**
     * What a breaker of heal's own is made with.
     *
     * @param within Resilience4j counts trial calls only, so its window for all others, an object a call, stays as small as
     *     can be
     */
    private record Settings(CircuitBreakerConfig told, CircuitBreakerConfig within) {
        static Settings by(Clock clock, Predicate<Throwable> ignored) {
            CircuitBreakerConfig told = CircuitBreakerConfig.custom()
                    .ignoreException(ignored)
                    .clock(new Monotonic(clock))
                    .currentTimestampFunction(unused -> clock.nanos(), TimeUnit.NANOSECONDS)
                    .build();
            return new Settings(
                    told, CircuitBreakerConfig.from(told).slidingWindowSize(1).build());
        }
    }

    /**
     * Volatile, because the application may put another breaker in this one's place; one object, because a call must not
     * ask one breaker for its predicates and tell the answer to another.
     */
    private volatile Attached attached;

    private record Attached(
            CircuitBreaker breaker,
            Judgement judgement,
            @Nullable DrivenBreaker driven) {
        static Attached to(CircuitBreaker breaker) {
            return breaker instanceof DrivenBreaker driven
                    ? new Attached(driven.delegate, driven.judgement, driven)
                    : new Attached(breaker, Judgement.of(breaker), null);
        }

        CircuitBreaker outside() {
            return driven == null ? breaker : driven;
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

    /**
     * The application's own breaker, which heal counts for while it is closed: without a lock, and without an allocation for
     * a success. What it has counted so far is not taken over. Calls past the guard go through {@link #circuitBreaker}, for
     * nobody counts those that go to {@code original} itself.
     *
     * @throws IllegalArgumentException if {@code original} is not of Resilience4j's own class, which heal stands in for
     */
    public static Breaker driven(CircuitBreaker original) {
        return driven(original, Clock.system());
    }

    /** As {@link #driven(CircuitBreaker)}, with a clock for calls; how long it is open its own configuration says. */
    public static Breaker driven(CircuitBreaker original, Clock clock) {
        CircuitBreaker bare = RecordedBreaker.original(original);
        return new Breaker(bare instanceof DrivenBreaker ? bare : driving(bare, window(clock), clock));
    }

    static DrivenBreaker driving(CircuitBreaker bare, SlicedWindow window, Clock clock) {
        if (!DrivenBreaker.canDrive(bare)) {
            throw new IllegalArgumentException("circuit breaker " + bare.getName() + " is a "
                    + bare.getClass().getName() + ", and only Resilience4j's own can be driven: use Breaker.attached");
        }
        return new DrivenBreaker(bare, bare.getCircuitBreakerConfig(), window, clock);
    }

    static SlicedWindow window(Clock clock) {
        return new SlicedWindow(SLICE, clock.nanos());
    }

    /** From now on this stands for {@code breaker}; a call that is under way ends there. */
    void follow(CircuitBreaker breaker) {
        attached = Attached.to(breaker);
    }

    /**
     * A breaker with Resilience4j's default settings, driven, that measures all its times, also how long it is open, by
     * {@code clock}.
     */
    public static Breaker create(String name, Clock clock) {
        return create(name, clock, window(clock));
    }

    /** As {@link #create(String, Clock)}; calls are counted in that window, which is its guard's too. */
    public static Breaker create(String name, Clock clock, SlicedWindow window) {
        Settings settings = clock == Clock.system() ? USUAL : Settings.by(clock, error -> false);
        return create(name, clock, window, settings);
    }

    /**
     * As {@link #create(String, Clock, SlicedWindow)}, and errors that {@code ignored} accepts say nothing of the target. Until
     * {@link #arm} it counts only and lets every call in.
     */
    public static Breaker unarmed(String name, Clock clock, SlicedWindow window, Predicate<Throwable> ignored) {
        Breaker breaker = create(name, clock, window, Settings.by(clock, ignored));
        breaker.onlyMeasure();
        return breaker;
    }

    private static Breaker create(String name, Clock clock, SlicedWindow window, Settings settings) {
        CircuitBreaker within = CircuitBreaker.of(name, settings.within);
        return new Breaker(new DrivenBreaker(within, settings.told, window, clock));
    }

    /** The window that a driven breaker counts in, which its guard has to record in; empty for one that is attached. */
    public Optional<SlicedWindow> window() {
        return Optional.ofNullable(attached.driven()).map(DrivenBreaker::window);
    }

    /** A guard that recorded elsewhere would leave a driven breaker with failures alone. */
    void requireWindow(SignalWindow guards) {
        DrivenBreaker driven = attached.driven();
        if (driven != null && driven.window() != guards) {
            throw new IllegalArgumentException("circuit breaker " + name()
                    + " counts in a window of its own: give its guard that one, by Breaker.window()");
        }
    }

    /** What Resilience4j's own ways of calling take: registries, decorators, operators. Driven if this is. */
    public CircuitBreaker circuitBreaker() {
        return attached.outside();
    }

    /** Whether each call's duration has to be measured, not only estimated by a coarse clock. */
    boolean needsExactTiming() {
        DrivenBreaker driven = attached.driven();
        return driven == null || driven.needsExactTiming();
    }

    public String name() {
        return attached.breaker().getName();
    }

    public BreakerState state() {
        return STATES[attached.breaker().getState().ordinal()];
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

    /** One that only measured begins to keep calls out when too many fail; any other is left as it is. */
    public void arm() {
        if (state() == BreakerState.METRICS_ONLY) {
            attached.breaker().transitionToClosedState();
        }
    }

    boolean tryAcquire() {
        Attached current = attached;
        DrivenBreaker driven = current.driven();
        return driven != null ? driven.tryAcquire() : current.breaker().tryAcquirePermission();
    }

    /** The application's predicates decide; one that throws must neither hide the call's answer nor keep its permit. */
    Outcome succeeded(long nanos, long now, @Nullable Object result) {
        Attached current = attached;
        DrivenBreaker driven = current.driven();
        if (driven != null) {
            return driven.succeeded(nanos, now, result);
        }
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
    Outcome failed(long nanos, long now, Throwable error) {
        Attached current = attached;
        DrivenBreaker driven = current.driven();
        if (driven != null) {
            return driven.failed(nanos, now, error);
        }
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
