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
 * A story as the cells of a Jupyter notebook (nbformat 4.5), in plain maps and lists, so that any JSON library can write it.
 * There is nothing to run: all is Markdown, but for a chart that is the output of a cell.
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

    static Map<String, Object> of(Story story) {
        Incident incident = story.incident();
        Cells cells = new Cells();
        cells.title(incident);
        cells.section("missing", "Missing", Tables.missing(story.missing(), Cells::text));
        cells.evidence(incident);
        cells.section("changes", "Changes before it", Tables.changes(story.changes(), Cells::text));
        cells.signals(story.samples());
        cells.timeline(incident);
        cells.section("denials", "Denied, by gate", Tables.denials(incident.events(), Cells::text));
        cells.humans(incident);
        Map<String, Object> notebook = new LinkedHashMap<>();
        notebook.put("nbformat", 4);
        notebook.put("nbformat_minor", 5);
        notebook.put("metadata", Map.of());
        notebook.put("cells", List.copyOf(cells.cells));
        return notebook;
    }

    private void section(String kind, String title, List<String> content) {
        if (!content.isEmpty()) {
            List<String> lines = new ArrayList<>(List.of("## " + title, ""));
            lines.addAll(content);
            add(kind, lines);
        }
    }

    /** A chart in characters, as the output of a cell in which there is nothing to run, and the figures. */
    private void signals(List<Sample> samples) {
        if (!samples.isEmpty()) {
            Map<String, Object> output = new LinkedHashMap<>();
            output.put("output_type", "stream");
            output.put("name", "stdout");
            output.put("text", broken(Chart.of(samples)));
            Map<String, Object> cell = cell("code", "signals", List.of("# the signals around it, oldest first"));
            cell.put("execution_count", null);
            cell.put("outputs", List.of(output));
            cells.add(cell);
            section("signals", "Signals", Tables.samples(samples, Cells::text));
        }
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
                            lines.add("");
                            lines.addAll(Tables.figures(event.figures(), Cells::text));
                        }
                    });
            add("evidence", lines);
        }
    }

    private void timeline(Incident incident) {
        List<IncidentEvent> events = incident.events();
        for (int from = 0; from < events.size(); from += EVENTS_PER_CELL) {
            List<IncidentEvent> some = events.subList(from, Math.min(events.size(), from + EVENTS_PER_CELL));
            section("timeline", "Timeline" + (from == 0 ? "" : ", continued"), Tables.events(some, Cells::text));
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

    private static String subject(IncidentEvent event) {
        return event.subject() == null ? "" : event.subject();
    }

    private void add(String kind, List<String> lines) {
        cells.add(cell("markdown", kind, lines));
    }

    private Map<String, Object> cell(String type, String kind, List<String> lines) {
        Map<String, Object> cell = new LinkedHashMap<>();
        cell.put("cell_type", type);
        cell.put("id", kind + "-" + cells.size());
        cell.put("metadata", Map.of("tags", List.of("heal-" + kind)));
        cell.put("source", broken(lines));
        return cell;
    }

    /** Each line carries its own break, and the last one none: so the format wants it. */
    private static List<String> broken(List<String> lines) {
        List<String> broken = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            broken.add(i + 1 < lines.size() ? lines.get(i) + "\n" : lines.get(i));
        }
        return broken;
    }

    /** Besides Markdown and HTML a notebook knows formulas, which it looks for before anything is escaped. */
    private static String text(String text) {
        return Notebook.cell(text).replace("\\\\", "&#92;").replace("$", "&#36;");
    }
}
