package dev.heal.guard;

import dev.heal.signal.Outcome;
import dev.heal.signal.SignalWindow;
import dev.heal.signal.SlicedWindow;
import dev.heal.time.Clock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures the calls that an application sends through its own breaker of one name, past any guard, and follows that
 * breaker when the application puts another in its place.
 *
 * <p>It is made before the application's beans are, and told much later where to record; until then, and for ever if nobody
 * tells it, calls pass as if it were not there. Safe for use by all threads.
 */
public final class Recorder {

    private final @Nullable SlicedWindow window;
    private final Clock clock;
    private volatile @Nullable Calls calls;
    private volatile @Nullable Breaker breaker;

    /** Measures, and lets Resilience4j count. */
    public Recorder() {
        this(null, Clock.system());
    }

    private Recorder(@Nullable SlicedWindow window, Clock clock) {
        this.window = window;
        this.clock = clock;
    }

    /** Measures, and counts in Resilience4j's place while a breaker is closed, if the first breaker can be driven. */
    public static Recorder driving(Clock clock) {
        return new Recorder(Breaker.window(clock), clock);
    }

    /**
     * The breaker to hand out in place of {@code original}, which becomes the one that {@link #breaker} stands for. Recording
     * one that is recorded already would count its calls twice, so what is within it is taken.
     */
    public synchronized CircuitBreaker around(CircuitBreaker original) {
        CircuitBreaker bare = RecordedBreaker.original(original);
        Breaker known = breaker;
        CircuitBreaker driven = known == null || known.window().isPresent() ? driven(bare) : null;
        CircuitBreaker stands = driven == null ? bare : driven;
        if (known == null) {
            breaker = Breaker.attached(stands);
        } else {
            known.follow(stands);
        }
        return driven == null ? new RecordedBreaker(bare, this) : driven;
    }

    private @Nullable CircuitBreaker driven(CircuitBreaker bare) {
        if (window == null) {
            return null;
        }
        if (bare instanceof DrivenBreaker driven) {
            return driven.window() == window ? driven : driven(driven.delegate);
        }
        return DrivenBreaker.canDrive(bare)
                ? new DrivenBreaker(bare, bare.getCircuitBreakerConfig(), window, clock)
                : null;
    }

    /** Whether Resilience4j was to be spared the counting, and cannot be. */
    public boolean cannotDrive() {
        Breaker known = breaker;
        return window != null && known != null && known.window().isEmpty();
    }

    /** The application's breaker, for a guard to stand around; always the latest. Empty before there was any. */
    public Optional<Breaker> breaker() {
        return Optional.ofNullable(breaker);
    }

    /** From now on calls are recorded where the guard's own are. */
    public void recordFor(Guard guard) {
        calls = new Calls(guard.window(), guard.clock());
    }

    @Nullable
    Calls calls() {
        return calls;
    }

    /**
     * Where calls are recorded. Whatever fails in here is heal's own failure: the call goes on as if nobody measured it.
     */
    record Calls(SignalWindow window, Clock clock) {

        void asked(boolean letIn) {
            try {
                if (letIn) {
                    window.started(clock.nanos());
                } else {
                    window.rejected();
                }
            } catch (RuntimeException | Error own) {
                // As said above.
            }
        }

        void ended(Outcome outcome, long duration, TimeUnit unit) {
            try {
                window.endedAbout(outcome, unit.toNanos(duration), clock.nanos());
            } catch (RuntimeException | Error own) {
                // As said above.
            }
        }

        /** Nobody has said how long it took: most likely the call that was let in last. */
        void endedUnmeasured(Outcome outcome) {
            ended(outcome, 0, TimeUnit.NANOSECONDS);
        }
    }
}
