package dev.heal.signal;

/** For which calls the clock is read. Counts and calls in flight are exact with either. */
public enum Timing {
    /** For every call while traffic is low, for a sample of them at high rates; slow calls are always seen. */
    ADAPTIVE,

    /** For every call. */
    EXACT
}
