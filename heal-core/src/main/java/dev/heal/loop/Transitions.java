package dev.heal.loop;

import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.gate.Gates;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import dev.heal.resource.Readiness;
import dev.heal.text.Durations;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules of one target: a state and a fact make the next state and a list of effects. Pure: no clock, no thread, no
 * I/O; the same episode and fact always make the same move. {@link Phase} draws the states.
 *
 * <p>A fact about an attempt that is no longer the present one is late and changes nothing.
 */
final class Transitions {

    /** Known healthy for this long ends an incident: longer than it takes to enter one, so that it cannot flutter. */
    static final Duration DWELL = Duration.ofSeconds(3);

    /** How long an interrupted remediation may take to end. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String target;
    private final Policy policy;
    private final Duration longestSpan;
    private final Choice choice;
    private final Proof proof;
    private final Humans humans;

    Transitions(String target, Policy written, Gates gates) {
        Policy policy =
                written.withSteps(written.steps().stream().map(Described::step).toList());
        this.target = target;
        this.policy = policy;
        this.longestSpan = policy.longestSpan();
        this.choice = new Choice(policy, gates);
        this.proof = new Proof(policy);
        this.humans = new Humans(choice, proof);
    }

    Move on(Episode episode, Fact fact) {
        Turn turn = new Turn(episode, fact.when());
        if (fact instanceof Fact.Ticked) {
            onTime(turn);
        } else if (fact instanceof Fact.Looked looked) {
            onLook(turn, looked);
        } else if (fact instanceof Fact.Gap gap) {
            onGap(turn, gap);
        } else if (fact instanceof Fact.Checked checked) {
            onChecked(turn, checked);
        } else if (fact instanceof Fact.Noted noted) {
            onNoted(turn, noted);
        } else if (fact instanceof Fact.Applied applied) {
            onApplied(turn, applied);
        } else if (fact instanceof Fact.Failed failed) {
            onFailed(turn, failed);
        } else if (fact instanceof Fact.StillRunning running) {
            onStillRunning(turn, running);
        } else if (fact instanceof Fact.Undone undone) {
            onUndone(turn, undone);
        } else if (fact instanceof Fact.Probed probed) {
            proof.answered(turn, probed);
        } else if (fact instanceof Fact.Decided decided) {
            humans.decided(turn, decided.incident(), decided.decision());
        } else if (fact instanceof Fact.Ordered ordered) {
            humans.ordered(turn, ordered.orders(), ordered.text());
        } else if (fact instanceof Fact.Stopped) {
            onStopped(turn);
        }
        return turn.end();
    }

    // -- time passes: nothing may take longer than it was given

    private void onTime(Turn turn) {
        long now = turn.now.nanos();
        if (turn.episode.phase() instanceof Phase.Checking checking && now - checking.deadline() >= 0) {
            turn.effect(new Effect.Interrupt(checking.attempt()));
            choice.notReady(
                    turn, checking.step(), "whether it could work is not known: the check did not answer in time");
        } else if (turn.episode.phase() instanceof Phase.Remediating doing && now - doing.deadline() >= 0) {
            overdue(turn, doing);
        } else if (turn.episode.phase() instanceof Phase.Undoing undoing && now - undoing.deadline() >= 0) {
            turn.effect(new Effect.Interrupt(undoing.attempt()));
            turn.episode = turn.episode.lockedBy(new Locked(undoing.attempt(), undoing.step()));
            turn.tell(Type.FAILED, undoing.step().name(), "the undo did not end in time");
            choice.escalate(turn, "the step " + undoing.step().name() + " could not be undone");
        } else if (turn.episode.phase() instanceof Phase.Awaiting) {
            choice.expired(turn);
        }
        Duration patience = policy.escalation().after();
        if (turn.hasIncident() && !turn.open().humanTold() && now - turn.open().openedNanos() >= patience.toNanos()) {
            choice.tellHuman(turn, "still sick after " + Durations.text(patience));
        }
    }

    private void overdue(Turn turn, Phase.Remediating doing) {
        if (doing.interrupted()) {
            turn.effect(new Effect.Inspect(doing.attempt()));
        } else {
            turn.effect(new Effect.Interrupt(doing.attempt()));
            long grace = turn.now.nanos() + GRACE.toNanos();
            turn.phase(new Phase.Remediating(doing.step(), doing.attempt(), grace, true));
        }
    }

    private void onGap(Turn turn, Fact.Gap gap) {
        turn.effect(new Effect.ForgetSignals());
        turn.episode = turn.episode
                .health(turn.episode.health().forgotten())
                .blindUntil(turn.now.nanos() + longestSpan.toNanos())
                // Nobody worked while the process was stopped, so that time is on nobody's account.
                .phase(turn.episode.phase().later(gap.length().plus(longestSpan)));
        if (turn.hasIncident()) {
            turn.tell(
                    Type.NOTE,
                    null,
                    "the loop was away for " + Durations.text(gap.length()) + "; it waits for new signals");
        }
    }

    // -- the detectors have looked

    private void onLook(Turn turn, Fact.Looked looked) {
        Episode before = turn.episode;
        Long blindUntil = before.blindUntil();
        if (blindUntil != null && turn.now.nanos() - blindUntil < 0) {
            return;
        }
        turn.episode = before.blindUntil(null)
                .roots(looked.roots())
                .health(before.health().looked(looked.verdicts(), looked.news(), turn.now.nanos()));
        Set<String> unhealthy = turn.episode.health().unhealthy();
        if (before.phase() instanceof Phase.Watching && !unhealthy.isEmpty()) {
            open(turn);
        }
        if (turn.hasIncident()) {
            tellChanges(turn);
        }
        if (turn.episode.phase() instanceof Phase.Verifying verifying) {
            proof.look(turn, verifying);
        } else if (isWaiting(turn.episode.phase()) && turn.episode.health().healthyFor(DWELL, turn.now.nanos())) {
            recovered(turn);
        } else if (turn.episode.phase() instanceof Phase.Awaiting awaiting) {
            choice.besides(turn, awaiting);
        } else if (turn.episode.phase() instanceof Phase.Deciding
                || (turn.episode.phase() instanceof Phase.Escalated escalated && !escalated.forGood())) {
            choice.next(turn);
        }
    }

    private void open(Turn turn) {
        String id = target + "-" + ID_TIME.format(turn.now.at()) + "-" + (turn.episode.incidents() + 1);
        Duration firstSign =
                Duration.ofNanos(turn.now.nanos() - turn.episode.health().firstSign(turn.now.nanos()));
        turn.episode = turn.episode.opened(Incident.open(id, target, turn.now.at(), firstSign), turn.now.nanos());
    }

    /** A detector is told once when it becomes unhealthy and once when it is known to be well again. */
    private static void tellChanges(Turn turn) {
        Health health = turn.episode.health();
        Set<String> announced = new TreeSet<>(turn.open().announced());
        for (String detector : health.unhealthy()) {
            if (health.verdicts().get(detector) instanceof Verdict.Unhealthy unhealthy && announced.add(detector)) {
                Evidence evidence = unhealthy.evidence();
                turn.tell(Type.DETECTED, detector, evidence.summary(), evidence.figures());
            }
        }
        for (String detector : List.copyOf(announced)) {
            if (health.verdicts().get(detector) instanceof Verdict.Healthy) {
                announced.remove(detector);
                turn.tell(Type.CLEARED, detector, "is healthy again");
            }
        }
        turn.open(turn.open().announced(announced));
    }

