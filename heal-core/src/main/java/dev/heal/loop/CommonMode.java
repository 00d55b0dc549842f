package dev.heal.loop;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.policy.Scope;
import dev.heal.text.Durations;

/** The common-mode brake of the target's scope: put on and told once, by the member that was one too many. Pure. */
final class CommonMode {

    private final Rulebook book;
    private final Choice choice;

    CommonMode(Rulebook book, Choice choice) {
        this.book = book;
        this.choice = choice;
    }

    /** Once an incident: a brake that is off and on again while the same member is sick is no news to a human. */
    private void tell(Turn turn, String scope, String reason) {
        String brake = "brake of " + scope;
        if (turn.open().told().containsKey(brake)) {
            turn.tell(Type.NOTE, scope, reason);
        } else {
            turn.open(turn.open().told(brake, ""));
            choice.tellHuman(turn, reason);
        }
    }

    /** The detectors have looked. */
    void look(Turn turn) {
        String scope = book.scope();
        if (scope == null) {
            return;
        }
        turn.stand();
        Scope.Brake brake = book.rule(scope).brake();
        boolean on = turn.ledger.brakes().containsKey(scope);
        if (!on && turn.hasIncident() && turn.ledger.turnedBadTogether(scope, brake, turn.now.nanos())) {
            turn.ledger = turn.ledger.braked(scope, turn.incident().id());
            turn.write(Records.brake(scope, turn.incident().id()));
            tell(
                    turn,
                    scope,
                    "more than " + Math.round(brake.share() * 100) + " % of " + scope + " turned bad within "
                            + Durations.text(brake.within()) + ": nothing is started for single members");
        } else if (on && turn.ledger.isWellAgain(scope, brake)) {
            turn.ledger = turn.ledger.brakeReleased(scope, turn.now.nanos());
            turn.write(Records.brake(scope, null));
        }
    }
}
