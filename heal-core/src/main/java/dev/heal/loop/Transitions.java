package dev.heal.loop;

import dev.heal.detect.Detector;
import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.gate.Ledger;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
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
 * I/O; the same episode, ledger and fact always make the same move. {@link Phase} draws the states.
 *
 * <p>The rules by subject: {@link Choice} which step comes next, {@link Approvals} the plans that wait for a human, {@link
 * Doing} one attempt from its check to its end, {@link Proof} whether it has helped, {@link Holding} what stays in force for
 * a while, {@link Returning} what was moved away and comes back, {@link CommonMode} the brake, {@link Humans} what people
 * order and decide.
 *
 * <p>A fact about an attempt that is no longer the present one is late and changes nothing.
 */
final class Transitions implements Rules {

    /** Known healthy for this long ends an incident: longer than it takes to enter one, so that it cannot flutter. */
    static final Duration DWELL = Duration.ofSeconds(3);

    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Rulebook book;
    private final Duration longestSpan;
    private final Set<String> asking;
    private final Choice choice;
    private final Doing doing;
    private final Proof proof;
    private final Holding holding;
    private final Returning returning;
    private final CommonMode commonMode;
    private final Humans humans;

    Transitions(Rulebook book) {
        this.book = book;
        this.longestSpan = book.policy().longestSpan();
        this.asking = book.asking();
        this.choice = new Choice(book);
        this.proof = new Proof(book);
        this.doing = new Doing(book, choice, proof);
        this.returning = new Returning(book, doing);
        this.holding = new Holding(book, returning);
        this.commonMode = new CommonMode(book, choice);
        this.humans = new Humans(book, choice, doing, proof);
    }

