package dev.heal.loop;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.loop.Records.Result;
import java.util.Optional;

/**
 * Effects that can be undone have a time to live; when it is over they are undone, whatever else goes on. What is given back
 * by steps is {@link Returning}'s. Pure.
 */
final class Holding {

    private final Rulebook book;
    private final Returning coming;

    Holding(Rulebook book, Returning coming) {
        this.book = book;
        this.coming = coming;
    }

    /** Time has passed. */
    void onTime(Turn turn) {
        Held returning = turn.episode.returning();
        if (returning != null) {
            if (turn.now.nanos() - returning.expires() >= 0) {
                turn.effect(new Effect.Interrupt(returning.attempt()));
                turn.episode =
                        turn.episode.lockedBy(new Locked(returning.attempt(), returning.incident(), returning.step()));
                leftBehind(turn, returning, "it did not end in time");
            }
            return;
        }
        if (turn.episode.held().isEmpty() || turn.episode.phase().isUnderWay() || turn.episode.lockedBy() != null) {
            return; // one piece of work at a time for a target
        }
        Optional<Held> due = turn.episode.held().stream()
                .filter(held -> !held.isGradual() && turn.now.nanos() - held.expires() >= 0)
                .findFirst();
        due.ifPresent(held -> giveBack(turn, held));
    }

    private static void giveBack(Turn turn, Held held) {
        long deadline = turn.now.nanos() + held.step().timeLimit().toNanos();
        turn.episode = turn.episode.letGo(held.attempt()).returning(held.expires(deadline));
        String text = "its time to live is over: it is undone";
        turn.tellIn(held.incident(), Type.NOTE, held.step().name(), text);
        turn.effect(new Effect.Undo(
                held.attempt(), held.incident(), held.step(), held.step().timeLimit()));
    }

    /** Returns whether the fact was about an effect whose time to live was over. */
    boolean undone(Turn turn, Fact.Undone fact) {
        Held returning = turn.episode.returning();
        if (returning == null || returning.attempt() != fact.attempt()) {
            return stoppedOne(turn, fact);
        }
        if (fact.failure() != null) {
            leftBehind(turn, returning, fact.failure());
            return true;
        }
        turn.episode = turn.episode.returning(null);
        if (returning.isGradual()) {
            goneBack(turn, returning, Result.UNDONE, "is undone: all that was moved is back");
        } else {
            goneBack(turn, returning, Result.EXPIRED, "is undone: its time to live was over");
        }
        return true;
    }

    /** Heal is shut down, and one of the last undos has been made. */
    private boolean stoppedOne(Turn turn, Fact.Undone fact) {
        Optional<Held> one = turn.episode.held().stream()
                .filter(held -> held.attempt() == fact.attempt())
                .findFirst();
        one.ifPresent(held -> {
            turn.episode = turn.episode.letGo(held.attempt());
            if (fact.failure() == null) {
                goneBack(turn, held, Result.EXPIRED, "is undone: heal was shut down");
            } else {
                leftBehind(turn, held, fact.failure());
            }
        });
        return one.isPresent();
    }

    /** A share of what was moved is back, or it is not known whether it is. */
    void admitted(Turn turn, Fact.Admitted fact) {
        Held returning = turn.episode.returning();
        if (returning == null || returning.attempt() != fact.attempt()) {
            coming.tooLate(turn, fact);
        } else if (!coming.admitted(turn, fact)) {
            leftBehind(turn, returning, fact.failure() == null ? "it does not go back by steps" : fact.failure());
        }
    }

    private void goneBack(Turn turn, Held held, Result result, String text) {
        turn.episode = turn.episode.health(turn.episode.health().dwellingAnew());
        turn.write(Records.outcome(
                book.target(), held.incident(), held.attempt(), held.step().name(), result, false));
        turn.tellIn(held.incident(), Type.UNDONE, held.step().name(), text);
    }

    private void leftBehind(Turn turn, Held held, String why) {
        turn.episode = turn.episode
                .returning(null)
                .history(turn.episode.history().unresolved(held.step().name()));
        turn.write(Records.outcome(
                book.target(), held.incident(), held.attempt(), held.step().name(), Result.UNDO_FAILED, false));
        turn.write(Records.givenUp(book.target(), turn.episode.history()));
        turn.tellIn(
                held.incident(),
                Type.ESCALATED,
                held.step().name(),
                "a human is needed" + book.policy().escalation().text() + ": what it has done could not be undone: "
                        + why);
    }

    /** Heal is shut down: nothing of it stays behind, but what was moved away from the sick stays where it is well. */
    static void stopped(Turn turn) {
        for (Held held : turn.episode.held()) {
            if (held.isGradual()) {
                continue;
            }
            turn.effect(new Effect.Undo(
                    held.attempt(), held.incident(), held.step(), held.step().timeLimit()));
        }
    }
}
