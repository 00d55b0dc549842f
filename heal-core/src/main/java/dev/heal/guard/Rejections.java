package dev.heal.guard;

import dev.heal.time.Clock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.Metrics;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls out beside an open breaker. Asked, Resilience4j reads the wall clock and makes an event each time, also where
 * nobody listens; and calls are kept out by the thousand. So once it has said no it is not asked again for a millisecond, as
 * long as it is the same period of the same state, and the calls of that time are counted here.
 */
final class Rejections {

    private static final VarHandle SHUT;

    static {
        try {
            SHUT = MethodHandles.lookup().findVarHandle(Rejections.class, "shut", Shut.class);
        } catch (ReflectiveOperationException cannotBe) {
            throw new ExceptionInInitializerError(cannotBe);
        }
    }

    private static final long PAUSE_NANOS = 1_000_000;
    private static final Shut OPEN_TO_ALL = new Shut(null, new LongAdder(), 0);

    /** @param period null for none */
    private record Shut(@Nullable Metrics period, LongAdder rejected, long until) {}

    private final CircuitBreaker delegate;
    private final DrivenEvents events;
    private final Clock clock;
    private volatile Shut shut = OPEN_TO_ALL;

    Rejections(CircuitBreaker delegate, DrivenEvents events, Clock clock) {
        this.delegate = delegate;
        this.events = events;
        this.clock = clock;
    }

    boolean tryAcquire() {
        Shut known = shut;
        if (known.period == delegate.getMetrics() && clock.nanos() - known.until < 0 && !events.hasListeners()) {
            known.rejected.increment();
            return false;
        }
        boolean letIn = delegate.tryAcquirePermission();
        if (!letIn) {
            remember(known);
        }
        return letIn;
    }

    private void remember(Shut known) {
        Metrics period = delegate.getMetrics();
        State state = delegate.getState();
        // A half-open one may have a permit again at any moment.
        if (state == State.OPEN || state == State.FORCED_OPEN) {
            LongAdder rejected = known.period == period ? known.rejected : new LongAdder();
            // Whoever comes second finds it remembered.
            SHUT.compareAndSet(this, known, new Shut(period, rejected, clock.nanos() + PAUSE_NANOS));
        }
    }

    /** How many calls were kept out in that period without asking. */
    long of(Metrics period) {
        Shut known = shut;
        return known.period == period ? known.rejected.sum() : 0;
    }
}
