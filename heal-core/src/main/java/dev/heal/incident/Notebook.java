package dev.heal.incident;

import dev.heal.text.Durations;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An incident told cell by cell, for a human to read afterwards. */
public final class Notebook {

    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Notebook() {}

    /** The whole story as a Jupyter notebook (nbformat 4.5), in plain maps and lists for any JSON library to write. */
    public static Map<String, Object> ipynb(Story story) {
        return Cells.of(story);
    }

    /** An incident of which nothing else is known. */
    public static Map<String, Object> ipynb(Incident incident) {
        return ipynb(Story.of(incident));
    }

    /** The whole story in plain maps and lists, with every sample. */
    public static Map<String, Object> json(Story story) {
        return StoryJson.of(story);
    }

    /** The whole story as Markdown. */
    public static String markdown(Story story) {
        Incident incident = story.incident();
        List<String> lines = new ArrayList<>();
        lines.add("# Incident " + cell(incident.id()));
        lines.add("");
        lines.add("Target **" + cell(incident.target()) + "**, opened " + incident.opened() + ", " + outcome(incident)
                + ".");
        lines.add("");
        lines.addAll(Tables.events(incident.events(), Notebook::cell));
        if (incident.dropped() > 0) {
            lines.addAll(List.of("", incident.dropped() + " further events were not kept."));
        }
        section(lines, "Missing", Tables.missing(story.missing(), Notebook::cell));
        incident.events().stream()
                .filter(event -> event.type() == IncidentEvent.Type.DETECTED
                        && !event.figures().isEmpty())
                .forEach(event -> evidence(lines, event));
        section(lines, "Changes before it", Tables.changes(story.changes(), Notebook::cell));
        section(lines, "Signals", Tables.samples(story.samples(), Notebook::cell));
        section(lines, "Denied, by gate", Tables.denials(incident.events(), Notebook::cell));
        section(lines, "Said by humans", Tables.humans(incident.events(), Notebook::cell));
        return String.join("\n", lines) + "\n";
    }

    /** An incident of which nothing else is known. */
    public static String markdown(Incident incident) {
        return markdown(Story.of(incident));
    }

    private static void section(List<String> lines, String title, List<String> content) {
        if (!content.isEmpty()) {
            lines.addAll(List.of("", "## " + title, ""));
            lines.addAll(content);
        }
    }

    private static void evidence(List<String> lines, IncidentEvent event) {
        lines.addAll(List.of("", "## Evidence: " + (event.subject() == null ? "" : cell(event.subject())), ""));
        lines.addAll(List.of(cell(event.text()), ""));
        lines.addAll(Tables.figures(event.figures(), Notebook::cell));
    }

    static String outcome(Incident incident) {
        if (incident.resolution() == null) {
            return incident.plan() == null ? "still open" : "waiting for a human to decide";
        }
        return "resolved as **" + incident.resolution() + "**"
                + incident.timeToResolve()
                        .map(time -> " after " + Durations.text(time))
                        .orElse("");
    }

    static String words(IncidentEvent.Type type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String seconds(Duration span) {
        return String.format(Locale.ROOT, "%.3f s", span.toMillis() / 1e3);
    }

    /** A text that neither ends a table cell nor starts Markdown or HTML of its own. */
    static String cell(String text) {
        StringBuilder safe = new StringBuilder();
        String line = SafeText.of(text);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean beginsList = i == 0 && "-+".indexOf(c) >= 0;
            if (beginsList || "\\`*_[]|#~".indexOf(c) >= 0) {
                safe.append('\\').append(c);
            } else if (c == '<' || c == '>' || c == '&') {
                safe.append(c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }
}
