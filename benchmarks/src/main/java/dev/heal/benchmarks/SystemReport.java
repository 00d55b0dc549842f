package dev.heal.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.util.ListStatistics;

/**
 * What a measurement of whole processes came to: no nanoseconds a call, but a table of its own.
 *
 * @param effort how much was measured, one sentence
 * @param headings of the table's columns
 * @param rows of the table, as many cells each as there are headings
 * @param figures for programs: maps, lists, numbers, texts
 */
record SystemReport(
        String name,
        String effort,
        List<String> machine,
        List<String> warnings,
        List<String> headings,
        List<List<String>> rows,
        List<Goal> goals,
        List<Map<String, Object>> figures)
        implements SystemResult {

    /** Rounds are few, so a wider interval would leave everything open. */
    static final double CONFIDENCE = 0.95;

    /** The mean of what the rounds gave, with the confidence interval of Student's t. */
    static Score mean(double... rounds) {
        ListStatistics statistics = new ListStatistics(rounds);
        return new Score(statistics.getMean(), statistics.getMeanErrorAt(CONFIDENCE));
    }

    @Override
    public boolean passed() {
        return goals.stream().noneMatch(goal -> goal.verdict() == Goal.Verdict.MISSED);
    }

    @Override
    public String text() {
        StringBuilder out = new StringBuilder("\n");
        machine.forEach(line -> out.append(line).append('\n'));
        out.append(effort)
                .append(String.format(
                        Locale.ROOT, "; bounds are those of the %.0f %% confidence interval%n", CONFIDENCE * 100));
        warnings.forEach(line -> out.append("WARNING: ").append(line).append('\n'));
        out.append('\n');
        List<List<String>> lines = new ArrayList<>();
        lines.add(headings);
        lines.addAll(rows);
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                int width = width(lines, column);
                String format = column == 0 ? "%-" + width + "s" : "  %" + width + "s";
                text.append(String.format(Locale.ROOT, format, line.get(column)));
            }
            out.append(text.toString().stripTrailing()).append('\n');
        }
        out.append('\n');
        goals.forEach(goal -> out.append(goal.text()).append('\n'));
        return out.toString();
    }

    @Override
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("benchmark", name);
        all.put("effort", effort);
        all.put("confidence", CONFIDENCE);
        all.put("machine", machine);
        all.put("warnings", warnings);
        all.put("rows", figures);
        all.put("goals", goals.stream().map(ReportJson::goal).toList());
        return Json.write(all) + "\n";
    }

    static Map<String, Object> score(Score score) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("value", score.value());
        all.put("error", score.error());
        return all;
    }

    private static int width(List<List<String>> lines, int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }
}
