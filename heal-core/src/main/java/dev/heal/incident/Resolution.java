package dev.heal.incident;

/** How an incident ended. */
public enum Resolution {
    /** A step was taken and the steady state held. */
    HEALED,
    /** The signals became healthy without a step, or before one could be verified. */
    RECOVERED_ALONE,
    /** Heal could do no more and told a human; ended when the signals became healthy. */
    ESCALATED,
    /** Heal was shut down, or stopped by a human. */
    STOPPED
}
