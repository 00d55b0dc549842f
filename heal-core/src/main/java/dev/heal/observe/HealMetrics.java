package dev.heal.observe;

import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.guard.Guard;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import dev.heal.signal.Outcome;
import dev.heal.text.SafeText;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code heal.*}: function meters that read the windows, so that a call pays nothing for them, and counters that are fed
 * by events. All tags come from configuration.
 */
public final class HealMetrics implements Observer {

    private static final Logger LOG = LoggerFactory.getLogger(HealMetrics.class);

    private final MeterRegistry registry;

    public HealMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Registers the meters of one target.
     *
     * @param states all the states there are, for one gauge of 0 or 1 each
     */
    public void bind(TargetView target, List<String> states) {
        for (Outcome outcome : Outcome.values()) {
            contained(() -> FunctionCounter.builder("heal.calls", target, view -> view.calls(outcome))
                    .description("Calls through the guard, by how they ended")
                    .tag("target", target.name())
                    .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .register(registry));
        }
        contained(() -> Gauge.builder("heal.in.flight", target, TargetView::inFlight)
                .description("Calls that are under way")
                .tag("target", target.name())
                .register(registry));
        for (String state : states) {
            contained(() -> Gauge.builder(
                            "heal.target.state", target, view -> view.state().equals(state) ? 1 : 0)
                    .description("1 for the state that the loop is in")
                    .tag("target", target.name())
                    .tag("state", state)
                    .register(registry));
        }
    }

    /** Registers the meters of a router: the part of the traffic that each of its regions gets. */
    public void bind(RegionRouter<?> router) {
        for (Region<?> region : router.regions()) {
            contained(() -> Gauge.builder(
                            "heal.region.active", region, each -> each.router().share(each))
                    .description("The part of the traffic that goes to the region, 0 to 1")
                    .tag("target", router.name())
                    .tag("region", region.name())
                    .register(registry));
        }
    }

    /** Registers the meters of a load shedder. */
    public void bind(LoadShedder shedder) {
        contained(() -> Gauge.builder(
                        "heal.admission.limit",
                        shedder,
                        each -> each.isActive() ? each.admission().limit() : Double.NaN)
                .description("Requests that may be under way at once; not a number while nothing is limited")
                .tag("shedder", shedder.name())
                .register(registry));
        contained(() -> Gauge.builder("heal.admission.active", shedder, each -> each.isActive() ? 1 : 0)
                .description("1 while requests may be turned away, 0 while they are only counted")
                .tag("shedder", shedder.name())
                .register(registry));
        contained(() -> Gauge.builder(
                        "heal.admission.waiting",
                        shedder,
                        each -> each.admission().waiting())
                .description("Requests that wait to be let in")
                .tag("shedder", shedder.name())
                .register(registry));
        for (Priority priority : Priority.all()) {
            decided(
                    "heal.admission.rejected",
                    "Requests that were turned away",
                    shedder,
                    priority,
                    each -> each.admission().rejected(priority));
            decided(
                    "heal.admission.admitted",
                    "Requests that were let in",
                    shedder,
                    priority,
                    each -> each.admission().admitted(priority));
        }
    }

    private void decided(
            String name,
            String description,
            LoadShedder shedder,
            Priority priority,
            ToDoubleFunction<LoadShedder> count) {
        contained(() -> FunctionCounter.builder(name, shedder, count)
                .description(description)
                .tag("shedder", shedder.name())
                .tag("priority", priority.name().toLowerCase(Locale.ROOT))
                .register(registry));
    }

    /** Registers the meter of a target's limit of calls in flight, which reads NaN while there is none. */
    public void bind(Guard guard) {
        contained(() -> Gauge.builder("heal.in.flight.limit", guard, each -> {
                    OptionalInt limit = each.concurrencyLimit();
                    return limit.isPresent() ? limit.getAsInt() : Double.NaN;
                })
                .description("Calls that may be in flight at once; not a number for as many as come")
                .tag("target", guard.name())
                .register(registry));
    }

    /** Registers the meter of what observers were not told. */
    public void bind(Observers observers) {
        contained(() -> FunctionCounter.builder("heal.observers.dropped", observers, Observers::dropped)
                .description("Events that an observer was not told, because it was too slow")
                .register(registry));
    }

    /** An application must start although its registry refuses a meter. */
    private static void contained(Runnable registration) {
        try {
            registration.run();
        } catch (Throwable failure) {
            LOG.warn("a meter could not be registered, and heal goes on without it: {}", SafeText.of(failure));
        }
    }

    @Override
    public void onEvent(Incident incident, IncidentEvent event) {
        switch (event.type()) {
            case DENIED, WAITING -> denied(incident, event);
            case APPLIED, FAILED, TIMED_OUT, VERIFIED, NOT_VERIFIED, UNDONE -> remediation(incident, event);
            case RESOLVED -> resolved(incident, event);
            default -> {}
        }
    }

    /** Each time a gate has kept a step from starting, for now or in this incident. */
    private void denied(Incident incident, IncidentEvent event) {
        String gate = event.figures().get("gate");
        if (gate != null) {
            count("heal.denials", incident, "gate", gate);
        }
    }

    private void remediation(Incident incident, IncidentEvent event) {
        registry.counter(
                        "heal.remediations",
                        "target",
                        incident.target(),
                        "remediation",
                        event.figures().getOrDefault("remediation", "none"),
                        "result",
                        event.type().name().toLowerCase(Locale.ROOT))
                .increment();
    }

    private void resolved(Incident incident, IncidentEvent event) {
        String resolution = event.figures().getOrDefault("resolution", "none").toLowerCase(Locale.ROOT);
        count("heal.incidents", incident, "resolution", resolution);
        timer("heal.time.to.detect", "From the first sign to the incident", incident)
                .record(incident.firstSign());
        if (resolution.equals("healed")) {
            timer("heal.time.to.heal", "From the incident to the end of its verification", incident)
                    .record(verified(incident, event));
        }
    }

    /** What is healed elsewhere, as by a failover, is healed long before its incident ends. */
    private static Duration verified(Incident incident, IncidentEvent event) {
        return incident.events().stream()
                .filter(each -> each.type() == IncidentEvent.Type.VERIFIED)
                .reduce((earlier, later) -> later)
                .map(IncidentEvent::after)
                .orElse(event.after());
    }

    private Timer timer(String name, String description, Incident incident) {
        return Timer.builder(name)
                .description(description)
                .tag("target", incident.target())
                .register(registry);
    }

    private void count(String name, Incident incident, String tag, String value) {
        registry.counter(name, "target", incident.target(), tag, value).increment();
    }
}
