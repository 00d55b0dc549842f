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

    /** The open incident; only called in phases that have one. */
    Incident incident() {
        Incident incident = episode.incident();
        if (incident == null) {
            throw new IllegalStateException(
                    "no incident is open in phase " + episode.phase().label());
        }
        return incident;
    }

    /** Writes an event into the open incident and tells the observers. */
    void tell(IncidentEvent.Type type, @Nullable String subject, String text, Map<String, String> figures) {
        Duration after = Duration.ofNanos(now.nanos() - episode.openedNanos());
        IncidentEvent event = new IncidentEvent(now.at(), after, type, subject, text, figures);
        episode = episode.incident(incident().with(event));
        effect(new Effect.Tell(incident(), event));
    }

    void tell(IncidentEvent.Type type, @Nullable String subject, String text) {
        tell(type, subject, text, Map.of());
    }

    /** Tells why a step does not start, unless that was the last thing told of it; figures that tick do not make it new. */
    void tellOnce(IncidentEvent.Type type, String step, String reason, Map<String, String> figures) {
        String gist = type + SafeText.of(reason).replaceAll("[0-9]+", "#");
        if (!gist.equals(episode.told().get(step))) {
            episode = episode.told(step, gist);
            tell(type, step, reason, figures);
        }
    }

    void awaiting(@Nullable Plan plan) {
        episode = episode.incident(incident().awaiting(plan));
    }

    void phase(Phase next) {
        episode = episode.phase(next);
    }

    long newAttempt() {
        episode = episode.nextAttempt();
        return episode.attempts();
    }

    void resolve(Resolution resolution, String text) {
        episode = episode.incident(incident().resolved(resolution));
        tell(IncidentEvent.Type.RESOLVED, null, text, Map.of("resolution", resolution.name()));
        episode = episode.closed();
    }
}
