package dev.heal.remediation;

import dev.heal.check.Checked;
import dev.heal.resource.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * One way to repair. It acts; whether to act was decided before, and whether it helped is judged afterwards.
 *
 * <p>{@link #ready} and {@link #apply} run on a remediation thread, one at a time for a target, within the step's time
 * limit; they honour interruption. The other methods are descriptions: constant, cheap, asked on any thread.
 */
public interface Remediation extends Checked {

    /** The kind, as in application.yml, such as {@code restart-pool}. */
    String name();

    Risk risk();

    /** What it acts on, compared by identity: no two targets may act on the same thing. Null if it is the target's own. */
    default @Nullable Object actsOn() {
        return null;
    }

    /** What it would do, for a human to approve, such as {@code restart the pool orders}. */
    default String plan() {
        return name();
    }

    /** Looks, without touching anything, whether it could work now. If not, it is asked again later and nothing is lost. */
    default Readiness ready(RemediationContext context) throws Exception {
        return Readiness.ready();
    }

    /**
     * Acts.
     *
     * @return how to undo it if the verification fails; {@link Undo#NOTHING} for what is restorative
     * @throws Exception if it has not acted; the message says why
     */
    Undo apply(RemediationContext context) throws Exception;
}
