package dev.heal.incident;

import dev.heal.text.Durations;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** An incident told cell by cell, for a human to read afterwards. */
public final class Notebook {

    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Notebook() {}

    /** The whole incident as a Jupyter notebook (nbformat 4.5), in plain maps and lists for any JSON library to write. */
    public static Map<String, Object> ipynb(Incident incident) {
        return Cells.of(incident);
    }

    /** The whole incident as Markdown. */
    public static String markdown(Incident incident) {
        StringBuilder page = new StringBuilder();
        page.append("# Incident ").append(cell(incident.id())).append("\n\n");
        page.append("Target **")
                .append(cell(incident.target()))
                .append("**, opened ")
                .append(incident.opened());
        page.append(", ").append(outcome(incident)).append(".\n\n");
        page.append("| after | time (UTC) | what | about | |\n|---:|---|---|---|---|\n");
        for (IncidentEvent event : incident.events()) {
            page.append("| +").append(seconds(event.after())).append(" | ").append(TIME.format(event.at()));
            page.append(" | ").append(words(event.type())).append(" | ");
            page.append(event.subject() == null ? "" : cell(event.subject()));
            page.append(" | ").append(cell(event.text())).append(" |\n");
        }
        if (incident.dropped() > 0) {
            page.append("\n").append(incident.dropped()).append(" further events were not kept.\n");
        }
        incident.events().stream()
                .filter(event -> event.type() == IncidentEvent.Type.DETECTED
                        && !event.figures().isEmpty())
                .forEach(event -> evidence(page, event));
        return page.toString();
    }

    private static void evidence(StringBuilder page, IncidentEvent event) {
        page.append("\n## Evidence: ")
                .append(event.subject() == null ? "" : cell(event.subject()))
                .append("\n\n");
        page.append(cell(event.text())).append("\n\n| figure | value |\n|---|---|\n");
        event.figures()
                .forEach((name, value) -> page.append("| ")
                        .append(cell(name))
                        .append(" | ")
                        .append(cell(value))
                        .append(" |\n"));
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
