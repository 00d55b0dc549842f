package dev.heal.loop;

import dev.heal.detect.Verdict;
import dev.heal.gate.Answer;
import dev.heal.gate.Gates;
import dev.heal.gate.ModeGate;
import dev.heal.gate.Question;
import dev.heal.gate.Signs;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.loop.OpenIncident.Approved;
import dev.heal.policy.Mode;
import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import dev.heal.text.Durations;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which step comes next: the first that answers to what is unhealthy, that all gates allow, and that could work now. */
final class Choice {

    /** How long a step that was not ready is left alone: its check may open a connection. */
    static final Duration RETRY = Duration.ofSeconds(1);

    private static final Duration LONGEST_CHECK = Duration.ofSeconds(10);

    private final Rulebook book;
    private final Policy policy;
    private final Approvals approvals;

    Choice(Rulebook book) {
        this.book = book;
        this.policy = book.policy();
        this.approvals = new Approvals(book, this);
    }

    Approvals approvals() {
        return approvals;
    }

    /** Starts the next step, or says why none starts; escalates when none ever will. */
    void next(Turn turn) {
        if (turn.episode.health().unhealthy().isEmpty()) {
            return;
        }
        boolean stillPossible = false;
        boolean planned = false;
        for (Step step : policy.steps()) {
            List<String> causes = causes(turn, step);
            if (causes.isEmpty()) {
                continue;
            }
            if (step.remediation().failback() != null && turn.episode.isInForce(step)) {
                // It has helped and goes on helping: no attempt is missing, and no human is needed for that.
                stillPossible = true;
                continue;
            }
            Gates.Verdict verdict = book.gates().ask(question(turn, step, causes));
            if (verdict.answer() instanceof Answer.Deny) {
                boolean observed = verdict.gate().equals(ModeGate.NAME);
                // In act mode only the first step would have started: one plan is told, not one for each step.
                if (!observed || !planned) {
                    tellForbidden(turn, step, verdict);
                }
                planned |= observed;
            } else if (verdict.answer() instanceof Answer.Wait) {
                tellForbidden(turn, step, verdict);
                stillPossible = true;
            } else if (turn.episode.lockedBy() != null) {
                String reason = "an earlier remediation of this target has not ended";
                turn.tellOnce(Type.WAITING, step.name(), reason, Map.of("gate", "locked"));
                stillPossible = true;
            } else if (turn.episode.isInForce(step)) {
                // Twice in force, the first would be undone while the second counts on it.
                String reason = "what it has done before is still in force";
                turn.tellOnce(Type.WAITING, step.name(), reason, Map.of("gate", "in-force"));
                stillPossible = true;
            } else if (!isDue(turn, step)) {
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
            List<String> causes = causes(turn, step).stream()
                    .filter(detector -> !awaiting.step().answersTo(detector))
                    .toList();
            if (!causes.isEmpty()
                    && isDue(turn, step)
                    && !turn.episode.isInForce(step)
                    && !needsApproval(turn, step)
                    && book.gates().ask(question(turn, step, causes)).answer() instanceof Answer.Allow) {
                approvals.withdraw(turn, awaiting, step.name() + " goes first");
                begin(turn, step, causes);
                return;
            }
        }
    }

    /** The detectors that are surely unhealthy and that the step answers to. */
    List<String> causes(Turn turn, Step step) {
        return turn.episode.health().unhealthy().stream()
                .filter(step::answersTo)
                .toList();
    }

    private static boolean isDue(Turn turn, Step step) {
        long now = turn.now.nanos();
        return now - turn.open().retryAt().getOrDefault(step.name(), now) >= 0;
    }

    /** Every denial is an entry in the incident, with the gate that said it. */
    void tellForbidden(Turn turn, Step step, Gates.Verdict verdict) {
        Map<String, String> figures = Map.of("gate", verdict.gate());
        if (verdict.answer() instanceof Answer.Deny deny) {
            turn.tellOnce(Type.DENIED, step.name(), deny.reason(), figures);
        } else if (verdict.answer() instanceof Answer.Wait wait) {
            turn.tellOnce(Type.WAITING, step.name(), wait.reason(), figures);
        }
    }

    Question question(Turn turn, Step step, List<String> causes) {
        long now = turn.now.nanos();
        Health health = turn.episode.health();
        Duration unhealthyFor = causes.stream()
                .map(detector -> health.unhealthyFor(detector, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        Set<String> unknown = policy.detectors().keySet().stream()
                .filter(detector -> !(health.verdicts().get(detector) instanceof Verdict.Healthy)
                        && !(health.verdicts().get(detector) instanceof Verdict.Unhealthy))
                .collect(Collectors.toSet());
        Duration openFor = Duration.ofNanos(now - turn.open().openedNanos());
        turn.stand();
        return new Question(
                book.target(),
                step,
                causes,
                policy,
                book.limits(),
                turn.episode.orders(),
                turn.episode.history(),
                new Signs(unhealthyFor, unknown, openFor, turn.episode.roots()),
                turn.open().jitter(),
                turn.ledger,
                now);
    }

    void begin(Turn turn, Step step, List<String> causes) {
        if (needsApproval(turn, step) && approval(turn, step, causes) == null) {
            approvals.propose(turn, step, causes);
            return;
        }
        long attempt = turn.newAttempt();
        Duration limit = step.timeLimit().compareTo(LONGEST_CHECK) < 0 ? step.timeLimit() : LONGEST_CHECK;
        turn.phase(new Phase.Checking(step, attempt, turn.now.nanos() + limit.toNanos()));
        turn.effect(new Effect.Check(attempt, turn.incident().id(), step, limit, turn.ledger.healthy()));
    }

    /** The step could not work at this moment; it is asked again, and others may have their turn. */
    void notReady(Turn turn, Step step, String reason) {
        turn.open(turn.open().retryAt(step.name(), turn.now.nanos() + RETRY.toNanos()));
        turn.phase(new Phase.Deciding());
        turn.tellOnce(Type.WAITING, step.name(), SafeText.of(reason), Map.of("gate", "ready"));
    }

    boolean needsApproval(Turn turn, Step step) {
        return step.approval() != null
                || turn.episode.orders().modeOf(policy, step) == Mode.PROPOSE
                || takesMuch(turn, step);
    }

    /** What takes more than half of a scope away at once is a human's case, whatever the mode. */
    private static boolean takesMuch(Turn turn, Step step) {
        Set<String> taken = step.remediation().takesAway();
        return taken != null
                && taken.size() > 1
                && turn.ledger.scopesOf(taken).stream().anyMatch(scope -> {
                    Set<String> members = turn.ledger.members(scope);
                    long these = members.stream().filter(taken::contains).count();
                    return these * 2 > members.size();
                });
    }

    /** The approval that holds for the step on these causes; null if there is none, or if its time is over. */
    @Nullable
    Approved approval(Turn turn, Step step, List<String> causes) {
        Approved approved = turn.open().approved().get(Approvals.of(step, causes));
        return approved == null || turn.now.nanos() - approved.until() >= 0 ? null : approved;
    }

    // -- humans

    /** Heal can do no more here, for good. */
    void escalate(Turn turn, String reason) {
        told(turn, reason);
        turn.phase(new Phase.Escalated(true));
    }

    /** A human is told, unless that happened for the whole scope in another incident. */
    void tellHuman(Turn turn, String reason) {
        String scope = book.scope();
        String incident = scope == null ? null : turn.ledger.brakes().get(scope);
        if (scope == null || incident == null || incident.equals(turn.incident().id())) {
            told(turn, reason);
        } else {
            // Not "told": if it is still sick once the brake is off, that is a case of its own.
            turn.tellOnce(Type.NOTE, scope, reason + "; a human was told in incident " + incident, Map.of());
        }
    }

    /** A human is told, also of what is only this target's. */
    void told(Turn turn, String reason) {
        turn.tell(
                Type.ESCALATED, null, "a human is needed" + policy.escalation().text() + ": " + reason);
        turn.open(turn.open().humanHasBeenTold());
    }

    /** Time has passed: an incident that is still open by then is told of. */
    void onTime(Turn turn) {
        Duration patience = policy.escalation().after();
        boolean brakeIsJustOff = turn.ledger
                .withoutBrake(book.scope(), turn.now.nanos())
                .filter(since -> since.compareTo(patience) < 0)
                .isPresent();
        if (turn.hasIncident()
                && !brakeIsJustOff
                && !turn.open().humanTold()
                && turn.now.nanos() - turn.open().openedNanos() >= patience.toNanos()) {
            tellHuman(turn, "still sick after " + Durations.text(patience));
        }
    }
}
