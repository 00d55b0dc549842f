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
    private final int others;

    CallRejectedException(String target, BreakerState state) {
        this(target, state, NO_LIMIT, 0);
    }

    private CallRejectedException(String target, @Nullable BreakerState state, int limit, int others) {
        super(null, null, false, false);
        this.target = target;
        this.state = state;
        this.limit = limit;
        this.others = others;
    }

    /** @param others how many of those in flight hold no place under the limit */
    static CallRejectedException atLimit(String target, int limit, int others) {
        return new CallRejectedException(target, null, limit, others);
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
                        ? "its limit of " + limit + " in flight at once is reached" + others() + " (limit-concurrency)"
                        : "its circuit breaker is " + state);
    }

    /** Whoever looks for calls that nobody ends has to look for these elsewhere. */
    private String others() {
        return others == 0 ? "" : ", by " + others + " among them from before the limit or past the guard";
    }
}