    @Override
    public Move on(Episode episode, Ledger ledger, Fact fact) {
        Turn turn = new Turn(book, episode, ledger, fact.when());
        if (fact instanceof Fact.Ticked) {
            onTime(turn);
        } else if (fact instanceof Fact.Looked looked) {
            onLook(turn, looked);
        } else if (fact instanceof Fact.Gap gap) {
            onGap(turn, gap);
        } else if (fact instanceof Fact.Checked checked) {
            doing.checked(turn, checked);
        } else if (fact instanceof Fact.Written written) {
            doing.written(turn, written);
        } else if (fact instanceof Fact.NotBegun notBegun) {
            doing.notBegun(turn, notBegun);
        } else if (fact instanceof Fact.Noted noted) {
            onNoted(turn, noted);
        } else if (fact instanceof Fact.Applied applied) {
            doing.applied(turn, applied);
        } else if (fact instanceof Fact.Failed failed) {
            doing.failed(turn, failed);
        } else if (fact instanceof Fact.StillRunning running) {
            doing.stillRunning(turn, running);
        } else if (fact instanceof Fact.Undone undone) {
            if (!holding.undone(turn, undone)) {
                doing.undone(turn, undone);
            }
        } else if (fact instanceof Fact.Admitted admitted) {
            holding.admitted(turn, admitted);
        } else if (fact instanceof Fact.Restored restored) {
            returning.restored(turn, restored);
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

    /** Nothing may take longer than it was given. */
    private void onTime(Turn turn) {
        doing.onTime(turn);
        choice.approvals().onTime(turn);
        holding.onTime(turn);
        returning.look(turn, Map.of());
        choice.onTime(turn);
    }

    private void onGap(Turn turn, Fact.Gap gap) {
        turn.effect(new Effect.ForgetSignals());
        turn.episode = turn.episode
                .health(turn.episode.health().forgotten())
                .blindUntil(turn.now.nanos() + longestSpan.toNanos())
                // Nobody worked while the process was stopped, so that time is on nobody's account.
                .phase(turn.episode.phase().later(gap.length().plus(longestSpan)));
        Held returning = turn.episode.returning();
        if (returning != null) {
            turn.episode = turn.episode.returning(
                    returning.expires(returning.expires() + gap.length().toNanos()));
        }
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
                .health(before.health()
                        .lookedEarlier(looked.earlier(), asking, turn.now.nanos())
                        .looked(looked.verdicts(), looked.news(), asking, turn.now.nanos()));
        Set<String> unhealthy = turn.episode.health().unhealthy();
        if (before.phase() instanceof Phase.Watching && !unhealthy.isEmpty()) {
            open(turn);
        }
        if (turn.hasIncident()) {
            tellChanges(turn);
            tellRoots(turn);
            tryCalls(turn);
        }
        commonMode.look(turn);
        returning.look(turn, looked.earlier());
        if (turn.episode.phase() instanceof Phase.Verifying verifying) {
            proof.look(turn, verifying, looked.earlier());
        } else if (isWaiting(turn.episode.phase()) && turn.episode.health().healthyFor(DWELL)) {
            recovered(turn);
        } else if (turn.episode.phase() instanceof Phase.Awaiting awaiting) {
            choice.besides(turn, awaiting);
        } else if (turn.episode.phase() instanceof Phase.Deciding
                || (turn.episode.phase() instanceof Phase.Escalated escalated && !escalated.forGood())) {
            choice.next(turn);
        }
    }

    private void open(Turn turn) {
        long now = turn.now.nanos();
        String id = book.target() + "-" + ID_TIME.format(turn.now.at()) + "-" + (turn.episode.incidents() + 1);
        Duration firstSign = Duration.ofNanos(now - turn.episode.health().firstSign(now));
        GiveUp giveUp = book.policy().giveUp();
        turn.episode = turn.episode.opened(
                Incident.open(id, book.target(), turn.now.at(), firstSign),
                book.jitter().of(id),
                now,
                giveUp.within());
        if (turn.episode.history().openings().size() >= giveUp.incidents()) {
            pin(turn, giveUp);
        }
    }

    /** It falls sick again and again: heal keeps its hands off until a human has looked. */
    private void pin(Turn turn, GiveUp giveUp) {
        if (turn.episode.orders().here() != null) {
            return;
        }
        String reason = "pinned, because it fell sick " + giveUp.incidents() + " times within "
                + Durations.text(giveUp.within()) + "; a human has to release it";
        Orders.Stop stop = new Orders.Stop("heal", reason, turn.now.at());
        turn.episode = turn.episode.orders(turn.episode.orders().here(stop));
        turn.effect(new Effect.Pin(stop));
        choice.told(turn, reason); // whatever else is the matter with its scope: only a human can release it
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

    /** The target answers when it is asked, and calls fail: an open breaker need not keep them out until its own time is over. */
    private void tryCalls(Turn turn) {
        Orders orders = turn.episode.orders();
        long now = turn.now.nanos();
        if (orders.stop() == null
                && orders.modeOf(book.policy()) == Mode.ACT
                && !turn.episode.phase().isUnderWay()
                && turn.open().trials().isDue(now)
                && answersButFails(turn.episode.health().verdicts())) {
            turn.open(turn.open().trials(turn.open().trials().next(now)));
            turn.effect(new Effect.LetTrialCallsIn(turn.newAttempt()));
        }
    }

    private boolean answersButFails(Map<String, Verdict> verdicts) {
        boolean answers = false;
        boolean fails = false;
        for (Map.Entry<String, Detector> each : book.policy().detectors().entrySet()) {
            Verdict verdict = verdicts.get(each.getKey());
            answers |= each.getValue().asks() && verdict instanceof Verdict.Healthy;
            fails |= verdict instanceof Verdict.Unhealthy;
        }
        return answers && fails;
    }

    /** A dependant's incident points to that of its root. */
    private static void tellRoots(Turn turn) {
        for (String root : turn.episode.roots()) {
            String incident = turn.ledger.incidentOf(root);
            if (incident != null) {
                String text = "it depends on " + root + ", which is sick: see incident " + incident;
                turn.tellOnce(Type.NOTE, root, text, Map.of("root", incident));
            }
        }
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

    private static void onNoted(Turn turn, Fact.Noted fact) {
        if (turn.hasIncident() && fact.attempt() > turn.open().attemptsBefore()) {
            turn.tell(Type.NOTE, null, fact.text());
        }
    }

    private void onStopped(Turn turn) {
        doing.stopped(turn);
        if (turn.hasIncident()) {
            turn.resolve(Resolution.STOPPED, "heal was shut down");
        }
        Holding.stopped(turn);
    }
}
