package dev.heal.loop;

import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.Plan;
import dev.heal.incident.Resolution;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One transition while it is being worked out: the episode as far as it has come, and the effects so far. */
final class Turn {

    final Moment now;
    Episode episode;
    private final List<Effect> effects = new ArrayList<>();

    Turn(Episode episode, Moment now) {
        this.episode = episode;
        this.now = now;
    }

    Move end() {
        return new Move(episode, effects);
    }

    void effect(Effect effect) {
        effects.add(effect);
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
