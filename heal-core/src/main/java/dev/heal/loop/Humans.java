package dev.heal.loop;

import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.policy.Orders;
import java.util.Objects;

/** What humans order and decide goes before everything else. Pure, part of the rules. */
final class Humans {

    private final Rulebook book;
    private final Choice choice;
    private final Doing doing;
    private final Proof proof;

    Humans(Rulebook book, Choice choice, Doing doing, Proof proof) {
        this.book = book;
        this.choice = choice;
        this.doing = doing;
        this.proof = proof;
    }

    /** What was about to start is decided on anew; what is under way comes to its end, which may be its undo. */
    void ordered(Turn turn, Orders orders, String text) {
        Orders before = turn.episode.orders();
        turn.episode = turn.episode.orders(orders);
        if (before.here() != null && orders.here() == null) {
            // A human has looked: what had it pinned is forgiven, or it would be pinned again at once.
            turn.episode = turn.episode.history(turn.episode.history().released());
        }
        if (!turn.hasIncident()) {
            return;
        }
        turn.tell(Type.ORDERED, null, text);
        boolean changed = !Objects.equals(before.stop(), orders.stop())
                || before.mode() != orders.mode()
                || !Objects.equals(before.pin(), orders.pin());
        if (changed) {
            choice.approvals().dropped(turn, null);
            turn.open(turn.open().underNewOrders());
            withdraw(turn);
        }
    }

    private void withdraw(Turn turn) {
        Phase phase = turn.episode.phase();
        if (phase instanceof Phase.Awaiting awaiting) {
            choice.approvals().withdraw(turn, awaiting, "the orders have changed");
        } else if (phase instanceof Phase.Checking checking) {
            turn.effect(new Effect.Interrupt(checking.attempt()));
            turn.phase(new Phase.Deciding());
        } else if (phase instanceof Phase.Recording recording) {
            doing.notBegun(turn, recording);
        }
    }

    /** A human has said something to an incident; what was said to one that is closed by now is still written down. */
    void decided(Turn turn, String incident, Decision decision) {
        boolean open = turn.hasIncident() && turn.incident().id().equals(incident);
        switch (decision.kind()) {
            case APPROVE, DENY -> {
                if (open) {
                    choice.approvals().decided(turn, decision);
                }
            }
            case ABORT -> {
                if (open && !turn.open().aborted()) {
                    abort(turn, decision);
                }
            }
            case ACKNOWLEDGE -> acknowledge(turn, incident, decision);
            case COMMENT -> turn.tellIn(incident, Type.COMMENTED, null, decision.text());
        }
    }

    /** A human has seen it: what was given up on this target may be tried again. */
    private void acknowledge(Turn turn, String incident, Decision decision) {
        turn.tellIn(incident, Type.ACKNOWLEDGED, null, decision.text());
        turn.episode = turn.episode.history(turn.episode.history().acknowledged());
        turn.write(Records.givenUp(book.target(), turn.episode.history()));
        if (turn.hasIncident() && turn.incident().id().equals(incident)) {
            turn.open(turn.open().humanHasBeenTold());
        }
    }

    private void abort(Turn turn, Decision decision) {
        turn.tell(Type.ABORTED, null, decision.text());
        turn.write(Records.decided(book.target(), turn.incident().id(), decision));
        withdraw(turn);
        turn.open(turn.open().abortedByHuman());
        Phase phase = turn.episode.phase();
        if (phase instanceof Phase.Remediating underWay) {
            if (!underWay.interrupted()) {
                turn.effect(new Effect.Interrupt(underWay.attempt()));
                long grace = turn.now.nanos() + Doing.GRACE.toNanos();
                turn.phase(new Phase.Remediating(underWay.step(), underWay.attempt(), grace, true));
            }
        } else if (phase instanceof Phase.Verifying proving) {
            proof.takeBack(turn, proving.step(), proving.attempt());
        } else if (!(phase instanceof Phase.Undoing)) {
            turn.phase(new Phase.Escalated(true));
        }
    }
}
