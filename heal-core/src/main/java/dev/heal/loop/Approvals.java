package dev.heal.loop;

import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Plan;
import dev.heal.loop.OpenIncident.Approved;
import dev.heal.policy.Approval;
import dev.heal.policy.Step;
import dev.heal.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans that wait for a human: an answer is bound to the hash of the plan, holds for one start, and expires. Pure. */
final class Approvals {

    private final Rulebook book;
    private final Choice choice;

    Approvals(Rulebook book, Choice choice) {
        this.book = book;
        this.choice = choice;
    }

    /** What an approval holds for: this step on these causes, and no other. */
    static String of(Step step, List<String> causes) {
        return step.name() + " because of " + String.join(", ", causes);
    }

    private static Approval of(Step step) {
        return step.approval() == null ? Approval.DEFAULT : step.approval();
    }

    void propose(Turn turn, Step step, List<String> causes) {
        Duration expires = of(step).expires();
        Plan plan = Plan.of(
                turn.incident().id(),
                step.name(),
                step.remediation().plan() + " because of " + String.join(", ", causes),
                turn.episode.history().attemptsOf(step.name()) + 1,
                turn.now.at().plus(expires));
        turn.awaiting(plan);
        turn.phase(new Phase.Awaiting(step, causes, plan, turn.now.nanos() + expires.toNanos()));
        turn.write(Records.proposed(book.target(), turn.incident().id(), plan, causes, expires.toMillis()));
        turn.tell(
                Type.PROPOSED,
                step.name(),
                "would " + plan.action() + "; waits " + Durations.text(expires) + " for a human to decide",
                Map.of("plan", plan.hash()));
    }

    /** A human has decided; an answer to another plan than the one that waits changes nothing. */
    void decided(Turn turn, Decision decision) {
        if (!(turn.episode.phase() instanceof Phase.Awaiting awaiting)
                || !awaiting.plan().hash().equals(decision.plan())
                || turn.now.nanos() - awaiting.expiresNanos() >= 0) {
            return;
        }
        Step step = awaiting.step();
        Map<String, String> figures = Map.of("plan", awaiting.plan().hash());
        turn.awaiting(null);
        turn.phase(new Phase.Deciding());
        turn.write(Records.decided(book.target(), turn.incident().id(), decision));
        if (decision.kind() == Decision.Kind.APPROVE) {
            turn.tell(Type.APPROVED, step.name(), decision.text(), figures);
            Approved approved = new Approved(awaiting.plan().hash(), awaiting.expiresNanos());
            turn.open(turn.open().approved(of(step, awaiting.causes()), approved));
            choice.next(turn);
        } else {
            turn.tell(Type.DISAPPROVED, step.name(), decision.text(), figures);
            choice.escalate(turn, "a human has denied the step " + step.name());
        }
    }

    /** Time has passed: nobody has decided. */
    void onTime(Turn turn) {
        if (!(turn.episode.phase() instanceof Phase.Awaiting awaiting)
                || turn.now.nanos() - awaiting.expiresNanos() < 0) {
            return;
        }
        Step step = awaiting.step();
        Approval approval = of(step);
        turn.awaiting(null);
        turn.tell(Type.EXPIRED, step.name(), "nobody has decided within " + Durations.text(approval.expires()));
        settled(turn, awaiting, "expired");
        turn.episode = turn.episode.history(turn.episode.history().givenUp(step));
        turn.phase(new Phase.Deciding());
        if (approval.onExpiry() == Approval.OnExpiry.ESCALATE) {
            choice.tellHuman(turn, "nobody has decided on the step " + step.name());
            turn.phase(new Phase.Escalated(false));
        } else {
            choice.next(turn);
        }
    }

    /**
     * What was approved before holds no more, also not after a restart.
     *
     * @param used the one that is being used; null for none
     */
    void dropped(Turn turn, @Nullable Approved used) {
        for (Approved approved : turn.open().approved().values()) {
            if (!approved.equals(used)) {
                turn.write(Records.decided(book.target(), turn.incident().id(), approved.plan(), "withdrawn"));
            }
        }
    }

    /** The plan no longer stands, and neither does an answer to it. */
    void withdraw(Turn turn, Phase.Awaiting awaiting, String reason) {
        turn.awaiting(null);
        turn.tell(Type.NOTE, awaiting.step().name(), "its plan is withdrawn: " + reason);
        settled(turn, awaiting, "withdrawn");
        turn.phase(new Phase.Deciding());
    }

    private void settled(Turn turn, Phase.Awaiting awaiting, String how) {
        turn.write(Records.decided(
                book.target(), turn.incident().id(), awaiting.plan().hash(), how));
    }
}
