package dev.heal.loop;

import dev.heal.gate.History;
import dev.heal.incident.Incident;
import dev.heal.policy.Orders;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the loop knows of one target. Immutable; {@link Transitions} makes the next one.
 *
 * @param phase where the loop stands
 * @param open the open incident; null while there is none
 * @param health what the detectors say
 * @param history what has been done
 * @param orders what humans have ordered
 * @param roots the targets it depends on that are sick and still being repaired
 * @param blindUntil after a gap nothing is judged until then; null if there was none
 * @param lockedBy the attempt that does not end; null if there is none
 * @param incidents how many there have been
 * @param attempts how many pieces of work there have been
 */
record Episode(
        Phase phase,
        @Nullable OpenIncident open,
        Health health,
        History history,
        Orders orders,
        Set<String> roots,
        @Nullable Long blindUntil,
        @Nullable Locked lockedBy,
        long incidents,
        long attempts) {

    static Episode begin() {
        return new Episode(
                new Phase.Watching(), null, Health.UNKNOWN, History.NONE, Orders.NONE, Set.of(), null, null, 0, 0);
    }

    Episode phase(Phase next) {
        return new Episode(next, open, health, history, orders, roots, blindUntil, lockedBy, incidents, attempts);
    }

    Episode open(OpenIncident next) {
        return new Episode(phase, next, health, history, orders, roots, blindUntil, lockedBy, incidents, attempts);
    }

    Episode health(Health next) {
        return new Episode(phase, open, next, history, orders, roots, blindUntil, lockedBy, incidents, attempts);
    }

    Episode history(History next) {
        return new Episode(phase, open, health, next, orders, roots, blindUntil, lockedBy, incidents, attempts);
    }

    Episode orders(Orders next) {
        return new Episode(phase, open, health, history, next, roots, blindUntil, lockedBy, incidents, attempts);
    }

    Episode roots(Set<String> next) {
        return new Episode(phase, open, health, history, orders, next, blindUntil, lockedBy, incidents, attempts);
    }

    Episode blindUntil(@Nullable Long nanos) {
        return new Episode(phase, open, health, history, orders, roots, nanos, lockedBy, incidents, attempts);
    }

    Episode lockedBy(@Nullable Locked work) {
        return new Episode(phase, open, health, history, orders, roots, blindUntil, work, incidents, attempts);
    }

    Episode nextAttempt() {
        return new Episode(phase, open, health, history, orders, roots, blindUntil, lockedBy, incidents, attempts + 1);
    }

    Episode opened(Incident incident, long now) {
        return new Episode(
                new Phase.Deciding(),
                OpenIncident.at(now, incident, attempts),
                health,
                history.nextIncident(),
                orders,
                roots,
                blindUntil,
                lockedBy,
                incidents + 1,
                attempts);
    }

    Episode closed() {
        return new Episode(
                new Phase.Watching(),
                null,
                health.nextIncident(),
                history.nextIncident(),
                orders,
                roots,
                blindUntil,
                lockedBy,
                incidents,
                attempts);
    }
}
