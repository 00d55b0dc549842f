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
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.List;
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
                        plan.guard(), plan.window(), plan.policy(), clock, workers, supervisor::post, this::record))
                .toList();
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
    }

    /** @throws IllegalArgumentException if the incident does not exist or waits for no such decision */
    public void decide(String incidentId, Decision decision) {
        Incident incident = incidents
                .find(incidentId)
                .orElseThrow(() -> new IllegalArgumentException("there is no incident \"" + incidentId + "\""));
        Plan plan = incident.plan();
        if (plan == null) {
            throw new IllegalArgumentException("incident " + incidentId + " waits for no decision");
        }
        if (!plan.hash().equals(decision.plan())) {
            throw new IllegalArgumentException("incident " + incidentId + " waits for a decision on plan " + plan.hash()
                    + ", not on " + decision.plan() + ": read it again");
        }
        healers.stream()
                .filter(healer -> healer.name().equals(incident.target()))
                .forEach(healer -> supervisor.post(healer, new Fact.Decided(Moment.of(clock), decision)));
    }

    public TargetStatus status(String target) {
        throw new UnsupportedOperationException();
    }

    public void stop(String by, String reason) {
        throw new UnsupportedOperationException();
    }

    public void stop(String target, String by, String reason) {
        throw new UnsupportedOperationException();
    }

    public void release(String by) {
        throw new UnsupportedOperationException();
    }

    public void release(String target, String by) {
        throw new UnsupportedOperationException();
    }

    public void mode(String target, @Nullable Mode mode, String by) {
        throw new UnsupportedOperationException();
    }
}
