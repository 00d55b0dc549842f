package dev.heal.remediation;

import dev.heal.check.Checked;
import dev.heal.resource.Readiness;
import java.time.Duration;
import java.util.Set;
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

    /**
     * The targets whose capacity it takes away, while it works or for as long as it holds, such as the region that traffic
     * is moved away from. Null if it takes none away: restarting the one pool that is dead takes nothing from anybody. An
     * empty set never means "all": such a step does not start.
     */
    default @Nullable Set<String> takesAway() {
        return null;
    }

    /**
     * Whether doing it twice does no more harm than doing it once: then a step whose end nobody knows, because the process
     * died, may be taken again without a human; not so where something of it may have stayed in force, which heal could then
     * no longer undo.
     */
    default boolean idempotent() {
        return false;
    }

    /** Whether what it has done is gone when the process ends, so that after a crash there is nothing left to undo. */
    default boolean endsWithProcess() {
        return false;
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

    /**
     * Does again what it had done before a restart, where that ended with the process and is to be given back by steps.
     * Within the same record and on the same thread as {@link #apply}.
     *
     * @throws Exception if it is not to be done again; the message says why
     */
    default Undo restore(RemediationContext context) throws Exception {
        return apply(context);
    }

    /**
     * The targets whose health shows whether it has helped, where that is not its own: those that traffic was moved to.
     * Asked once it was applied, on the remediation thread; empty for the target itself.
     */
    default Set<String> showsAt() {
        return Set.of();
    }

    /**
     * How what it has done is given back; then its undo is a {@link GradualUndo}. Null if all of it goes back at once, when
     * its time to live is over.
     */
    default @Nullable Failback failback() {
        return null;
    }

    /**
     * How long what it has done stays in force where the step does not say so; null for as long as that of any other. Then it
     * is undone.
     */
    default @Nullable Duration timeToLive() {
        return null;
    }

    /** Whether what it has done is in force for a time only, and is undone at its end. */
    default boolean isTemporary() {
        return risk() == Risk.REVERSIBLE || timeToLive() != null;
    }

    /** How long the sickness must have lasted before a step that does not say so may start. */
    default Duration sustained() {
        return Duration.ZERO;
    }
}
