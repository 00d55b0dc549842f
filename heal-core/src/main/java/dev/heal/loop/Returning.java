package dev.heal.loop;

import dev.heal.detect.Verdict;
import dev.heal.gate.Standing.Condition;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.loop.Held.Homecoming;
import dev.heal.loop.Records.Result;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.policy.Step;
import dev.heal.remediation.Failback;
import dev.heal.text.Durations;
import dev.heal.text.Percents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was moved away comes back by steps: each after the target has been known healthy for a whole dwell, and all that has
 * come back goes again at the first sign that it is sick. Where nothing is known nothing moves. Pure, part of the rules.
 */
final class Returning {

    /** Shares are sums of a step such as 0.1, which has no exact double. */
    private static final double WHOLE = 1 - 1e-9;

    private final Rulebook book;
    private final Doing doing;

    Returning(Rulebook book, Doing doing) {
        this.book = book;
        this.doing = doing;
    }

    /**
     * Time has passed, or the detectors have looked.
     *
     * @param earlier what they had said since the last time, before the latest
     */
    void look(Turn turn, Map<String, List<Verdict>> earlier) {
        for (Held held : List.copyOf(turn.episode.held())) {
            Homecoming homecoming = held.homecoming();
            Failback failback = held.step().remediation().failback();
            if (homecoming != null && failback != null) {
                look(turn, held, homecoming, failback, earlier);
            }
        }
    }

    private void look(Turn turn, Held held, Homecoming before, Failback failback, Map<String, List<Verdict>> earlier) {
        if (before.lost()) {
            restore(turn, held);
            return;
        }
        boolean sign = hasSign(turn, earlier);
        Homecoming now = seen(turn, before, !sign && turn.condition() == Condition.HEALTHY);
        Held latest = held.homecoming(now);
        turn.episode = turn.episode.holdingInstead(latest);
        if (now.share() > 0 && sign) {
            drop(turn, latest, now);
        } else if (isDue(turn, now.healthySince(), Transitions.DWELL)
                && isDue(turn, now.deadSince(), held.step().sustained())
                && isAllowed(turn, held.step())) {
            String there = String.join(", ", new TreeSet<>(now.at()));
            giveAllBack(turn, latest, now, there + " is sick, and this is healthy: all that was moved comes back");
        } else if (isDwelt(turn, now, failback) && isAllowed(turn, held.step())) {
            raise(turn, latest, now, failback);
        } else {
            tellOverdue(turn, latest, now);
        }
    }

    private Homecoming seen(Turn turn, Homecoming before, boolean isWell) {
        Long now = turn.now.nanos();
        Long well = before.healthySince();
        Long dead = before.deadSince();
        boolean isDead = isDeadThere(turn, before);
        return before.seen(!isWell ? null : well != null ? well : now, !isDead ? null : dead != null ? dead : now);
    }

    private static boolean isDue(Turn turn, @Nullable Long since, Duration span) {
        return since != null && turn.now.nanos() - since >= span.toNanos();
    }

    private boolean isDwelt(Turn turn, Homecoming now, Failback failback) {
        Long since = now.healthySince();
        // Up to the last look of each: what was healthy then may be sick by now.
        Long heard = turn.episode.health().seenUntil(book.policy().detectors().keySet());
        boolean hasStayed = now.share() > 0
                || turn.now.nanos() - now.began() >= failback.minimumStay().toNanos();
        return since != null
                && heard != null
                && hasStayed
                && heard - since >= failback.dwell().toNanos();
    }

    /** What does not last is given up in the end: then a human says when it is tried again. */
    private void drop(Turn turn, Held held, Homecoming now) {
        if (!isFree(turn)) {
            return;
        }
        admit(turn, held, now, 0, "is sick again: what had come back goes again");
        GiveUp giveUp = book.policy().giveUp();
        if ((now.drops() + 1) % giveUp.incidents() == 0 && turn.episode.orders().here() == null) {
            String reason = "it fell sick " + (now.drops() + 1)
                    + " times while its traffic came back; a human has to release it";
            Orders.Stop stop = new Orders.Stop("heal", reason, turn.now.at());
            turn.episode = turn.episode.orders(turn.episode.orders().here(stop));
            turn.effect(new Effect.Pin(stop));
            turn.tellIn(
                    held.incident(),
                    Type.ESCALATED,
                    held.step().name(),
                    "a human is needed" + book.policy().escalation().text() + ": " + reason);
        }
    }

    /** Where traffic went was in memory: a restart in the middle of an outage must not send it back to what is dead. */
    private void restore(Turn turn, Held held) {
        if (!isFree(turn)) {
            return;
        }
        if (isAllowed(turn, held.step())) {
            turn.episode = turn.episode.letGo(held.attempt()).returning(held.expires(deadline(turn, held)));
            turn.effect(new Effect.Restore(
                    held.attempt(), held.incident(), held.step(), held.step().timeLimit()));
        } else {
            turn.episode = turn.episode.letGo(held.attempt());
            ended(turn, held, "a human has ordered something else");
        }
    }

    /** A first sign is enough to take it away again. */
    private static boolean hasSign(Turn turn, Map<String, List<Verdict>> earlier) {
        return earlier.values().stream().flatMap(List::stream).anyMatch(Verdict.Unhealthy.class::isInstance)
                || turn.episode.health().verdicts().values().stream().anyMatch(Verdict.Unhealthy.class::isInstance);
    }

    /** One piece of work at a time for a target; a proof that goes on is none. */
    private static boolean isFree(Turn turn) {
        Phase phase = turn.episode.phase();
        return turn.episode.returning() == null
                && turn.episode.lockedBy() == null
                && (!phase.isUnderWay() || phase instanceof Phase.Verifying);
    }

