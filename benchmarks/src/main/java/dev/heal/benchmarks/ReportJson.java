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
                        "confidence",
                        Paired.CONFIDENCE,
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
                "group",
                row.group(),
                "name",
                row.name(),
                "threads",
                row.threads(),
                "nanos",
                measured(row.nanos()),
                "cpuNanos",
                measured(row.cpu()),
                "cpuRatio",
                measured(row.toReference()),
                "wallRatio",
                measured(row.wallToReference()),
                "bytes",
                measured(row.bytes()),
                "bytesBeyondReference",
                measured(row.beyondReference()),
                "otherThreadsCpus",
                measured(row.others()));
    }

    static Map<String, Object> goal(Goal goal) {
        return map(
                "promise",
                goal.promise(),
                "measured",
                measured(goal.measured()),
                "limit",
                goal.limit(),
                "unit",
                goal.unit(),
                "verdict",
                goal.verdict().name());
    }

    private static Map<String, Object> measured(Measured measured) {
        return map("value", measured.value(), "low", measured.low(), "high", measured.high());
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
