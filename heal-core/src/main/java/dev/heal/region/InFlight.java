package dev.heal.region;

/**
 * What becomes of the calls in flight in a region that traffic is moved away from. They are sent once more only if they were
 * declared idempotent.
 */
public enum InFlight {
    /** They are left to their own deadline. */
    LEAVE,
    /** They are made to fail at once, where what they are made with can be cut. */
    FAIL_FAST
}
