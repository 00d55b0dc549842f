package dev.heal.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What a run came to.
 *
 * @param rawJson the results as JMH itself writes them
 * @param warnings why the figures may not be what they seem
 */
record Report(
        String name,
        Effort effort,
        String reference,
        List<Row> rows,
        List<Goal> goals,
        List<String> machine,
        List<String> warnings,
        String rawJson) {

    /** The headings of the tables, in order. */
    List<String> groups() {
        return rows.stream().map(Row::group).distinct().toList();
    }

    /** The table under a heading. */
    List<Row> rows(String group) {
        return rows.stream().filter(row -> row.group().equals(group)).toList();
    }

    /** How it was measured and what the bounds are, in one paragraph. */
    String how() {
        return effort.text()
                + String.format(
                        Locale.ROOT,
                        "; contestants take turns; bounds are those of the %.0f %% confidence interval",
                        100 * Paired.CONFIDENCE)
                + " over the forks, ratios are to " + reference + " in the same round; CPU is the processor time of the"
                + " calling threads, others that of all the JVM's other threads as a share of one processor";
    }

    /** Whether no goal was missed; one may be open that need not be proved. */
    boolean passed() {
        return goals.stream().noneMatch(goal -> goal.verdict() == Goal.Verdict.MISSED);
    }
}
