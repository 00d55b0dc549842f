package dev.heal.incident;

import dev.heal.text.Durations;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An incident as the cells of a Jupyter notebook (nbformat 4.5), in plain maps and lists, so that any JSON library can write
 * it. All cells are Markdown: there is nothing to run.
 */
final class Cells {

    /** What a human said or was asked. */
    private static final Set<IncidentEvent.Type> HUMAN = EnumSet.of(
            IncidentEvent.Type.PROPOSED,
            IncidentEvent.Type.APPROVED,
            IncidentEvent.Type.DISAPPROVED,
            IncidentEvent.Type.EXPIRED,
            IncidentEvent.Type.ORDERED,
            IncidentEvent.Type.ABORTED,
            IncidentEvent.Type.ACKNOWLEDGED,
            IncidentEvent.Type.COMMENTED);

    private static final int EVENTS_PER_CELL = 50;

    private final List<Map<String, Object>> cells = new ArrayList<>();

    private Cells() {}

    static Map<String, Object> of(Incident incident) {
        Cells cells = new Cells();
        cells.title(incident);
        cells.evidence(incident);
        cells.timeline(incident);
        cells.humans(incident);
        Map<String, Object> notebook = new LinkedHashMap<>();
        notebook.put("nbformat", 4);
        notebook.put("nbformat_minor", 5);
        notebook.put("metadata", Map.of());
        notebook.put("cells", List.copyOf(cells.cells));
        return notebook;
    }

    private void title(Incident incident) {
        List<String> lines = new ArrayList<>();
        lines.add("# Incident " + text(incident.id()));
        lines.add("");
        lines.add("Target **" + text(incident.target()) + "**, opened " + incident.opened() + ", "
                + Notebook.outcome(incident) + ".");
        lines.add("");
        lines.add("First sign " + Durations.text(incident.firstSign()) + " before.");
        add("summary", lines);
    }

    /** A cell a detector: each time it became unhealthy. */
    private void evidence(Incident incident) {
        Set<String> detectors = incident.events().stream()
                .filter(event -> event.type() == IncidentEvent.Type.DETECTED)
                .map(Cells::subject)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String detector : detectors) {
            List<String> lines = new ArrayList<>(List.of("## Evidence: " + text(detector)));
            incident.events().stream()
                    .filter(event -> event.type() == IncidentEvent.Type.DETECTED
                            && subject(event).equals(detector))
                    .forEach(event -> {
                        lines.addAll(List.of("", "+" + Notebook.seconds(event.after()) + ": " + text(event.text())));
                        if (!event.figures().isEmpty()) {
                            lines.addAll(List.of("", "| figure | value |", "|---|---|"));
                            event.figures()
                                    .forEach(
                                            (name, value) -> lines.add("| " + text(name) + " | " + text(value) + " |"));
                        }
                    });
            add("evidence", lines);
        }
    }

    private void timeline(Incident incident) {
        List<IncidentEvent> events = incident.events();
        for (int from = 0; from < events.size(); from += EVENTS_PER_CELL) {
            List<String> lines = new ArrayList<>(List.of(
                    "## Timeline" + (from == 0 ? "" : ", continued"),
                    "",
                    "| after | time (UTC) | what | about | |",
                    "|---:|---|---|---|---|"));
            events.subList(from, Math.min(events.size(), from + EVENTS_PER_CELL))
                    .forEach(event -> lines.add(row(event)));
            add("timeline", lines);
        }
        if (incident.dropped() > 0) {
            add("timeline", List.of(incident.dropped() + " further events were not kept."));
        }
    }

    private void humans(Incident incident) {
        for (IncidentEvent event : incident.events()) {
            if (HUMAN.contains(event.type())) {
                String about = event.subject() == null ? "" : " " + text(event.subject());
                add(
                        "human",
                        List.of(
                                "**" + Notebook.words(event.type()) + about + "**, +" + Notebook.seconds(event.after()),
                                "",
                                text(event.text())));
            }
        }
    }

    private static String row(IncidentEvent event) {
        return "| +" + Notebook.seconds(event.after()) + " | " + Notebook.TIME.format(event.at()) + " | "
                + Notebook.words(event.type()) + " | " + (event.subject() == null ? "" : text(event.subject())) + " | "
                + text(event.text()) + " |";
    }

    private static String subject(IncidentEvent event) {
        return event.subject() == null ? "" : event.subject();
    }

    private void add(String kind, List<String> lines) {
        Map<String, Object> cell = new LinkedHashMap<>();
        cell.put("cell_type", "markdown");
        cell.put("id", kind + "-" + cells.size());
        cell.put("metadata", Map.of("tags", List.of("heal-" + kind)));
        List<String> source = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            // Each line carries its own break, and the last one none: so the format wants it.
            source.add(i + 1 < lines.size() ? lines.get(i) + "\n" : lines.get(i));
        }
        cell.put("source", source);
        cells.add(cell);
    }

    /** Besides Markdown and HTML a notebook knows formulas, which it looks for before anything is escaped. */
    private static String text(String text) {
        return Notebook.cell(text).replace("\\\\", "&#92;").replace("$", "&#36;");
    }
}
