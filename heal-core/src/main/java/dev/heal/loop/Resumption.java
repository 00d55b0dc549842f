package dev.heal.loop;

import dev.heal.gate.History;
import dev.heal.gate.Ledger;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Plan;
import dev.heal.incident.Resolution;
import dev.heal.journal.Entry;
import dev.heal.loop.OpenIncident.Approved;
import dev.heal.loop.Recollection.Intent;
import dev.heal.loop.Recollection.Proposal;
import dev.heal.loop.Records.Result;
import dev.heal.policy.Step;
import dev.heal.remediation.Risk;
import dev.heal.text.SafeText;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a target goes on after a restart: where it stood, as far as that is known, and never further. Pure. */
final class Resumption {

    private final Rulebook book;
    private final Recollection found;

    Resumption(Rulebook book, Recollection found) {
        this.book = book;
        this.found = found;
    }

    Move begin(Ledger ledger, Moment now) {
        String target = book.target();
        Episode episode = Episode.begin(
                found.history(target),
                found.orders(target, book.scope()),
                found.incidentsOf(target),
                found.attemptsOf(target));
        Turn turn = new Turn(book, episode, ledger, now);
        resume(turn);
        List<Intent> intents = found.intents(target);
        intents.stream().filter(Intent::isOpen).forEach(intent -> unknown(turn, intent));
        intents.stream().filter(Intent::isInForce).forEach(intent -> inForce(turn, intent));
        turn.stand(); // what is left of earlier, such as a step that ended nobody knows how
        return turn.end();
    }

