package dev.heal.remediation;

/** The inverse of a remediation that was applied; called at most once, on a remediation thread. */
@FunctionalInterface
public interface Undo {

    /** There is nothing to undo. */
    Undo NOTHING = context -> {};

    void undo(RemediationContext context) throws Exception;
}
