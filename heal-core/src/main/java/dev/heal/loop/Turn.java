package dev.heal.loop;

import dev.heal.detect.Detector;
import dev.heal.detect.Verdict;
import dev.heal.gate.Ledger;
import dev.heal.gate.Standing;
import dev.heal.gate.Standing.Condition;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.Plan;
import dev.heal.incident.Resolution;
import dev.heal.journal.Entry;
import dev.heal.policy.Step;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One transition while it is being worked out: the episode and the ledger as far as they have come, and the effects so far. */
final class Turn {

    final Moment now;
    Episode episode;
    Ledger ledger;
    private final Rulebook book;
    private final Episode began;
    private List<Effect> effects = List.of();

    Turn(Rulebook book, Episode episode, Ledger ledger, Moment now) {
        this.book = book;
        this.episode = episode;
        this.began = episode;
        this.ledger = ledger;
        this.now = now;
    }

    Move end() {
        if (!standsAsBefore()) {
            stand();
        }
        return new Move(episode, ledger, effects);
    }

    /** As nearly always: what a {@link Standing} is made of is the very same as when this turn began. */
    private boolean standsAsBefore() {
        Health now = episode.health();
        Health before = began.health();
        return episode == began
                || (now.verdicts() == before.verdicts()
                        && now.looks().isEmpty()
                        && before.looks().isEmpty()
                        && episode.phase() == began.phase()
                        && episode.open() == began.open()
                        && episode.held() == began.held()
                        && episode.history() == began.history()
                        && episode.returning() == began.returning()
                        && episode.lockedBy() == began.lockedBy());
    }

    /** Writes into the ledger how the target stands now. */
    void stand() {
        Standing before = ledger.standings().get(book.target());
        Condition condition = condition();
        Long sickBefore = before == null ? null : before.sickSince();
        Long sickSince = condition == Condition.HEALTHY
                ? null
                : condition == Condition.SICK && sickBefore == null ? Long.valueOf(now.nanos()) : sickBefore;
        OpenIncident open = episode.open();
        String incident = open == null ? null : open.incident().id();
        boolean underWay = episode.phase().isUnderWay() || episode.returning() != null || episode.lockedBy() != null;
        Standing now = new Standing(book.scope(), condition, sickSince, underWay, taken(), incident);
        if (!now.equals(before)) {
            ledger = ledger.standing(book.target(), now);
        }
    }

    /** What is known of the target's health: where no call passes, the word of a detector that asks it stands for the others. */
    Condition condition() {
        Health health = episode.health();
        if (!health.unhealthy().isEmpty()) {
            return Condition.SICK;
        }
        boolean silent = false;
        boolean answered = false;
        for (Map.Entry<String, Detector> each : book.policy().detectors().entrySet()) {
            Verdict verdict = health.verdicts().get(each.getKey());
            if (verdict instanceof Verdict.Healthy) {
                answered |= each.getValue().asks();
            } else if (verdict instanceof Verdict.Inconclusive unknown && unknown.silent()) {
                silent = true;
            } else {
                return Condition.UNKNOWN;
            }
        }
        return silent && !answered ? Condition.UNKNOWN : Condition.HEALTHY;
    }

    private Set<String> taken() {
        Step step = episode.phase().step();
        if (step == null
                && episode.held().isEmpty()
                && episode.history().unresolved().isEmpty()
                && episode.returning() == null
                && episode.lockedBy() == null) {
            return Set.of();
        }
        Set<String> taken = new HashSet<>();
        if (step != null && episode.phase().isUnderWay()) {
            addTaken(taken, step);
        }
        episode.held().forEach(held -> addTaken(taken, held.step()));
        // What ended nobody knows how, or could not be undone, may still be in force: until a human has looked.
        book.policy().steps().stream()
                .filter(each -> episode.history().unresolved().contains(each.name()))
                .forEach(each -> addTaken(taken, each));
        Held returning = episode.returning();
        if (returning != null) {
            addTaken(taken, returning.step());
        }
        Locked locked = episode.lockedBy();
        if (locked != null) {
            addTaken(taken, locked.step());
        }
        return taken;
    }

    private static void addTaken(Set<String> taken, Step step) {
        Set<String> more = step.remediation().takesAway();
        if (more != null) {
            taken.addAll(more);
        }
    }

    void effect(Effect effect) {
        effects = effects.isEmpty() ? new ArrayList<>() : effects; // most turns have none
        effects.add(effect);
    }

    void write(Entry entry) {
        effect(new Effect.Write(entry));
    }

    boolean hasIncident() {
        return episode.open() != null;
    }

    /** The open incident; only called in phases that have one. */
    OpenIncident open() {
        OpenIncident open = episode.open();
        if (open == null) {
            throw new IllegalStateException(
                    "no incident is open in phase " + episode.phase().label());
        }
        return open;
    }

    Incident incident() {
        return open().incident();
    }

    void open(OpenIncident next) {
        episode = episode.open(next);
    }

    /** Writes an event into the open incident and tells the observers. */
    void tell(IncidentEvent.Type type, @Nullable String subject, String text, Map<String, String> figures) {
        Duration after = Duration.ofNanos(now.nanos() - open().openedNanos());
        IncidentEvent event = new IncidentEvent(now.at(), after, type, subject, text, figures);
        open(open().incident(incident().with(event)));
        effect(new Effect.Tell(incident(), event));
    }

    void tell(IncidentEvent.Type type, @Nullable String subject, String text) {
        tell(type, subject, text, Map.of());
    }

    /** Tells why a step does not start, unless that was the last thing told of it; figures that tick do not make it new. */
    void tellOnce(IncidentEvent.Type type, String step, String reason, Map<String, String> figures) {
        String gist = type + SafeText.of(reason).replaceAll("[0-9]+", "#");
        if (!gist.equals(open().told().get(step))) {
            open(open().told(step, gist));
            tell(type, step, reason, figures);
        }
    }

    /** Writes an event into an incident that may be closed by now. */
    void tellIn(String incident, IncidentEvent.Type type, @Nullable String subject, String text) {
        if (hasIncident() && incident().id().equals(incident)) {
            tell(type, subject, text);
        } else {
            effect(new Effect.Append(incident, type, subject, text));
        }
    }

    void awaiting(@Nullable Plan plan) {
        open(open().incident(incident().awaiting(plan)));
    }

    void phase(Phase next) {
        boolean over = next instanceof Phase.Deciding && hasIncident() && open().aborted();
        episode = episode.phase(over ? new Phase.Escalated(true) : next);
    }

    long newAttempt() {
        episode = episode.nextAttempt();
        return episode.attempts();
    }

    void resolve(Resolution resolution, String text) {
        open(open().incident(incident().resolved(resolution)));
        tell(IncidentEvent.Type.RESOLVED, null, text, Map.of("resolution", resolution.name()));
        episode = episode.closed();
    }
}
