package dev.heal.guard;

/** The state of a circuit breaker, in Resilience4j's words. */
public enum BreakerState {
    CLOSED,
    OPEN,
    HALF_OPEN,
    FORCED_OPEN,
    DISABLED,
    METRICS_ONLY
}
