package dev.heal.observe;

import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry: a span an incident, with a child for each remediation and each verification; the other events are events
 * of the incident's span. The one place that knows OpenTelemetry's types. Called by one thread at a time.
 */
public final class TracingObserver implements Observer {

    private static final class Open {
        final Span incident;

        @Nullable
        Span step;

        Open(Span incident) {
            this.incident = incident;
        }
    }

    private final Tracer tracer;
    private final Map<String, Open> open = new HashMap<>();

    public TracingObserver(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.heal");
    }

    @Override
    public void onEvent(Incident incident, IncidentEvent event) {
        if (!incident.isOpen() && event.type() != Type.RESOLVED) {
            return; // said to an incident that is closed: its span has ended
        }
        Open spans = open.computeIfAbsent(
                incident.id(),
                id -> new Open(tracer.spanBuilder("heal incident")
                        .setNoParent()
                        .setStartTimestamp(incident.opened())
                        .setAttribute("heal.target", incident.target())
                        .setAttribute("heal.incident", id)
                        .startSpan()));
        switch (event.type()) {
            case STARTED -> spans.step = child(spans, "heal remediation", event);
            case APPLIED -> {
                endStep(spans, event, true);
                spans.step = child(spans, "heal verification", event);
            }
            case VERIFIED -> endStep(spans, event, true);
            case FAILED, TIMED_OUT, NOT_VERIFIED -> endStep(spans, event, false);
            default -> spans.incident.addEvent(event.type().name() + ": " + event.text(), event.at());
        }
        if (event.type() == Type.RESOLVED) {
            endStep(spans, event, false);
            spans.incident.setAttribute("heal.resolution", String.valueOf(incident.resolution()));
            spans.incident.end(event.at());
            open.remove(incident.id());
        }
    }

    private Span child(Open spans, String name, IncidentEvent event) {
        return tracer.spanBuilder(name)
                .setParent(Context.root().with(spans.incident))
                .setStartTimestamp(event.at())
                .setAttribute("heal.step", String.valueOf(event.subject()))
                .setAttribute("heal.remediation", event.figures().getOrDefault("remediation", ""))
                .startSpan();
    }

    private static void endStep(Open spans, IncidentEvent event, boolean well) {
        Span step = spans.step;
        if (step == null) {
            return;
        }
        if (!well) {
            step.setStatus(StatusCode.ERROR, event.text());
        }
        step.end(event.at());
        spans.step = null;
    }
}
