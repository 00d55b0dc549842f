package dev.heal.loop;

import dev.heal.gate.Answer;
import dev.heal.gate.Gates;
import dev.heal.gate.ModeGate;
import dev.heal.gate.Question;
import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Plan;
import dev.heal.policy.Approval;
import dev.heal.policy.Mode;
import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import dev.heal.text.Durations;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Which step comes next: the first that answers to what is unhealthy, that all gates allow, and that could work now. */
final class Choice {

    /** How long a step that was not ready is left alone: its check may open a connection. */
    static final Duration RETRY = Duration.ofSeconds(1);

    private static final Duration LONGEST_CHECK = Duration.ofSeconds(10);

    private final Policy policy;
    private final Gates gates;

    Choice(Policy policy, Gates gates) {
        this.policy = policy;
        this.gates = gates;
    }

    /** Starts the next step, or says why none starts; escalates when none ever will. */
    void next(Turn turn) {
        if (turn.episode.health().unhealthy().isEmpty()) {
            return;
        }
        boolean stillPossible = false;
        boolean planned = false;
        for (Step step : policy.steps()) {
            List<String> causes = turn.episode.health().unhealthy().stream()
                    .filter(step::answersTo)
                    .toList();
            if (causes.isEmpty()) {
                continue;
            }
            Gates.Verdict verdict = gates.ask(question(turn, step, causes));
            if (verdict.answer() instanceof Answer.Deny deny) {
                boolean observed = verdict.gate().equals(ModeGate.NAME);
                // In act mode only the first step would have started: one plan is told, not one for each step.
                if (!observed || !planned) {
                    turn.tellOnce(Type.DENIED, step.name(), deny.reason(), Map.of("gate", verdict.gate()));
                }
                planned |= observed;
            } else if (verdict.answer() instanceof Answer.Wait wait) {
                turn.tellOnce(Type.WAITING, step.name(), wait.reason(), Map.of("gate", verdict.gate()));
                stillPossible = true;
            } else if (turn.episode.lockedBy() != null) {
                String reason = "an earlier remediation of this target has not ended";
                turn.tellOnce(Type.WAITING, step.name(), reason, Map.of());
                stillPossible = true;
            } else if (turn.now.nanos() - turn.open().retryAt().getOrDefault(step.name(), turn.now.nanos()) < 0) {
                stillPossible = true;
            } else {
                begin(turn, step, causes);
                return;
            }
        }
        if (!stillPossible && !planned) {
            if (!(turn.episode.phase() instanceof Phase.Escalated)) {
                tellHuman(turn, "no step is left that may be taken");
            }
            turn.phase(new Phase.Escalated(false));
        }
    }

    /** While a plan waits, a sickness that it does not answer to is not left alone; the plan is made anew afterwards. */
    void besides(Turn turn, Phase.Awaiting awaiting) {
        boolean another = turn.episode.health().unhealthy().stream()
                .anyMatch(detector -> !awaiting.step().answersTo(detector));
        if (!another) {
            return;
        }
        for (Step step : policy.steps()) {
            List<String> causes = turn.episode.health().unhealthy().stream()
                    .filter(detector ->
                            step.answersTo(detector) && !awaiting.step().answersTo(detector))
                    .toList();
            boolean due = turn.now.nanos() - turn.open().retryAt().getOrDefault(step.name(), turn.now.nanos()) >= 0;
            if (!causes.isEmpty()
                    && due
                    && !needsApproval(turn, step)
                    && gates.ask(question(turn, step, causes)).answer() instanceof Answer.Allow) {
                turn.awaiting(null);
                turn.tell(Type.NOTE, awaiting.step().name(), "its plan is withdrawn: " + step.name() + " goes first");
                begin(turn, step, causes);
                return;
            }
        }
    }

