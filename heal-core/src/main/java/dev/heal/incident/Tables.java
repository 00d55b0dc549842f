package dev.heal.incident;

import dev.heal.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of a notebook, line by line; each is empty where there is nothing to tell. */
final class Tables {

    /** What a human has said, of what is told in an incident. */
    private static final Set<IncidentEvent.Type> HUMAN = EnumSet.of(
            IncidentEvent.Type.APPROVED,
            IncidentEvent.Type.DISAPPROVED,
            IncidentEvent.Type.ORDERED,
            IncidentEvent.Type.ABORTED,
            IncidentEvent.Type.ACKNOWLEDGED,
            IncidentEvent.Type.COMMENTED);

    /** A person reads no more; where there are more samples, neighbours become one row. */
    static final int MOST_ROWS = 60;

    private Tables() {}

    /** @param text makes a text safe for the page, as in the other tables */
    static List<String> events(List<IncidentEvent> events, UnaryOperator<String> text) {
        List<String> lines = begin("| after | time (UTC) | what | about | |", "|---:|---|---|---|---|");
        for (IncidentEvent event : events) {
            lines.add(row(
                    "+" + Notebook.seconds(event.after()),
                    Notebook.TIME.format(event.at()),
                    Notebook.words(event.type()),
                    event.subject() == null ? "" : text.apply(event.subject()),
                    text.apply(event.text())));
        }
        return lines;
    }

    static List<String> figures(Map<String, String> figures, UnaryOperator<String> text) {
        List<String> lines = begin("| figure | value |", "|---|---|");
        figures.forEach((name, value) -> lines.add(row(text.apply(name), text.apply(value))));
        return lines;
    }

    static List<String> missing(List<String> missing, UnaryOperator<String> text) {
        return missing.stream().map(each -> "- " + text.apply(each)).toList();
    }

    static List<String> changes(List<Change> changes, UnaryOperator<String> text) {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<String> lines = begin("| before | at | what | |", "|---:|---|---|---|");
        for (Change change : changes) {
            lines.add(row(
                    Durations.text(change.ago()),
                    change.at().toString(),
                    text.apply(change.what()),
                    text.apply(change.text())));
        }
        return lines;
    }

    static List<String> samples(List<Sample> samples, UnaryOperator<String> text) {
        if (samples.isEmpty()) {
            return List.of();
        }
        List<String> lines = begin(
                "| after | of | calls | failed | kept out | p99 | in flight | oldest | breaker | sick | unknown | gauges |",
                "|---:|---:|---:|---:|---:|---:|---:|---:|---|---|---|---|");
        for (Sample sample : few(samples)) {
            lines.add(row(
                    tenths(sample.after()),
                    Durations.text(sample.over()),
                    Long.toString(sample.calls()),
                    Long.toString(sample.failures()),
                    Long.toString(sample.rejected()),
                    span(sample.p99()),
                    Long.toString(sample.inFlight()),
                    span(sample.oldest()),
                    text.apply(sample.breaker()),
                    text.apply(String.join(", ", sample.unhealthy())),
                    text.apply(String.join(", ", sample.unknown())),
                    sample.gauges().entrySet().stream()
                            .map(gauge -> text.apply(gauge.getKey()) + " " + number(gauge.getValue()))
                            .collect(Collectors.joining(", "))));
        }
        return lines;
    }

    static List<String> denials(List<IncidentEvent> events, UnaryOperator<String> text) {
        Map<String, List<IncidentEvent>> byGate = events.stream()
                .filter(event -> event.type() == IncidentEvent.Type.DENIED)
                .collect(Collectors.groupingBy(
                        event -> event.figures().getOrDefault("gate", "none"),
                        LinkedHashMap::new,
                        Collectors.toList()));
        if (byGate.isEmpty()) {
            return List.of();
        }
        List<String> lines = begin("| gate | times | the last one |", "|---|---:|---|");
        byGate.forEach((gate, denied) -> {
            IncidentEvent last = denied.get(denied.size() - 1);
            String step = last.subject() == null ? "" : text.apply(last.subject()) + ": ";
            lines.add(row(text.apply(gate), Integer.toString(denied.size()), step + text.apply(last.text())));
        });
        return lines;
    }

    static List<String> humans(List<IncidentEvent> events, UnaryOperator<String> text) {
        List<IncidentEvent> said =
                events.stream().filter(event -> HUMAN.contains(event.type())).toList();
        return said.isEmpty() ? List.of() : events(said, text);
    }

    /** At most {@link #MOST_ROWS}. */
    static List<Sample> few(List<Sample> samples) {
        int each = (samples.size() + MOST_ROWS - 1) / MOST_ROWS;
        List<Sample> few = new ArrayList<>();
        for (int from = 0; from < samples.size(); from += each) {
            samples.subList(from, Math.min(samples.size(), from + each)).stream()
                    .reduce(Sample::then)
                    .ifPresent(few::add);
        }
        return few;
    }

    static String tenths(Duration after) {
        return String.format(Locale.ROOT, "%+.1f s", after.toMillis() / 1e3);
    }

    static String span(@Nullable Duration span) {
        return span == null ? "" : Durations.text(span);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    private static List<String> begin(String head, String alignment) {
        return new ArrayList<>(List.of(head, alignment));
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
