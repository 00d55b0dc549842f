package dev.heal.loop;

import dev.heal.incident.Plan;
import dev.heal.policy.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the loop stands with one target.
 *
 * <pre>
 *  Watching --unhealthy--> Deciding --gates allow--> Checking --ready--> Recording --durable--> Remediating --applied--> Verifying --held--> Watching
 *     ^                     ^  |  ^                     |                    |                     | failed               | not held
 *     |                     |  |  +------not ready------+---not written------+                     |                      v
 *     |                     |  +-- needs approval --> Awaiting                                     |                   Undoing
 *     |                     +---------------- next step -------------------------------------------+----------------------+
 *     +--healthy, dwelt-- Deciding, Awaiting, Escalated          (nothing left to do: Escalated)
 * </pre>
 */
sealed interface Phase {

    /** As in metrics: {@code watching}, {@code deciding}, ... */
    default String label() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** The step that the phase is about; null if it is about none. */
    default @Nullable Step step() {
        return null;
    }

    /** Whether a step has begun and has not come to its end. */
    default boolean isUnderWay() {
        return this instanceof Checking
                || this instanceof Recording
                || this instanceof Remediating
                || this instanceof Verifying
                || this instanceof Undoing;
    }

    /** The same, with so much more time for what is under way. */
    default Phase later(Duration by) {
        long nanos = by.toNanos();
        if (this instanceof Checking checking) {
            return new Checking(checking.step, checking.attempt, checking.deadline + nanos);
        } else if (this instanceof Recording recording) {
            return new Recording(recording.step, recording.attempt, recording.deadline + nanos);
        } else if (this instanceof Remediating doing) {
            return new Remediating(doing.step, doing.attempt, doing.deadline + nanos, doing.interrupted);
        } else if (this instanceof Undoing undoing) {
            return new Undoing(undoing.step, undoing.attempt, undoing.deadline + nanos);
        } else if (this instanceof Verifying proof) {
            // What had held before has to hold anew.
            return new Verifying(
                    proof.step,
                    proof.attempt,
                    proof.from + nanos,
                    proof.by + nanos,
                    null,
                    proof.asking,
                    null,
                    0,
                    proof.trial,
                    proof.at);
        }
        return this;
    }

    /** All the labels there are. */
    static List<String> labels() {
        return Arrays.stream(Phase.class.getPermittedSubclasses())
                .map(phase -> phase.getSimpleName().toLowerCase(Locale.ROOT))
                .toList();
    }

    record Watching() implements Phase {}

    record Deciding() implements Phase {}

    /**
     * @param causes the detectors that the plan is to answer
     * @param expiresNanos when the question no longer stands
     */
    record Awaiting(Step step, List<String> causes, Plan plan, long expiresNanos) implements Phase {}

    record Checking(Step step, long attempt, long deadline) implements Phase {}

    /** The intent is being written down; nothing is done before it is durable. */
    record Recording(Step step, long attempt, long deadline) implements Phase {}

    /** @param interrupted whether its time was over and it was told so; the deadline is then that of its grace */
    record Remediating(Step step, long attempt, long deadline, boolean interrupted) implements Phase {}

    /**
     * @param from when the looking begins
     * @param by when the steady state must have begun
     * @param steadySince since when it holds; null while it does not
     * @param asking whether the probe has been asked and has not answered yet
     * @param answer what the probe said last: empty for good; null before it has spoken
     * @param answeredAt when it said so
     * @param trial whether the circuit breaker has been asked to let trial calls in
     * @param at the targets whose health shows it; empty for its own
     */
    record Verifying(
            Step step,
            long attempt,
            long from,
            long by,
            @Nullable Long steadySince,
            boolean asking,
            @Nullable String answer,
            long answeredAt,
            boolean trial,
            Set<String> at)
            implements Phase {

        Verifying steady(@Nullable Long since) {
            return new Verifying(step, attempt, from, by, since, asking, answer, answeredAt, trial, at);
        }

        Verifying asked() {
            return new Verifying(step, attempt, from, by, steadySince, true, answer, answeredAt, trial, at);
        }

        Verifying answered(String answer, long when) {
            return new Verifying(step, attempt, from, by, steadySince, false, answer, when, trial, at);
        }

        Verifying trial(boolean asked) {
            return new Verifying(step, attempt, from, by, steadySince, asking, answer, answeredAt, asked, at);
        }
    }

    record Undoing(Step step, long attempt, long deadline) implements Phase {}

    /**
     * A human is needed. Heal looks on, and takes a step that becomes possible after all.
     *
     * @param forGood whether a human has denied, or something is left behind that heal cannot mend: then nothing starts
     */
    record Escalated(boolean forGood) implements Phase {}
}
