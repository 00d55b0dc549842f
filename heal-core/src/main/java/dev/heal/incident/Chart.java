package dev.heal.incident;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Samples as a chart in characters, a column each, for whoever has no more than text. */
final class Chart {

    private static final String BARS = "▁▂▃▄▅▆▇█";

    private final List<Sample> columns;
    private final List<String> lines = new ArrayList<>();
    private int widest;

    private Chart(List<Sample> columns) {
        this.columns = columns;
    }

    static List<String> of(List<Sample> samples) {
        Chart chart = new Chart(Tables.few(samples));
        chart.draw();
        return chart.lines;
    }

    private void draw() {
        TreeSet<String> detectors = new TreeSet<>();
        columns.forEach(sample -> {
            detectors.addAll(sample.unhealthy());
            detectors.addAll(sample.unknown());
        });
        widest = Math.max(
                "in flight".length(),
                detectors.stream().mapToInt(String::length).max().orElse(0));
        axis();
        bars("calls", sample -> rate(sample, sample.calls()), most -> String.format(Locale.ROOT, "%.1f/s", most));
        bars("failed", sample -> rate(sample, sample.failures()), most -> String.format(Locale.ROOT, "%.1f/s", most));
        bars("kept out", sample -> rate(sample, sample.rejected()), most -> String.format(Locale.ROOT, "%.1f/s", most));
        bars("p99", sample -> millis(sample.p99()), Chart::span);
        bars("in flight", Sample::inFlight, most -> Long.toString(most.longValue()));
        bars("oldest", sample -> millis(sample.oldest()), Chart::span);
        for (String detector : detectors) {
            StringBuilder line = begin(detector);
            columns.forEach(sample -> line.append(
                    sample.unhealthy().contains(detector)
                            ? '#'
                            : sample.unknown().contains(detector) ? '?' : '.'));
            lines.add(line.toString());
        }
        lines.add("");
        lines.add("| is where it was opened; # sick, ? unknown, . healthy or none");
    }

    private void axis() {
        StringBuilder line = begin("");
        boolean marked = false;
        for (Sample sample : columns) {
            boolean opened = !marked && !sample.after().isNegative();
            line.append(opened ? '|' : ' ');
            marked |= opened;
        }
        line.append(' ').append(Tables.tenths(columns.get(0).after())).append(" to ");
        lines.add(line.append(Tables.tenths(columns.get(columns.size() - 1).after()))
                .toString());
    }

    private void bars(String name, ToDoubleFunction<Sample> value, Function<Double, String> words) {
        double most = columns.stream().mapToDouble(value).max().orElse(0);
        StringBuilder line = begin(name);
        for (Sample sample : columns) {
            double height = value.applyAsDouble(sample);
            line.append(height <= 0 ? '.' : BARS.charAt((int) Math.min(7, Math.ceil(height / most * 8) - 1)));
        }
        lines.add(line.append(" max ").append(words.apply(most)).toString());
    }

    private StringBuilder begin(String name) {
        return new StringBuilder(name).append(" ".repeat(widest + 1 - name.length()));
    }

    private static double rate(Sample sample, long count) {
        return count * 1000.0 / Math.max(1, sample.over().toMillis());
    }

    private static double millis(@Nullable Duration span) {
        return span == null ? 0 : span.toNanos() / 1e6;
    }

    private static String span(double millis) {
        return Tables.span(Duration.ofNanos((long) (millis * 1e6)));
    }
}