    private static Duration longest(Turn turn, List<String> detectors) {
        return detectors.stream()
                .map(detector -> turn.episode.health().unhealthyFor(detector, turn.now.nanos()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private Question question(Turn turn, Step step, List<String> causes) {
        return new Question(
                step,
                policy,
                turn.episode.orders(),
                turn.episode.roots(),
                turn.episode.history(),
                longest(turn, causes),
                turn.now.nanos());
    }

    private void begin(Turn turn, Step step, List<String> causes) {
        long now = turn.now.nanos();
        Long approvedUntil = turn.open().approved().get(approvalOf(step, causes));
        boolean approved = approvedUntil != null && now - approvedUntil < 0;
        if (needsApproval(turn, step) && !approved) {
            propose(turn, step, causes);
            return;
        }
        long attempt = turn.newAttempt();
        Duration limit = step.timeLimit().compareTo(LONGEST_CHECK) < 0 ? step.timeLimit() : LONGEST_CHECK;
        turn.phase(new Phase.Checking(step, attempt, now + limit.toNanos()));
        turn.effect(new Effect.Check(attempt, turn.incident().id(), step, limit));
    }

    /** The step could not work at this moment; it is asked again, and others may have their turn. */
    void notReady(Turn turn, Step step, String reason) {
        turn.open(turn.open().retryAt(step.name(), turn.now.nanos() + RETRY.toNanos()));
        turn.phase(new Phase.Deciding());
        turn.tellOnce(Type.WAITING, step.name(), SafeText.of(reason), Map.of("gate", "ready"));
    }

    // -- approvals

    private boolean needsApproval(Turn turn, Step step) {
        return step.approval() != null || turn.episode.orders().modeOf(policy, step) == Mode.PROPOSE;
    }

    /** What an approval holds for: this step on these causes, and no other. */
    private static String approvalOf(Step step, List<String> causes) {
        return step.name() + " because of " + String.join(", ", causes);
    }

    private static Approval approvalOf(Step step) {
        return step.approval() == null ? Approval.DEFAULT : step.approval();
    }

    private void propose(Turn turn, Step step, List<String> causes) {
        Duration expires = approvalOf(step).expires();
        Plan plan = Plan.of(
                turn.incident().id(),
                step.name(),
                step.remediation().plan() + " because of " + String.join(", ", causes),
                turn.episode.history().attemptsOf(step.name()) + 1,
                turn.now.at().plus(expires));
        turn.awaiting(plan);
        turn.phase(new Phase.Awaiting(step, causes, plan, turn.now.nanos() + expires.toNanos()));
        turn.tell(
                Type.PROPOSED,
                step.name(),
                "would " + plan.action() + "; waits " + Durations.text(expires) + " for a human to decide",
                Map.of("plan", plan.hash()));
    }

    /** A human has decided; an answer to another plan than the one that waits changes nothing. */
    void decided(Turn turn, Decision decision) {
        if (!(turn.episode.phase() instanceof Phase.Awaiting awaiting)
                || !awaiting.plan().hash().equals(decision.plan())) {
            return;
        }
        Step step = awaiting.step();
        turn.awaiting(null);
        turn.phase(new Phase.Deciding());
        if (decision.kind() == Decision.Kind.APPROVE) {
            turn.tell(
                    Type.APPROVED,
                    step.name(),
                    decision.text(),
                    Map.of("plan", awaiting.plan().hash()));
            turn.open(turn.open().approved(approvalOf(step, awaiting.causes()), awaiting.expiresNanos()));
            next(turn);
        } else {
            turn.tell(
                    Type.DISAPPROVED,
                    step.name(),
                    decision.text(),
                    Map.of("plan", awaiting.plan().hash()));
            escalate(turn, "a human has denied the step " + step.name());
        }
    }

    /** Nobody has decided. */
    void expired(Turn turn) {
        if (!(turn.episode.phase() instanceof Phase.Awaiting awaiting)
                || turn.now.nanos() - awaiting.expiresNanos() < 0) {
            return;
        }
        Step step = awaiting.step();
        Approval approval = approvalOf(step);
        turn.awaiting(null);
        turn.tell(Type.EXPIRED, step.name(), "nobody has decided within " + Durations.text(approval.expires()));
        turn.phase(new Phase.Deciding());
        if (approval.onExpiry() == Approval.OnExpiry.ESCALATE) {
            tellHuman(turn, "nobody has decided on the step " + step.name());
            turn.episode = turn.episode.history(turn.episode.history().givenUp(step));
            turn.phase(new Phase.Escalated(false));
        } else {
            turn.episode = turn.episode.history(turn.episode.history().givenUp(step));
            next(turn);
        }
    }

    // -- humans

    void escalate(Turn turn, String reason) {
        tellHuman(turn, reason);
        turn.phase(new Phase.Escalated(true));
    }

    void tellHuman(Turn turn, String reason) {
        turn.tell(
                Type.ESCALATED, null, "a human is needed" + policy.escalation().text() + ": " + reason);
        turn.open(turn.open().humanHasBeenTold());
    }
}
