package dev.heal.loop;

import dev.heal.gate.History;
import dev.heal.incident.Incident;
import dev.heal.policy.Orders;
import dev.heal.policy.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * @param held what steps have done that can be undone and is in force, oldest first
 * @param returning the one of those that is being undone, given back by a share or done again after a restart, {@code
 *     expires} being the deadline of that; null if there is none
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
        List<Held> held,
        @Nullable Held returning,
        @Nullable Long blindUntil,
        @Nullable Locked lockedBy,
        long incidents,
        long attempts) {

    Episode {
        held = List.copyOf(held);
    }

    static Episode begin() {
        return begin(History.NONE, Orders.NONE, 0, 0);
    }

    static Episode begin(History history, Orders orders, long incidents, long attempts) {
        return new Episode(
                new Phase.Watching(),
                null,
                Health.UNKNOWN,
                history,
                orders,
                Set.of(),
                List.of(),
                null,
                null,
                null,
                incidents,
                attempts);
    }

    Episode phase(Phase next) {
        return new Episode(
                next, open, health, history, orders, roots, held, returning, blindUntil, lockedBy, incidents, attempts);
    }

    Episode open(@Nullable OpenIncident next) {
        return new Episode(
                phase,
                next,
                health,
                history,
                orders,
                roots,
                held,
                returning,
                blindUntil,
                lockedBy,
                incidents,
                attempts);
    }

    Episode health(Health next) {
        return new Episode(
                phase, open, next, history, orders, roots, held, returning, blindUntil, lockedBy, incidents, attempts);
    }

    Episode history(History next) {
        return new Episode(
                phase, open, health, next, orders, roots, held, returning, blindUntil, lockedBy, incidents, attempts);
    }

    Episode orders(Orders next) {
        return new Episode(
                phase, open, health, history, next, roots, held, returning, blindUntil, lockedBy, incidents, attempts);
    }

    Episode roots(Set<String> next) {
        if (next.equals(roots)) {
            return this;
        }
        return new Episode(
                phase, open, health, history, orders, next, held, returning, blindUntil, lockedBy, incidents, attempts);
    }

    Episode held(List<Held> next) {
        return new Episode(
                phase,
                open,
                health,
                history,
                orders,
                roots,
                next,
                returning,
                blindUntil,
                lockedBy,
                incidents,
                attempts);
    }

    Episode holding(Held one) {
        List<Held> all = new ArrayList<>(held);
        all.add(one);
        return held(all);
    }

    /** The same attempt's effect, as it is now. */
    Episode holdingInstead(Held one) {
        return held.contains(one)
                ? this
                : held(held.stream()
                        .map(each -> each.attempt() == one.attempt() ? one : each)
                        .toList());
    }

    /** Whether something that the step has done has not been taken back yet. */
    boolean isInForce(Step step) {
        return held.stream().anyMatch(each -> each.step().name().equals(step.name()))
                || (returning != null && returning.step().name().equals(step.name()));
    }

    Episode letGo(long attempt) {
        return held(held.stream().filter(each -> each.attempt() != attempt).toList());
    }

    Episode returning(@Nullable Held next) {
        return new Episode(
                phase, open, health, history, orders, roots, held, next, blindUntil, lockedBy, incidents, attempts);
    }

    Episode blindUntil(@Nullable Long nanos) {
        if (nanos == null && blindUntil == null) {
            return this;
        }
        return new Episode(
                phase, open, health, history, orders, roots, held, returning, nanos, lockedBy, incidents, attempts);
    }

    Episode lockedBy(@Nullable Locked work) {
        return new Episode(
                phase, open, health, history, orders, roots, held, returning, blindUntil, work, incidents, attempts);
    }

    Episode nextAttempt() {
        return new Episode(
                phase,
                open,
                health,
                history,
                orders,
                roots,
                held,
                returning,
                blindUntil,
                lockedBy,
                incidents,
                attempts + 1);
    }

    Episode opened(Incident incident, Duration jitter, long now, Duration remember) {
        return open(OpenIncident.at(now, incident, jitter, attempts))
                .phase(new Phase.Deciding())
                .history(history.nextIncident().opened(now, remember))
                .countIncident();
    }

    private Episode countIncident() {
        return new Episode(
                phase,
                open,
                health,
                history,
                orders,
                roots,
                held,
                returning,
                blindUntil,
                lockedBy,
                incidents + 1,
                attempts);
    }

    Episode closed() {
        return open(null)
                .phase(new Phase.Watching())
                .health(health.nextIncident())
                .history(history.nextIncident());
    }
}
