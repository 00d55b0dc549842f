package dev.heal.spring.actuate;

import dev.heal.Heal;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.journal.Recording;
import dev.heal.observe.TargetStatus;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.spring.binding.HealSettings;
import dev.heal.text.SafeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * How the targets are, for {@code /actuator/health}: UP or {@link #DEGRADED}, which leaves the application's own status and its
 * answers to probes as they are. A health that takes instances away while heal repairs them would be worse than none.
 */
public final class HealHealthIndicator implements HealthIndicator {

    /** A target has an open incident, is stopped, cannot act for want of a journal, or is switched off by a mistake. */
    public static final Status DEGRADED = new Status("DEGRADED");

    private final Heal heal;
    private final HealSettings settings;
    private final boolean downWhenEscalated;

    /** @param downWhenEscalated whether an open incident that heal has given to a human makes the status DOWN */
    public HealHealthIndicator(Heal heal, HealSettings settings, boolean downWhenEscalated) {
        this.heal = heal;
        this.settings = settings;
        this.downWhenEscalated = downWhenEscalated;
    }

    @Override
    public @Nullable Health health() {
        try {
            return look();
        } catch (RuntimeException broken) {
            // What fails here must not be read as the application's own failure.
            return Health.unknown().withDetail("problem", SafeText.of(broken)).build();
        }
    }

    private Health look() {
        Map<String, Integer> states = new TreeMap<>();
        Map<String, Object> stops = new LinkedHashMap<>();
        boolean degraded = false;
        for (String target : heal.targets()) {
            TargetStatus status = heal.status(target);
            states.merge(Plain.text(status.state()), 1, Integer::sum);
            Orders.Stop stop = status.orders().stop();
            if (stop != null) {
                stops.put(SafeText.of(target), TargetJson.stop(stop));
            }
            degraded |= stop != null || status.incident() != null || isMuted(status);
        }
        Map<String, List<String>> off = new SwitchedOff(heal, settings).reasons();
        Health.Builder health = degraded || !off.isEmpty() ? Health.status(DEGRADED) : Health.up();
        if (downWhenEscalated && heal.incidents().stream().anyMatch(HealHealthIndicator::isEscalated)) {
            health.down();
        }
        return health.withDetail("targets", states)
                .withDetail("journal", Plain.word(heal.recording().place()))
                .withDetail("switchedOff", off)
                .withDetail("stops", stops)
                .build();
    }

    /** Whether it could act, if only that could be written down. */
    private boolean isMuted(TargetStatus status) {
        return heal.recording().place() == Recording.Place.NOWHERE
                && status.steps().values().stream().anyMatch(mode -> mode != Mode.OBSERVE);
    }

    private static boolean isEscalated(Incident incident) {
        return incident.isOpen() && incident.first(IncidentEvent.Type.ESCALATED).isPresent();
    }
}
