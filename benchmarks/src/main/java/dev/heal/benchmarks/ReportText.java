package dev.heal.benchmarks;

import java.util.Locale;

/** A report for people. */
final class ReportText {

    private ReportText() {}

    static String of(Report report) {
        StringBuilder out = new StringBuilder("\n");
        report.machine().forEach(line -> out.append(line).append('\n'));
        out.append(report.effort().text())
                .append("; contestants take turns; errors and bounds are those of the 99.9 % confidence interval\n");
        report.warnings().forEach(line -> out.append("WARNING: ").append(line).append('\n'));
        int width = report.rows().stream()
                .mapToInt(row -> row.name().length())
                .max()
                .orElse(0);
        String heading = "%n%-" + width + "s  threads  %18s  %26s  %16s  %18s%n";
        String line = "%-" + width + "s  %7d  %18s  %26s  %16s  %18s%n";
        out.append(String.format(
                Locale.ROOT, heading, "", "ns/op", "ratio to " + report.reference(), "B/op", "B/op beyond theirs"));
        for (Row row : report.rows()) {
            out.append(String.format(
                    Locale.ROOT,
                    line,
                    row.name(),
                    row.threads(),
                    score("%.1f ± %.1f", row.nanos()),
                    row.name().equals(report.reference())
                            ? "1"
                            : String.format(
                                    Locale.ROOT,
                                    "%.2f (%.2f - %.2f)",
                                    row.toReference().value(),
                                    row.toReference().low(),
                                    row.toReference().high()),
                    score("%.2f ± %.2f", row.bytes()),
                    row.name().equals(report.reference()) ? "-" : score("%+.2f ± %.2f", row.beyondReference())));
        }
        out.append('\n');
        report.goals().forEach(goal -> out.append(goal.text()).append('\n'));
        return out.toString();
    }

    private static String score(String format, Score score) {
        return String.format(Locale.ROOT, format, score.value(), score.error());
    }
}
