package dev.heal.guard;

/** The call was not let in: the breaker is open, or its trial calls are all taken. Carries no stack trace. */
public final class CallRejectedException extends RuntimeException {

    private final String target;

    CallRejectedException(String target, BreakerState state) {
        super("target " + target + " takes no calls: its circuit breaker is " + state, null, false, false);
        this.target = target;
    }

    public String target() {
        return target;
    }
}
