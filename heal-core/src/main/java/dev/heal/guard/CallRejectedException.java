package dev.heal.guard;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The call was not let in: the breaker is open, or its trial calls are all taken, or as many calls as may be are in flight.
 * Carries no stack trace.
 */
public final class CallRejectedException extends RuntimeException {

    private static final int NO_LIMIT = 0;

    private final String target;
    private final @Nullable BreakerState state;
    private final int limit;

    CallRejectedException(String target, BreakerState state) {
        this(target, state, NO_LIMIT);
    }

    private CallRejectedException(String target, @Nullable BreakerState state, int limit) {
        super(null, null, false, false);
        this.target = target;
        this.state = state;
        this.limit = limit;
    }

    static CallRejectedException atLimit(String target, int limit) {
        return new CallRejectedException(target, null, limit);
    }

    public String target() {
        return target;
    }

    /** How many calls may be in flight at most, if it was that which kept the call out; empty if it was the breaker. */
    public OptionalInt limit() {
        return limit == NO_LIMIT ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    /** Put together when it is asked for: calls are rejected by the thousand, and few of them are read. */
    @Override
    public String getMessage() {
        return "target " + target + " takes no calls: "
                + (state == null
                        ? "its limit of " + limit + " in flight at once is reached (limit-concurrency)"
                        : "its circuit breaker is " + state);
    }
}