    /** A human's stop, and a mode in which heal has no effects, leave it where it is. */
    private boolean isAllowed(Turn turn, Step step) {
        return isFree(turn)
                && turn.episode.orders().stop() == null
                && turn.episode.orders().pin() == null
                && turn.episode.orders().modeOf(book.policy(), step) != Mode.OBSERVE
                && !(turn.episode.phase() instanceof Phase.Verifying);
    }

    private void raise(Turn turn, Held held, Homecoming now, Failback failback) {
        double next = now.share() + failback.step();
        String well = "has been healthy for " + Durations.text(failback.dwell());
        if (next < WHOLE) {
            String share = Percents.plain(Math.round(next * 1000) / 1000.0);
            admit(turn, held, now, next, well + ": " + share + " of what was moved come back");
        } else {
            giveAllBack(turn, held, now, well + ": all that was moved comes back");
        }
    }

    private static void giveAllBack(Turn turn, Held held, Homecoming now, String text) {
        turn.episode = turn.episode
                .letGo(held.attempt())
                .returning(held.homecoming(now.asking(1)).expires(deadline(turn, held)));
        turn.tellIn(held.incident(), Type.NOTE, held.step().name(), text);
        turn.effect(new Effect.Undo(
                held.attempt(), held.incident(), held.step(), held.step().timeLimit()));
    }

    /** Those who have it meanwhile are sick, and are not so together with all others. */
    private boolean isDeadThere(Turn turn, Homecoming homecoming) {
        String scope = book.scope();
        return !homecoming.at().isEmpty()
                && homecoming.at().stream().allMatch(target -> turn.ledger.condition(target) == Condition.SICK)
                && (scope == null || !turn.ledger.brakes().containsKey(scope));
    }

    private static void admit(Turn turn, Held held, Homecoming homecoming, double share, String text) {
        turn.episode = turn.episode
                .letGo(held.attempt())
                .returning(held.homecoming(homecoming.asking(share)).expires(deadline(turn, held)));
        turn.tellIn(held.incident(), Type.NOTE, held.step().name(), text);
        turn.effect(new Effect.Admit(
                held.attempt(),
                held.incident(),
                held.step(),
                homecoming.share(),
                share,
                held.step().timeLimit()));
    }

    private static long deadline(Turn turn, Held held) {
        return turn.now.nanos() + held.step().timeLimit().toNanos();
    }

    /** The share has been given: returns whether the fact was about what is on its way back. */
    boolean admitted(Turn turn, Fact.Admitted fact) {
        Held held = turn.episode.returning();
        Homecoming homecoming = held == null ? null : held.homecoming();
        if (held == null || homecoming == null || held.attempt() != fact.attempt() || fact.failure() != null) {
            return false;
        }
        turn.episode = turn.episode.returning(null).holding(held.homecoming(homecoming.admitted(fact.share())));
        return true;
    }

    /** Nobody waited for it any more; but what it gave back must be taken away again when the target falls sick. */
    void tooLate(Turn turn, Fact.Admitted fact) {
        Locked locked = turn.episode.lockedBy();
        if (locked == null || !doing.tooLate(turn, fact.attempt(), false)) {
            return;
        }
        long now = turn.now.nanos();
        Homecoming homecoming = Homecoming.begin(now, now, Set.of())
                .humanHasBeenTold()
                .asking(fact.share())
                .admitted(fact.share());
        turn.episode =
                turn.episode.holding(new Held(locked.attempt(), locked.incident(), locked.step(), now, homecoming));
    }

    /** What an earlier process had moved is moved again; if not, it is as if it had ended with that, and is decided on anew. */
    void restored(Turn turn, Fact.Restored fact) {
        Held held = turn.episode.returning();
        Homecoming homecoming = held == null ? null : held.homecoming();
        if (held == null || homecoming == null || held.attempt() != fact.attempt()) {
            boolean unused = doing.tooLate(turn, fact.attempt(), fact.failure() == null);
            return;
        }
        turn.episode = turn.episode.returning(null);
        String step = held.step().name();
        if (fact.failure() == null) {
            turn.episode = turn.episode.holding(held.homecoming(homecoming.restored(fact.showsAt())));
            turn.tellIn(held.incident(), Type.NOTE, step, "what had been moved before the restart is moved again");
        } else {
            ended(turn, held, fact.failure());
        }
    }

    private void ended(Turn turn, Held held, String why) {
        String step = held.step().name();
        // It had helped; that it ended with the process is no attempt that has failed.
        turn.episode = turn.episode.history(turn.episode.history().notBegun(step));
        turn.write(Records.outcome(book.target(), held.incident(), held.attempt(), step, Result.EXPIRED, false));
        turn.tellIn(held.incident(), Type.UNDONE, step, "what it had done ended with the process: " + why);
    }

    private void tellOverdue(Turn turn, Held held, Homecoming now) {
        Long overdue = now.overdue();
        if (overdue == null || turn.now.nanos() - overdue < 0 || now.healthySince() != null) {
            return;
        }
        turn.episode = turn.episode.holdingInstead(held.homecoming(now.humanHasBeenTold()));
        String text = "a human is needed" + book.policy().escalation().text() + ": what was moved is still away after "
                + Durations.text(held.step().safeguards().timeToLive())
                + ", and it stays so until the target is known healthy";
        boolean told = turn.hasIncident() && turn.open().humanTold();
        turn.tellIn(
                held.incident(), told ? Type.NOTE : Type.ESCALATED, held.step().name(), text);
        if (turn.hasIncident() && turn.incident().id().equals(held.incident())) {
            turn.open(turn.open().humanHasBeenTold());
        }
    }
}
