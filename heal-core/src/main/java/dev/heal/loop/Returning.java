package dev.heal.loop;

import dev.heal.detect.Verdict;
import dev.heal.gate.Standing;
import dev.heal.gate.Standing.Condition;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.loop.Held.Homecoming;
import dev.heal.loop.Records.Result;
import dev.heal.policy.Mode;
import dev.heal.policy.Step;
import dev.heal.remediation.Failback;
import dev.heal.text.Durations;
import dev.heal.text.Percents;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/**
 * What was moved away comes back by steps: each after the target has been known healthy for a whole dwell, and all that has
 * come back goes again at the first sign that it is sick. Where nothing is known nothing moves. Pure, part of the rules.
 */
final class Returning {

    /** Shares are sums of a step such as 0.1, which has no exact double. */
    private static final double WHOLE = 1 - 1e-9;

    private final Rulebook book;

    Returning(Rulebook book) {
        this.book = book;
    }

    /** Time has passed, or the detectors have looked. */
    void look(Turn turn) {
        for (Held held : List.copyOf(turn.episode.held())) {
            Homecoming homecoming = held.homecoming();
            Failback failback = held.step().remediation().failback();
            if (homecoming != null && failback != null) {
                look(turn, held, homecoming, failback);
            }
        }
    }

    private void look(Turn turn, Held held, Homecoming homecoming, Failback failback) {
        long now = turn.now.nanos();
        if (homecoming.lost()) {
            restore(turn, held);
            return;
        }
        if (homecoming.share() > 0 && hasSign(turn)) {
            turn.episode = turn.episode.holdingInstead(held.homecoming(homecoming.healthySince(null)));
            if (isFree(turn)) {
                admit(turn, held, homecoming, 0, "is sick again: what had come back goes again");
            }
            return;
        }
        boolean isWell = turn.condition() == Condition.HEALTHY && !hasSign(turn);
        Long before = homecoming.healthySince();
        Long since = !isWell ? null : before != null ? before : Long.valueOf(now);
        Homecoming next = homecoming.healthySince(since);
        Long overdue = homecoming.overdue();
        if (overdue != null && now - overdue >= 0 && !isWell) {
            next = next.humanHasBeenTold();
            tellHuman(turn, held);
        }
        turn.episode = turn.episode.holdingInstead(held.homecoming(next));
        if (since != null && now - since >= Transitions.DWELL.toNanos() && isDeadThere(turn, held.step(), next)) {
            if (isFree(turn) && isAllowed(turn, held.step())) {
                String there = String.join(", ", new TreeSet<>(next.at()));
                giveAllBack(
                        turn,
                        held.homecoming(next),
                        there + " is sick, and this is healthy: all that was moved comes back");
            }
            return;
        }
        boolean hasStayed = now - homecoming.began() >= failback.minimumStay().toNanos() || homecoming.share() > 0;
        if (since != null
                && now - since >= failback.dwell().toNanos()
                && hasStayed
                && isFree(turn)
                && isAllowed(turn, held.step())) {
            raise(turn, held.homecoming(next), next, failback);
        }
    }

    /** Where traffic went was in memory: a restart in the middle of an outage must not send it back to what is dead. */
    private void restore(Turn turn, Held held) {
        if (isFree(turn) && isAllowed(turn, held.step())) {
            turn.episode = turn.episode.letGo(held.attempt()).returning(held.expires(deadline(turn, held)));
            turn.effect(new Effect.Restore(
                    held.attempt(), held.incident(), held.step(), held.step().timeLimit()));
        }
    }

    /** A first sign is enough to take it away again. */
    private static boolean hasSign(Turn turn) {
        return turn.episode.health().verdicts().values().stream().anyMatch(Verdict.Unhealthy.class::isInstance);
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
        return turn.episode.orders().stop() == null
                && turn.episode.orders().pin() == null
                && turn.episode.orders().modeOf(book.policy(), step) != Mode.OBSERVE
                && !(turn.episode.phase() instanceof Phase.Verifying);
    }

    private void raise(Turn turn, Held held, Homecoming homecoming, Failback failback) {
        double next = homecoming.share() + failback.step();
        String well = "has been healthy for " + Durations.text(failback.dwell());
        if (next < WHOLE) {
            String share = Percents.plain(Math.round(next * 1000) / 1000.0);
            admit(turn, held, homecoming, next, well + ": " + share + " of what was moved come back");
        } else {
            giveAllBack(turn, held, well + ": all that was moved comes back");
        }
    }

    private static void giveAllBack(Turn turn, Held held, String text) {
        turn.episode = turn.episode.letGo(held.attempt()).returning(held.expires(deadline(turn, held)));
        turn.tellIn(held.incident(), Type.NOTE, held.step().name(), text);
        turn.effect(new Effect.Undo(
                held.attempt(), held.incident(), held.step(), held.step().timeLimit()));
    }

    /** Those who have it meanwhile are sick, for as long as it takes to leave a place: a step a dwell would be no rescue. */
    private boolean isDeadThere(Turn turn, Step step, Homecoming homecoming) {
        String scope = book.scope();
        return !homecoming.at().isEmpty()
                && homecoming.at().stream().allMatch(target -> isSickFor(turn, target, step.sustained()))
                && (scope == null || !turn.ledger.brakes().containsKey(scope));
    }

    private static boolean isSickFor(Turn turn, String target, Duration span) {
        Standing standing = turn.ledger.standings().get(target);
        Long since = standing == null ? null : standing.sickSince();
        return standing != null
                && standing.condition() == Condition.SICK
                && since != null
                && turn.now.nanos() - since >= span.toNanos();
    }

    private static void admit(Turn turn, Held held, Homecoming homecoming, double share, String text) {
        turn.episode = turn.episode
                .letGo(held.attempt())
                .returning(held.homecoming(homecoming.asking(share)).expires(deadline(turn, held)));
        turn.tellIn(held.incident(), Type.NOTE, held.step().name(), text);
        turn.effect(new Effect.Admit(
                held.attempt(), held.incident(), held.step(), share, held.step().timeLimit()));
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
        turn.episode = turn.episode.returning(null).holding(held.homecoming(homecoming.admitted()));
        return true;
    }

    /** What an earlier process had moved is moved again; if not, it is as if it had ended with that, and is decided on anew. */
    void restored(Turn turn, Fact.Restored fact) {
        Held held = turn.episode.returning();
        Homecoming homecoming = held == null ? null : held.homecoming();
        if (held == null || homecoming == null || held.attempt() != fact.attempt()) {
            return;
        }
        turn.episode = turn.episode.returning(null);
        String step = held.step().name();
        if (fact.failure() == null) {
            turn.episode = turn.episode.holding(held.homecoming(homecoming.restored(fact.showsAt())));
            turn.tellIn(held.incident(), Type.NOTE, step, "what had been moved before the restart is moved again");
        } else {
            turn.write(Records.outcome(book.target(), held.incident(), held.attempt(), step, Result.EXPIRED, false));
            turn.tellIn(
                    held.incident(), Type.UNDONE, step, "what it had done ended with the process: " + fact.failure());
        }
    }

    private void tellHuman(Turn turn, Held held) {
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
