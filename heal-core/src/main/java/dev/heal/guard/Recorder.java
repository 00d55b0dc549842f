package dev.heal.guard;

import dev.heal.signal.Outcome;
import dev.heal.signal.SignalWindow;
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

    private volatile @Nullable Calls calls;
    private volatile @Nullable Breaker breaker;

    /**
     * The breaker to hand out in place of {@code original}, which becomes the one that {@link #breaker} stands for. Recording
     * one that is recorded already would count its calls twice, so what is within it is taken.
     */
    public synchronized RecordedBreaker around(CircuitBreaker original) {
        CircuitBreaker bare = RecordedBreaker.original(original);
        Breaker known = breaker;
        if (known == null) {
            breaker = Breaker.attached(bare);
        } else {
            known.follow(bare);
        }
        return new RecordedBreaker(bare, this);
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
            if (letIn) {
                started(clock.nanos());
            } else {
                rejected();
            }
        }

        void started(long start) {
            try {
                window.started(start);
            } catch (RuntimeException | Error own) {
                // As said above.
            }
        }

        void rejected() {
            try {
                window.rejected();
            } catch (RuntimeException | Error own) {
                // As said above.
            }
        }

        void ended(Outcome outcome, long start, long now) {
            try {
                window.ended(outcome, start, now);
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
