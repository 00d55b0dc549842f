package dev.heal.loop;

import dev.heal.incident.Decision;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.Incidents;
import dev.heal.incident.Plan;
import dev.heal.observe.HealMetrics;
import dev.heal.observe.Observers;
import dev.heal.observe.TargetStatus;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control plane as a whole: all targets, their supervisor, and what has been recorded. */
public final class HealLoop {

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal");
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final Clock clock;
    private final Supervisor supervisor;
    private final List<Healer> healers;
    private final Incidents incidents = new Incidents();
    private final Observers observers;
    private final Workers workers;
    private boolean closed;

    public HealLoop(Clock clock, Duration tick, List<TargetPlan> plans, Workers workers, Observers observers) {
        this.clock = clock;
        this.observers = observers;
        this.workers = workers;
        this.supervisor = new Supervisor(clock, tick);
        this.healers = plans.stream()
                .map(plan -> new Healer(
                        plan.guard(),
                        plan.window(),
                        plan.policy(),
                        clock,
                        workers,
                        supervisor::post,
                        this::record,
                        this::annotate))
                .toList();
        for (TargetPlan plan : plans) {
            healer(plan.guard().name())
                    .dependsOn(plan.dependsOn().stream().map(this::healer).toList());
        }
        supervisor.watch(healers);
    }

    /** What is told has been recorded before. */
    private void record(Incident incident, IncidentEvent event) {
        incidents.put(incident);
        observers.tell(incident, event);
    }

    /** Gives the loop a thread of its own, and says for each target what it will do. */
    public void start() {
        supervisor.start();
        healers.forEach(healer -> LOG.info("{}", healer.announcement()));
    }

    /** One turn of the loop by hand, for a loop without a thread. */
    public void work() {
        supervisor.work();
    }

    /** Ends the loop and all that is under way; at most about 3 s. */
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        supervisor.close(CLOSE_WITHIN);
        workers.close();
        observers.close();
    }

    public Incidents incidents() {
        return incidents;
    }

    /** Exports the targets' meters. */
    public void bind(HealMetrics metrics) {
        healers.forEach(healer -> metrics.bind(healer, Phase.labels()));
        metrics.bind(observers);
    }

    /** @throws IllegalArgumentException if the incident does not exist, or waits for no such decision */
    public void decide(String incidentId, Decision decision) {
        Incident incident = incidents
                .find(incidentId)
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no incident \"" + SafeText.of(incidentId) + "\""));
        switch (decision.kind()) {
            case APPROVE, DENY -> checkPlan(incident, decision);
            case ABORT -> {
                if (!incident.isOpen()) {
                    throw new IllegalArgumentException(
                            "incident " + incidentId + " is closed: there is nothing to abort");
                }
            }
            case ACKNOWLEDGE, COMMENT -> {}
        }
        Healer healer = healer(incident.target());
        supervisor.post(healer, new Fact.Decided(Moment.of(clock), incidentId, decision));
    }

    private static void checkPlan(Incident incident, Decision decision) {
        Plan plan = incident.plan();
        if (plan == null) {
            throw new IllegalArgumentException("incident " + incident.id() + " waits for no decision");
        }
        if (!plan.hash().equals(decision.plan())) {
            throw new IllegalArgumentException("incident " + incident.id() + " waits for a decision on plan "
                    + plan.hash() + ", not on " + SafeText.of(decision.plan()) + ": read it again");
        }
    }

    private void annotate(String id, Decision decision) {
        IncidentEvent.Type type = decision.kind() == Decision.Kind.COMMENT
                ? IncidentEvent.Type.COMMENTED
                : IncidentEvent.Type.ACKNOWLEDGED;
        Instant now = clock.now();
        incidents.find(id).ifPresent(closed -> {
            Duration after = Duration.between(closed.opened(), now);
            IncidentEvent event = new IncidentEvent(
                    now, after.isNegative() ? Duration.ZERO : after, type, null, decision.text(), Map.of());
            Incident annotated = incidents.annotate(id, incident -> incident.with(event));
            if (annotated != null) {
                observers.tell(annotated, event);
            }
        });
    }

    public TargetStatus status(String target) {
        return healer(target).status();
    }

    /** Nothing starts for any target any more, from this moment on. */
    public void stop(String by, String reason) {
        Orders.Stop stop = new Orders.Stop(by, reason, clock.now());
        order(healers, "stopped " + stop.text(), orders -> orders.everywhere(stop));
    }

    /** Nothing starts for the target any more, from this moment on. */
    public void stop(String target, String by, String reason) {
        Orders.Stop stop = new Orders.Stop(by, reason, clock.now());
        order(List.of(healer(target)), "stopped " + stop.text(), orders -> orders.here(stop));
    }

    public void release(String by) {
        order(healers, "released by " + Orders.who(by), orders -> orders.everywhere(null));
    }

    public void release(String target, String by) {
        order(List.of(healer(target)), "released by " + Orders.who(by), orders -> orders.here(null));
    }

    public void mode(String target, @Nullable Mode mode, String by) {
        String text = mode == null ? "as written" : mode.name().toLowerCase(Locale.ROOT);
        order(
                List.of(healer(target)),
                "the mode is " + text + ", ordered by " + Orders.who(by),
                orders -> orders.mode(mode));
    }

    /** One order after the other, so that the rules hear of them in the order in which they hold. */
    private synchronized void order(List<Healer> targets, String text, UnaryOperator<Orders> change) {
        for (Healer healer : targets) {
            healer.order(change.apply(healer.orders()));
            supervisor.post(healer, new Fact.Ordered(Moment.of(clock), healer.orders(), text));
        }
        LOG.warn("{}: {}", targets.stream().map(Healer::name).collect(Collectors.joining(", ")), text);
    }

    private Healer healer(String target) {
        return healers.stream()
                .filter(healer -> healer.name().equals(target))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no target \"" + SafeText.of(target) + "\""));
    }
}