    private @Nullable Step step(String name) {
        return book.policy().steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    // -- the incident that was open

    private void resume(Turn turn) {
        List<Incident> open = found.incidents().stream()
                .filter(incident -> incident.target().equals(book.target()) && incident.isOpen())
                .toList();
        for (int i = 0; i < open.size(); i++) {
            Incident incident = open.get(i);
            History history = turn.episode.history();
            turn.episode = turn.episode
                    .open(OpenIncident.at(
                            found.openedAt(incident),
                            incident,
                            book.jitter().of(incident.id()),
                            turn.episode.attempts()))
                    .phase(new Phase.Deciding());
            if (i < open.size() - 1) {
                turn.resolve(Resolution.STOPPED, "heal was restarted, and a later incident is open");
                continue;
            }
            turn.episode = turn.episode.health(Health.afterRestart(affected(incident)));
            for (Intent intent : found.intents(book.target())) {
                if (intent.incident().equals(incident.id()) && intent.result() != Result.NOT_BEGUN) {
                    history = history.started(intent.step());
                }
            }
            turn.episode = turn.episode.history(history);
            if (incident.first(Type.ESCALATED).isPresent()) {
                turn.open(turn.open().humanHasBeenTold());
            }
            decisions(turn, found.proposals(incident.id()));
            if (incident.first(Type.ABORTED).isPresent()) {
                turn.awaiting(null);
                turn.open(turn.open().abortedByHuman());
                turn.phase(new Phase.Escalated(true));
            }
            // Told last: whoever reads the incident finds the plan that waits.
            turn.tell(Type.NOTE, null, "heal was restarted, and goes on from what its journal tells");
        }
    }

    /** Silence closes no incident: what was sick has to be known healthy, also if the policy looks at other things now. */
    private Set<String> affected(Incident incident) {
        Set<String> known = book.policy().detectors().keySet();
        Set<String> sick = new TreeSet<>();
        incident.events().stream()
                .filter(event -> event.type() == Type.DETECTED)
                .map(IncidentEvent::subject)
                .forEach(detector -> {
                    if (detector != null && known.contains(detector)) {
                        sick.add(detector);
                    }
                });
        return sick.isEmpty() ? known : sick;
    }

    /** What humans had been asked, and had said. */
    private void decisions(Turn turn, List<Proposal> proposals) {
        for (Proposal proposal : proposals) {
            Step step = step(Recollection.text(proposal.entry(), "step"));
            String decision = proposal.decision();
            if ("deny".equals(decision)) {
                turn.phase(new Phase.Escalated(true));
            } else if (step == null) {
                continue; // the policy is another one by now
            } else if ("expired".equals(decision)) {
                turn.episode = turn.episode.history(turn.episode.history().givenUp(step));
            } else if (turn.now.nanos() - proposal.expires() >= 0) {
                continue; // asked anew
            } else if (decision == null) {
                await(turn, proposal, step);
            } else if ("approve".equals(decision)) {
                approve(turn, proposal, step);
            }
        }
    }

    private void await(Turn turn, Proposal proposal, Step step) {
        List<String> causes = Recollection.texts(proposal.entry(), "causes");
        String action = step.remediation().plan() + " because of " + String.join(", ", causes);
        Plan plan = Plan.of(
                turn.incident().id(),
                step.name(),
                action,
                (int) Recollection.number(proposal.entry(), "attempt"),
                Instant.parse(Recollection.text(proposal.entry(), "expires")));
        if (plan.hash().equals(Recollection.text(proposal.entry(), "plan"))) {
            turn.awaiting(plan);
            turn.phase(new Phase.Awaiting(step, causes, plan, proposal.expires()));
            turn.tell(Type.NOTE, step.name(), "its plan goes on waiting for a human to decide");
        }
    }

    private void approve(Turn turn, Proposal proposal, Step step) {
        String plan = Recollection.text(proposal.entry(), "plan");
        String action = SafeText.of(step.remediation().plan() + " because of "
                + String.join(", ", Recollection.texts(proposal.entry(), "causes")));
        if (!found.isUsed(plan) && action.equals(Recollection.text(proposal.entry(), "action"))) {
            String holdsFor = Approvals.of(step, Recollection.texts(proposal.entry(), "causes"));
            turn.open(turn.open().approved(holdsFor, new Approved(plan, proposal.expires())));
        }
    }

    // -- what was under way, or in force

    /** The process died while a step was under way: it is not taken again by itself, unless that could do no harm. */
    private void unknown(Turn turn, Intent intent) {
        turn.write(outcome(intent, Result.UNKNOWN));
        // It may have been at work until the process died: only then does its cooldown begin.
        turn.episode = turn.episode.history(turn.episode.history().ended(intent.step(), turn.now.nanos()));
        Step step = step(intent.step());
        boolean again = step != null && step.remediation().idempotent() && !mayStayInForce(step);
        String text = "the process ended while it was under way: nobody knows how it ended";
        if (again) {
            turn.tellIn(intent.incident(), Type.NOTE, intent.step(), text + "; doing it twice does no harm");
        } else {
            handOver(turn, intent, text);
        }
    }

    /** Doing it once more does no harm, but nobody would ever take back what the first time has done. */
    private static boolean mayStayInForce(Step step) {
        Risk risk = step.remediation().risk();
        return (risk == Risk.SAFE || risk == Risk.REVERSIBLE)
                && !step.remediation().endsWithProcess();
    }

    /** What was done is in force no more if it lived in the process; otherwise a human has to look. */
    private void inForce(Turn turn, Intent intent) {
        Step step = step(intent.step());
        if (step != null
                && step.remediation().endsWithProcess()
                && step.remediation().failback() != null
                && intent.result() == Result.VERIFIED
                && turn.episode.orders().stop() == null
                && !isAborted(intent.incident())) {
            long until = turn.now.nanos() + step.safeguards().timeToLive().toNanos();
            turn.episode = turn.episode.holding(new Held(
                    intent.attempt(),
                    intent.incident(),
                    step,
                    until,
                    Held.Homecoming.afterRestart(turn.now.nanos(), until)));
        } else if (step != null && step.remediation().endsWithProcess()) {
            turn.write(outcome(intent, Result.EXPIRED));
            turn.tellIn(intent.incident(), Type.UNDONE, intent.step(), "what it had done ended with the process");
        } else {
            turn.write(outcome(intent, Result.UNKNOWN));
            handOver(turn, intent, "what it has done may still be in force, and heal can no longer undo it");
        }
    }

    /** What a human has aborted is not done again. */
    private boolean isAborted(String incident) {
        return found.incidents().stream()
                .anyMatch(each ->
                        each.id().equals(incident) && each.first(Type.ABORTED).isPresent());
    }

    private void handOver(Turn turn, Intent intent, String text) {
        turn.episode = turn.episode.history(turn.episode.history().unresolved(intent.step()));
        turn.write(Records.givenUp(book.target(), turn.episode.history()));
        turn.tellIn(
                intent.incident(),
                Type.ESCALATED,
                intent.step(),
                "a human is needed" + book.policy().escalation().text() + ": " + text);
        // What a human was told of an earlier incident says nothing of the one that is open now.
        if (turn.hasIncident() && turn.incident().id().equals(intent.incident())) {
            turn.open(turn.open().humanHasBeenTold());
        }
    }

    private Entry outcome(Intent intent, Result result) {
        return Records.outcome(book.target(), intent.incident(), intent.attempt(), intent.step(), result, false);
    }
}