    private static boolean isWaiting(Phase phase) {
        return phase instanceof Phase.Deciding || phase instanceof Phase.Awaiting || phase instanceof Phase.Escalated;
    }

    private static void recovered(Turn turn) {
        boolean proved = turn.incident().first(Type.VERIFIED).isPresent();
        boolean escalated = turn.episode.phase() instanceof Phase.Escalated;
        String text = "all signals have been healthy for " + Durations.text(DWELL);
        if (turn.open().aborted()) {
            turn.resolve(Resolution.STOPPED, text + ", after a human had aborted it");
        } else if (escalated) {
            turn.resolve(Resolution.ESCALATED, text);
        } else if (proved) {
            turn.resolve(Resolution.HEALED, text);
        } else {
            turn.resolve(Resolution.RECOVERED_ALONE, text + " without a step that was verified");
        }
    }

    // -- a step: check, remediate, verify, undo

    private void onChecked(Turn turn, Fact.Checked fact) {
        if (!(turn.episode.phase() instanceof Phase.Checking checking) || checking.attempt() != fact.attempt()) {
            return;
        }
        Step step = checking.step();
        if (fact.readiness() instanceof Readiness.NotReady notReady) {
            choice.notReady(turn, step, notReady.reason());
            return;
        }
        if (turn.episode.health().unhealthy().stream().noneMatch(step::answersTo)) {
            turn.phase(new Phase.Deciding()); // what it would have repaired went away while it was checked
            return;
        }
        long now = turn.now.nanos();
        turn.open(turn.open().approvalsUsed());
        turn.episode = turn.episode.history(
                turn.episode.history().started(step.name(), now, policy.budget().per()));
        long attempt = turn.newAttempt();
        turn.phase(new Phase.Remediating(step, attempt, now + step.timeLimit().toNanos(), false));
        turn.tell(
                Type.STARTED,
                step.name(),
                step.remediation().plan(),
                Map.of("remediation", step.remediation().name()));
        turn.effect(new Effect.Apply(attempt, turn.incident().id(), step, step.timeLimit()));
    }

