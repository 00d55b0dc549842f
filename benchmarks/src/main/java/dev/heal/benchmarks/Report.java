package dev.heal.benchmarks;

import java.util.List;

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

    /** Whether no goal was missed; one may be open that need not be proved. */
    boolean passed() {
        return goals.stream().noneMatch(goal -> goal.verdict() == Goal.Verdict.MISSED);
    }
}
