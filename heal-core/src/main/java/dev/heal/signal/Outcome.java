package dev.heal.signal;

/** How a call ended, or that it was not let in. */
public enum Outcome {
    SUCCESS,
    FAILURE,
    /** Ended in a way that says nothing about the target's health. */
    IGNORED,
    /** Never reached the target: the breaker or heal's admission kept it out. */
    REJECTED
}
