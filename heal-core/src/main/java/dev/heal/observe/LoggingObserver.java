package dev.heal.observe;

import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.text.Durations;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One line an event, under the logger {@code dev.heal}; MDC {@code heal.target} and {@code heal.incident}. */
public final class LoggingObserver implements Observer {

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal");

    @Override
    public void onEvent(Incident incident, IncidentEvent event) {
        try (MDC.MDCCloseable target = MDC.putCloseable("heal.target", incident.target());
                MDC.MDCCloseable id = MDC.putCloseable("heal.incident", incident.id())) {
            String line = line(incident, event);
            switch (event.type()) {
                case DETECTED, FAILED, TIMED_OUT, NOT_VERIFIED, ESCALATED, EXPIRED -> LOG.warn(line);
                default -> LOG.info(line);
            }
        }
    }

    static String line(Incident incident, IncidentEvent event) {
        String type = event.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String resolution = incident.resolution() == null ? "" : " " + incident.resolution();
        return incident.target() + " +" + Durations.text(event.after()) + " " + type + resolution
                + (event.subject() == null ? "" : " " + event.subject()) + ": " + event.text();
    }
}
