package dev.heal.loop;

import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.policy.Orders;
import java.util.Objects;

/** What humans order and decide goes before everything else. Pure, part of the rules. */
final class Humans {

    private final Choice choice;
    private final Proof proof;

    Humans(Choice choice, Proof proof) {
        this.choice = choice;
        this.proof = proof;
    }

    /** What was about to start is decided on anew; what is under way comes to its end, which may be its undo. */
    void ordered(Turn turn, Orders orders, String text) {
        Orders before = turn.episode.orders();
        turn.episode = turn.episode.orders(orders);
        if (!turn.hasIncident()) {
            return;
        }
        turn.tell(Type.ORDERED, null, text);
        boolean changed = !Objects.equals(before.stop(), orders.stop()) || before.mode() != orders.mode();
        if (changed) {
            turn.open(turn.open().underNewOrders());
            withdraw(turn);
        }
    }

    private static void withdraw(Turn turn) {
        if (turn.episode.phase() instanceof Phase.Awaiting awaiting) {
            turn.awaiting(null);
            turn.tell(Type.NOTE, awaiting.step().name(), "its plan is withdrawn: the orders have changed");
            turn.phase(new Phase.Deciding());
        } else if (turn.episode.phase() instanceof Phase.Checking checking) {
            turn.effect(new Effect.Interrupt(checking.attempt()));
            turn.phase(new Phase.Deciding());
        }
    }

    /** A human has said something to an incident; what was said to one that is closed by now is still written down. */
    void decided(Turn turn, String incident, Decision decision) {
        boolean open = turn.hasIncident() && turn.incident().id().equals(incident);
        switch (decision.kind()) {
            case APPROVE, DENY -> {
                if (open) {
                    choice.decided(turn, decision);
                }
            }
            case ABORT -> {
                if (open && !turn.open().aborted()) {
                    abort(turn, decision);
                }
            }
            case ACKNOWLEDGE -> {
                if (open) {
                    turn.tell(Type.ACKNOWLEDGED, null, decision.text());
                    turn.open(turn.open().humanHasBeenTold());
                } else {
                    turn.effect(new Effect.Annotate(incident, decision));
                }
            }
            case COMMENT -> {
                if (open) {
                    turn.tell(Type.COMMENTED, null, decision.text());
                } else {
                    turn.effect(new Effect.Annotate(incident, decision));
                }
            }
        }
    }

    private void abort(Turn turn, Decision decision) {
        turn.tell(Type.ABORTED, null, decision.text());
        withdraw(turn);
        turn.open(turn.open().abortedByHuman());
        Phase phase = turn.episode.phase();
        if (phase instanceof Phase.Remediating doing) {
            if (!doing.interrupted()) {
                turn.effect(new Effect.Interrupt(doing.attempt()));
                long grace = turn.now.nanos() + Transitions.GRACE.toNanos();
                turn.phase(new Phase.Remediating(doing.step(), doing.attempt(), grace, true));
            }
        } else if (phase instanceof Phase.Verifying proving) {
            proof.takeBack(turn, proving.step(), proving.attempt(), proving.undoable());
        } else if (!(phase instanceof Phase.Undoing)) {
            turn.phase(new Phase.Escalated(true));
        }
    }
}
