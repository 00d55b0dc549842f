package dev.heal.loop;

import dev.heal.gate.Answer;
import dev.heal.gate.Gates;
import dev.heal.gate.Ledger;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.loop.OpenIncident.Approved;
import dev.heal.loop.Records.Result;
import dev.heal.policy.Step;
import dev.heal.remediation.Risk;
import dev.heal.resource.Readiness;
import dev.heal.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One attempt at a step, from its check by way of its record to its end. Pure, part of the rules. */
final class Doing {

    /** How long an interrupted remediation may take to end. */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** How long an intent may take to become durable: a disk that needs longer cannot be relied on. */
    static final Duration RECORD_WITHIN = Duration.ofSeconds(2);

    private final Rulebook book;
    private final Choice choice;
    private final Proof proof;

    Doing(Rulebook book, Choice choice, Proof proof) {
        this.book = book;
        this.choice = choice;
        this.proof = proof;
    }

    // -- time passes: nothing may take longer than it was given

    void onTime(Turn turn) {
        long now = turn.now.nanos();
        Phase phase = turn.episode.phase();
        if (phase instanceof Phase.Checking checking && now - checking.deadline() >= 0) {
            turn.effect(new Effect.Interrupt(checking.attempt()));
            choice.notReady(
                    turn, checking.step(), "whether it could work is not known: the check did not answer in time");
        } else if (phase instanceof Phase.Recording recording && now - recording.deadline() >= 0) {
            notRecorded(turn, recording, "the disk has not answered within " + Durations.text(RECORD_WITHIN));
        } else if (phase instanceof Phase.Remediating doing && now - doing.deadline() >= 0) {
            overdue(turn, doing);
        } else if (phase instanceof Phase.Undoing undoing && now - undoing.deadline() >= 0) {
            turn.effect(new Effect.Interrupt(undoing.attempt()));
            turn.episode = turn.episode.lockedBy(
                    new Locked(undoing.attempt(), turn.incident().id(), undoing.step()));
            undoFailed(turn, undoing, "the undo did not end in time");
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

    // -- checked, recorded, applied

    /** It could work: all gates are asked once more, since others may have begun meanwhile, and the intent is recorded. */
    void checked(Turn turn, Fact.Checked fact) {
        if (!(turn.episode.phase() instanceof Phase.Checking checking) || checking.attempt() != fact.attempt()) {
            return;
        }
        Step step = checking.step();
        if (fact.readiness() instanceof Readiness.NotReady notReady) {
            choice.notReady(turn, step, notReady.reason());
            return;
        }
        List<String> causes = choice.causes(turn, step);
        if (causes.isEmpty() || forbidden(turn, step, causes)) {
            turn.phase(new Phase.Deciding());
            return;
        }
        long now = turn.now.nanos();
        Approved approved = choice.approval(turn, step, causes);
        if (approved == null && choice.needsApproval(turn, step)) {
            turn.phase(new Phase.Deciding());
            return;
        }
        choice.approvals().dropped(turn, approved);
        turn.open(turn.open().approvalsUsed().causes(causes));
        counted(turn, step);
        long attempt = turn.newAttempt();
        turn.phase(new Phase.Recording(step, attempt, now + RECORD_WITHIN.toNanos()));
        String plan = approved == null ? null : approved.plan();
        turn.effect(new Effect.Intend(
                attempt, Records.intent(book.target(), turn.incident().id(), attempt, step, causes, plan)));
    }

    private boolean forbidden(Turn turn, Step step, List<String> causes) {
        Gates.Verdict verdict = book.gates().ask(choice.question(turn, step, causes));
        if (verdict.answer() instanceof Answer.Allow) {
            return false;
        }
        choice.tellForbidden(turn, step, verdict);
        return true;
    }

    /** The journal has answered: what is recorded may begin. */
    void written(Turn turn, Fact.Written fact) {
        if (!(turn.episode.phase() instanceof Phase.Recording recording) || recording.attempt() != fact.attempt()) {
            return;
        }
        Step step = recording.step();
        if (fact.failure() != null) {
            notRecorded(turn, recording, fact.failure());
            return;
        }
        notCounted(turn, step); // or it would stand in its own way
        List<String> causes = choice.causes(turn, step);
        if (causes.isEmpty() || forbidden(turn, step, causes)) {
            // What it would have repaired went away while it was being recorded, or others fell sick with it.
            outcome(turn, recording.attempt(), step, Result.NOT_BEGUN, false);
            turn.phase(new Phase.Deciding());
            return;
        }
        counted(turn, step);
        turn.phase(new Phase.Remediating(
                step, recording.attempt(), turn.now.nanos() + step.timeLimit().toNanos(), false));
        turn.tell(
                Type.STARTED,
                step.name(),
                step.remediation().plan(),
                Map.of("remediation", step.remediation().name()));
        turn.effect(new Effect.Apply(
                recording.attempt(), turn.incident().id(), step, step.timeLimit(), turn.ledger.healthy()));
    }

    private void notRecorded(Turn turn, Phase.Recording recording, String reason) {
        notBegun(turn, recording);
        turn.open(turn.open().retryAt(recording.step().name(), turn.now.nanos() + Choice.RETRY.toNanos()));
        turn.tellOnce(
                Type.WAITING,
                recording.step().name(),
                "it could not be recorded: " + reason,
                Map.of("gate", "journal"));
    }

    /** Nothing was done, so nothing is counted; but the intent may be durable by now, and must not look as if it were open. */
    void notBegun(Turn turn, Phase phase) {
        Step step = phase.step();
        Long attempt = phase instanceof Phase.Recording recording
                ? Long.valueOf(recording.attempt())
                : phase instanceof Phase.Remediating doing ? Long.valueOf(doing.attempt()) : null;
        if (step == null || attempt == null) {
            return;
        }
        notCounted(turn, step);
        outcome(turn, attempt, step, Result.NOT_BEGUN, false);
        turn.phase(new Phase.Deciding());
    }

    private void counted(Turn turn, Step step) {
        turn.episode = turn.episode.history(turn.episode.history().started(step.name()));
        turn.ledger =
                turn.ledger.started(new Ledger.Start(book.target(), step.name(), turn.now.nanos()), book.remember());
    }

    private void notCounted(Turn turn, Step step) {
        turn.episode = turn.episode.history(turn.episode.history().notBegun(step.name()));
        turn.ledger = turn.ledger.notBegun(book.target(), step.name());
    }

    /** A human's order came between the record and the start. */
    void notBegun(Turn turn, Fact.NotBegun fact) {
        if (unlocked(turn, fact.attempt(), false, "was not begun: " + fact.reason())
                || !(turn.episode.phase() instanceof Phase.Remediating doing)
                || doing.attempt() != fact.attempt()) {
            return;
        }
        notBegun(turn, doing);
        turn.tell(Type.DENIED, doing.step().name(), "not begun, because " + fact.reason(), Map.of("gate", "stop"));
    }

    void applied(Turn turn, Fact.Applied fact) {
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
        outcome(turn, fact.attempt(), step, Result.APPLIED, fact.undoable());
        turn.episode = turn.episode.history(turn.episode.history().ended(step.name(), now));
        if (fact.undoable()) {
            long expires = now + step.safeguards().timeToLive().toNanos();
            boolean isGradual = step.remediation().failback() != null;
            turn.episode = turn.episode.holding(new Held(
                    fact.attempt(),
                    turn.incident().id(),
                    step,
                    expires,
                    isGradual ? Held.Homecoming.begin(now, expires, fact.showsAt()) : null));
        }
        if (turn.open().aborted()) {
            proof.takeBack(turn, step, fact.attempt());
        } else {
            proof.begin(turn, step, fact);
        }
    }

    /** A share, or a move after a restart, that ended too late for anybody to wait for it. Returns whether it was one. */
    boolean tooLate(Turn turn, long attempt, boolean moved) {
        return unlocked(turn, attempt, moved, "has ended after all");
    }

    void failed(Turn turn, Fact.Failed fact) {
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
        outcome(turn, fact.attempt(), step, doing.interrupted() ? Result.TIMED_OUT : Result.FAILED, false);
        proof.hasFailed(turn, step);
        turn.phase(new Phase.Deciding());
    }

    private static String why(Turn turn, Step step) {
        return turn.open().aborted() ? "by a human" : "after " + Durations.text(step.timeLimit());
    }

    void stillRunning(Turn turn, Fact.StillRunning fact) {
        if (!(turn.episode.phase() instanceof Phase.Remediating doing) || doing.attempt() != fact.attempt()) {
            return;
        }
        turn.episode =
                turn.episode.lockedBy(new Locked(fact.attempt(), turn.incident().id(), doing.step()));
        turn.tell(
                Type.TIMED_OUT,
                doing.step().name(),
                "ignores its interrupt; nothing more is started for this target until it ends",
                Map.of("remediation", doing.step().remediation().name(), "stack", fact.stack()));
        proof.hasFailed(turn, doing.step());
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
        String incident = locked.incident();
        turn.tellIn(incident, Type.NOTE, null, "the remediation that ignored its interrupt " + text);
        turn.write(Records.outcome(book.target(), incident, attempt, step.name(), Result.TIMED_OUT, undoable));
        if (undoable) {
            long deadline = turn.now.nanos() + step.timeLimit().toNanos();
            turn.episode = turn.episode.returning(new Held(attempt, incident, step, deadline));
            turn.effect(new Effect.Undo(attempt, incident, step, step.timeLimit()));
        }
        return true;
    }

    void undone(Turn turn, Fact.Undone fact) {
        if (unlocked(turn, fact.attempt(), false, "has ended after all")
                || !(turn.episode.phase() instanceof Phase.Undoing undoing)
                || undoing.attempt() != fact.attempt()) {
            return;
        }
        if (fact.failure() == null) {
            outcome(turn, fact.attempt(), undoing.step(), Result.UNDONE, false);
            turn.episode = turn.episode.health(turn.episode.health().dwellingAnew());
            turn.tell(
                    Type.UNDONE,
                    undoing.step().name(),
                    "is undone",
                    Map.of("remediation", undoing.step().remediation().name()));
            turn.phase(new Phase.Deciding());
        } else {
            undoFailed(turn, undoing, "the undo failed: " + fact.failure());
        }
    }

    private void undoFailed(Turn turn, Phase.Undoing undoing, String text) {
        Step step = undoing.step();
        turn.tell(
                Type.FAILED,
                step.name(),
                text,
                Map.of("remediation", step.remediation().name()));
        outcome(turn, undoing.attempt(), step, Result.UNDO_FAILED, false);
        turn.episode = turn.episode.history(turn.episode.history().unresolved(step.name()));
        turn.write(Records.givenUp(book.target(), turn.episode.history()));
        choice.escalate(turn, "the step " + step.name() + " could not be undone");
    }

    /** Heal is shut down. */
    void stopped(Turn turn) {
        if (turn.episode.phase() instanceof Phase.Recording recording) {
            notBegun(turn, recording);
        } else if (turn.episode.phase() instanceof Phase.Remediating doing) {
            turn.tell(
                    Type.TIMED_OUT,
                    doing.step().name(),
                    "was interrupted: heal is shut down",
                    Map.of("remediation", doing.step().remediation().name()));
            // Whether it has taken hold is not known: what can be undone is looked at after the restart.
            Risk risk = doing.step().remediation().risk();
            boolean undoable = risk == Risk.REVERSIBLE || risk == Risk.SAFE;
            outcome(turn, doing.attempt(), doing.step(), Result.INTERRUPTED, undoable);
        } else if (turn.episode.phase() instanceof Phase.Undoing undoing) {
            // Its end is still waited for, after the incident.
            turn.episode = turn.episode.returning(
                    new Held(undoing.attempt(), turn.incident().id(), undoing.step(), undoing.deadline()));
        }
    }

    private void outcome(Turn turn, long attempt, Step step, Result result, boolean undoable) {
        String incident = turn.incident().id();
        turn.write(Records.outcome(book.target(), incident, attempt, step.name(), result, undoable));
    }
}
