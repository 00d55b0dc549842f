package dev.heal.loop;

import dev.heal.incident.Plan;
import dev.heal.policy.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the loop stands with one target.
 *
 * <pre>
 *  Watching --unhealthy--> Deciding --gates allow--> Checking --ready--> Remediating --applied--> Verifying --held--> Watching
 *     ^                     ^  |  ^                     |                     | failed               | not held
 *     |                     |  |  +------not ready------+                     |                      v
 *     |                     |  +-- needs approval --> Awaiting                |                   Undoing
 *     |                     +---------------- next step ----------------------+----------------------+
 *     +--healthy, dwelt-- Deciding, Awaiting, Escalated          (nothing left to do: Escalated)
 * </pre>
 */
sealed interface Phase {

    /** As in metrics: {@code watching}, {@code deciding}, ... */
    default String label() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** All the labels there are. */
    static List<String> labels() {
        return Arrays.stream(Phase.class.getPermittedSubclasses())
                .map(phase -> phase.getSimpleName().toLowerCase(Locale.ROOT))
                .toList();
    }

    record Watching() implements Phase {}

    record Deciding() implements Phase {}

    /** @param expiresNanos when the question no longer stands */
    record Awaiting(Step step, Plan plan, long expiresNanos) implements Phase {}

    record Checking(Step step, long attempt, long deadline) implements Phase {}

    /** @param interrupted whether its time was over and it was told so; the deadline is then that of its grace */
    record Remediating(Step step, long attempt, long deadline, boolean interrupted) implements Phase {}

    /**
     * @param from when the looking begins
     * @param by when the steady state must have begun
     * @param steadySince since when it holds; null while it does not
     * @param asking whether the probe has been asked and has not answered yet
     * @param answer what the probe said last: empty for good; null before it has spoken
     * @param trial whether the circuit breaker has been asked to let trial calls in
     * @param undoable whether there is something to undo if it does not hold
     */
    record Verifying(
            Step step,
            long attempt,
            long from,
            long by,
            @Nullable Long steadySince,
            boolean asking,
            @Nullable String answer,
            boolean trial,
            boolean undoable)
            implements Phase {

        Verifying steady(@Nullable Long since) {
            return new Verifying(step, attempt, from, by, since, asking, answer, trial, undoable);
        }

        Verifying asked() {
            return new Verifying(step, attempt, from, by, steadySince, true, answer, trial, undoable);
        }

        Verifying answered(String answer) {
            return new Verifying(step, attempt, from, by, steadySince, false, answer, trial, undoable);
        }

        Verifying trial(boolean asked) {
            return new Verifying(step, attempt, from, by, steadySince, asking, answer, asked, undoable);
        }
    }

    record Undoing(Step step, long attempt, long deadline) implements Phase {}

    /** A human is needed; heal looks on. */
    record Escalated() implements Phase {}
}