    private static void onNoted(Turn turn, Fact.Noted fact) {
        if (turn.hasIncident() && fact.attempt() > turn.open().attemptsBefore()) {
            turn.tell(Type.NOTE, null, fact.text());
        }
    }

    private void onApplied(Turn turn, Fact.Applied fact) {
        if (unlocked(turn, fact.attempt(), fact.undoable(), "has ended after all")
                || !(turn.episode.phase() instanceof Phase.Remediating doing)
                || doing.attempt() != fact.attempt()) {
            return;
        }
        Step step = doing.step();
        long now = turn.now.nanos();
        turn.tell(
                Type.APPLIED,
                step.name(),
                turn.open().aborted()
                        ? "done, and not wanted any more"
                        : "done; now the steady state must hold for "
                                + Durations.text(step.verification().hold()),
                Map.of("remediation", step.remediation().name()));
        turn.episode = turn.episode.history(turn.episode.history().ended(step.name(), now));
        if (turn.open().aborted()) {
            proof.takeBack(turn, step, fact.attempt(), fact.undoable());
        } else {
            proof.begin(turn, step, fact);
        }
    }

    private void onFailed(Turn turn, Fact.Failed fact) {
        if (unlocked(turn, fact.attempt(), false, "has ended after all: " + fact.reason())
                || !(turn.episode.phase() instanceof Phase.Remediating doing)
                || doing.attempt() != fact.attempt()) {
            return;
        }
        Step step = doing.step();
        turn.episode = turn.episode.history(turn.episode.history().ended(step.name(), turn.now.nanos()));
        turn.tell(
                doing.interrupted() ? Type.TIMED_OUT : Type.FAILED,
                step.name(),
                (doing.interrupted() ? "was interrupted " + why(turn, step) + ": " : "") + fact.reason(),
                Map.of("remediation", step.remediation().name()));
        turn.phase(new Phase.Deciding());
    }

    private static String why(Turn turn, Step step) {
        return turn.open().aborted() ? "by a human" : "after " + Durations.text(step.timeLimit());
    }

    private void onStillRunning(Turn turn, Fact.StillRunning fact) {
        if (!(turn.episode.phase() instanceof Phase.Remediating doing) || doing.attempt() != fact.attempt()) {
            return;
        }
        turn.episode = turn.episode.lockedBy(new Locked(fact.attempt(), doing.step()));
        turn.tell(
                Type.TIMED_OUT,
                doing.step().name(),
                "ignores its interrupt; nothing more is started for this target until it ends",
                Map.of("remediation", doing.step().remediation().name(), "stack", fact.stack()));
        choice.escalate(turn, "a remediation does not end");
    }

    /** An attempt that had locked the target has ended; what it did too late, unverified, is undone. */
    private boolean unlocked(Turn turn, long attempt, boolean undoable, String text) {
        Locked locked = turn.episode.lockedBy();
        if (locked == null || locked.attempt() != attempt) {
            return false;
        }
        Step step = locked.step();
        turn.episode =
                turn.episode.lockedBy(null).history(turn.episode.history().ended(step.name(), turn.now.nanos()));
        if (turn.hasIncident()) {
            turn.tell(Type.NOTE, null, "the remediation that ignored its interrupt " + text);
        }
        if (undoable) {
            String incident = turn.hasIncident() ? turn.incident().id() : "closed";
            turn.effect(new Effect.Undo(attempt, incident, step, step.timeLimit()));
        }
        return true;
    }

    private void onUndone(Turn turn, Fact.Undone fact) {
        if (unlocked(turn, fact.attempt(), false, "has ended after all")
                || !(turn.episode.phase() instanceof Phase.Undoing undoing)
                || undoing.attempt() != fact.attempt()) {
            return;
        }
        if (fact.failure() == null) {
            turn.tell(Type.UNDONE, undoing.step().name(), "is undone");
            turn.phase(new Phase.Deciding());
        } else {
            turn.tell(Type.FAILED, undoing.step().name(), "the undo failed: " + fact.failure());
            choice.escalate(turn, "the step " + undoing.step().name() + " could not be undone");
        }
    }

    // -- the end

    private void onStopped(Turn turn) {
        if (turn.episode.phase() instanceof Phase.Remediating doing) {
            turn.tell(Type.TIMED_OUT, doing.step().name(), "was interrupted: heal is shut down", Map.of());
        }
        if (turn.hasIncident()) {
            turn.resolve(Resolution.STOPPED, "heal was shut down");
        }
    }
}
