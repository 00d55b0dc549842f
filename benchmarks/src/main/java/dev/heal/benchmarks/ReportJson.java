package dev.heal.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as JSON: the summary first, then JMH's own results. */
final class ReportJson {

    private ReportJson() {}

    static String of(Report report) {
        return Json.write(map(
                        "benchmark",
                        report.name(),
                        "reference",
                        report.reference(),
                        "machine",
                        report.machine(),
                        "effort",
                        map(
                                "forks",
                                report.effort().forks(),
                                "warmups",
                                report.effort().warmups(),
                                "iterations",
                                report.effort().iterations(),
                                "iterationMillis",
                                report.effort().iterationMillis()),
                        "warnings",
                        report.warnings(),
                        "rows",
                        report.rows().stream().map(ReportJson::row).toList(),
                        "goals",
                        report.goals().stream().map(ReportJson::goal).toList(),
                        "jmh",
                        new Json.Raw(report.rawJson())))
                + "\n";
    }

    private static Map<String, Object> row(Row row) {
        return map(
                "name",
                row.name(),
                "threads",
                row.threads(),
                "nanos",
                score(row.nanos()),
                "ratio",
                map(
                        "value", row.toReference().value(),
                        "low", row.toReference().low(),
                        "high", row.toReference().high()),
                "bytes",
                score(row.bytes()),
                "bytesBeyondReference",
                score(row.beyondReference()));
    }

    private static Map<String, Object> goal(Goal goal) {
        return map(
                "promise",
                goal.promise(),
                "measured",
                score(goal.measured()),
                "limit",
                goal.limit(),
                "unit",
                goal.unit(),
                "verdict",
                goal.verdict().name());
    }

    private static Map<String, Object> score(Score score) {
        return map("value", score.value(), "error", score.error());
    }

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        List<Object> all = List.of(keysAndValues);
        for (int i = 0; i < all.size(); i += 2) {
            map.put((String) all.get(i), all.get(i + 1));
        }
        return map;
    }
}
