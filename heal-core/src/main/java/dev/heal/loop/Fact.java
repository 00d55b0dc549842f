package dev.heal.loop;

import dev.heal.detect.Verdict;
import dev.heal.incident.Decision;
import dev.heal.policy.Orders;
import dev.heal.resource.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has come to be known: the only thing that moves an {@link Episode}. An attempt is the number of one piece of work. */
sealed interface Fact {

    Moment when();

    /** Time has passed. */
    record Ticked(Moment when) implements Fact {}

    /**
     * The detectors have looked.
     *
     * @param verdicts the latest of each
     * @param news those that have looked since the last such fact
     * @param earlier what looks since the last such fact had said before the latest, where there were several
     * @param roots the targets it depends on that are sick and still being repaired
     */
    record Looked(
            Moment when,
            Map<String, Verdict> verdicts,
            Set<String> news,
            Map<String, List<Verdict>> earlier,
            Set<String> roots)
            implements Fact {

        Looked(Moment when, Map<String, Verdict> verdicts) {
            this(when, verdicts, verdicts.keySet(), Map.of(), Set.of());
        }
    }

    /** The loop itself was away, so what was measured in between means nothing. */
    record Gap(Moment when, Duration length) implements Fact {}

    record Checked(Moment when, long attempt, Readiness readiness) implements Fact {}

    /**
     * The journal has answered.
     *
     * @param failure null if the intent is durable
     */
    record Written(Moment when, long attempt, @Nullable String failure) implements Fact {}

    /** The step was not begun after all, because of what a human has ordered meanwhile. */
    record NotBegun(Moment when, long attempt, String reason) implements Fact {}

    record Noted(Moment when, long attempt, String text) implements Fact {}

    /**
     * @param undoable whether there is something to undo
     * @param showsAt the targets whose health shows whether it has helped; empty for its own
     */
    record Applied(Moment when, long attempt, boolean undoable, Set<String> showsAt) implements Fact {

        Applied(Moment when, long attempt, boolean undoable) {
            this(when, attempt, undoable, Set.of());
        }
    }

    record Failed(Moment when, long attempt, String reason) implements Fact {}

    /** It was interrupted and has not ended; {@code stack} says where it is. */
    record StillRunning(Moment when, long attempt, String stack) implements Fact {}

    /**
     * Another share of what it has done is given back.
     *
     * @param share how much is given back now: that of before if a human's order came between
     * @param failure null if it is
     */
    record Admitted(
            Moment when,
            long attempt,
            double share,
            @Nullable String failure) implements Fact {}

    /**
     * What an earlier process had moved is moved again.
     *
     * @param failure null if it is
     * @param showsAt the targets that have it now
     */
    record Restored(Moment when, long attempt, @Nullable String failure, Set<String> showsAt) implements Fact {}

    /** @param failure null if it is undone */
    record Undone(Moment when, long attempt, @Nullable String failure) implements Fact {}

    /** @param failure null if the answer was good */
    record Probed(Moment when, long attempt, @Nullable String failure) implements Fact {}

    /** @param incident the id of the incident that a human says something to, which may be closed by now */
    record Decided(Moment when, String incident, Decision decision) implements Fact {}

    /**
     * @param orders all that hold from now on
     * @param text what was ordered, and by whom
     */
    record Ordered(Moment when, Orders orders, String text) implements Fact {}

    /** Heal is being shut down. */
    record Stopped(Moment when) implements Fact {}
}
