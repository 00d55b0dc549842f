package dev.heal.guard;

/** The call was not let in: the breaker is open, or its trial calls are all taken. Carries no stack trace. */
public final class CallRejectedException extends RuntimeException {

    private final String target;
    private final BreakerState state;

    CallRejectedException(String target, BreakerState state) {
        super(null, null, false, false);
        this.target = target;
        this.state = state;
    }

    public String target() {
        return target;
    }

    /** Put together when it is asked for: calls are rejected by the thousand, and few of them are read. */
    @Override
    public String getMessage() {
        return "target " + target + " takes no calls: its circuit breaker is " + state;
    }
}
