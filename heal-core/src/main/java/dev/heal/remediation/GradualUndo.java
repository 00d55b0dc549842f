package dev.heal.remediation;

/**
 * An inverse that can be taken in steps and back again. {@link #undo} gives all of it back and is the last thing asked of it;
 * {@link #admit} may be asked any number of times before. On a remediation thread.
 */
public interface GradualUndo extends Undo {

    /** @param share how much is given back from now on: 0 for none of it, as after the remediation was applied, below 1 */
    void admit(double share, RemediationContext context) throws Exception;
}
