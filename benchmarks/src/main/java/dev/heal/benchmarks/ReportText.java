package dev.heal.benchmarks;

import java.util.Locale;

/** A report for people who read it where they ran it. */
final class ReportText {

    private ReportText() {}

    static String of(Report report) {
        StringBuilder out = new StringBuilder("\n");
        report.machine().forEach(line -> out.append(line).append('\n'));
        out.append(report.how()).append('\n');
        report.warnings().forEach(line -> out.append("WARNING: ").append(line).append('\n'));
        int width = report.rows().stream()
                .mapToInt(row -> row.name().length())
                .max()
                .orElse(0);
        String format = "%-" + width + "s  %7s  %16s  %16s  %22s  %22s  %17s  %7s%n";
        for (String group : report.groups()) {
            out.append('\n').append(group).append('\n');
            out.append(String.format(
                    Locale.ROOT,
                    format,
                    "",
                    "threads",
                    "ns/op",
                    "CPU ns/op",
                    "ratio of CPU",
                    "ratio of ns",
                    "B/op",
                    "others"));
            for (Row row : report.rows(group)) {
                boolean reference = row.name().equals(report.reference());
                out.append(String.format(
                        Locale.ROOT,
                        format,
                        row.name(),
                        row.threads(),
                        score(row.nanos()),
                        score(row.cpu()),
                        reference ? "1" : ratio(row.toReference()),
                        reference ? "1" : ratio(row.wallToReference()),
                        score(row.bytes()),
                        Machine.percent(row.others().value())));
            }
        }
        out.append('\n');
        report.goals().forEach(goal -> out.append(goal.text()).append('\n'));
        return out.toString();
    }

    static String score(Score score) {
        return bound("%.2f", score.value()) + " ± " + bound("%.2f", score.error());
    }

    static String ratio(Measured ratio) {
        return bound("%.3f", ratio.value()) + " (" + bound("%.3f", ratio.low()) + "-" + bound("%.3f", ratio.high())
                + ")";
    }

    /** A question mark for what so few rounds cannot tell. */
    static String bound(String format, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "?";
    }
}
