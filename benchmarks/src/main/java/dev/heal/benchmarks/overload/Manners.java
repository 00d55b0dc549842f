package dev.heal.benchmarks.overload;

/** How callers behave. */
enum Manners {
    /** Send again what failed, after a pause that doubles, whatever the server says. */
    PLAIN,
    /** The same within a retry budget of 10 %. */
    BUDGET,
    /** The same budget, not before Retry-After, and nothing that the server's last cut-off says it would turn away. */
    HEEDING
}
