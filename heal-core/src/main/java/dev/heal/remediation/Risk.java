package dev.heal.remediation;

/** What a remediation may cost if it turns out wrong. */
public enum Risk {
    /** Takes nothing away from anybody who counts: shed, hold, notify. */
    SAFE,
    /** Has an inverse that brings back what was. */
    REVERSIBLE,
    /** Replaces what is sick by a fresh copy; verified, with nothing to undo. */
    RESTORATIVE,
    /** Can neither be undone nor called harmless: starts only with an approval. */
    DISRUPTIVE
}
