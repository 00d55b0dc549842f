package dev.heal.benchmarks;

import dev.heal.benchmarks.RealOverload.Run;
import dev.heal.benchmarks.fork.Figures;
import dev.heal.benchmarks.overload.real.Contender;
import dev.heal.benchmarks.overload.real.OverloadClient.Task;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the rounds of {@link RealOverload} came to. */
final class RealOverloadReport {

    /** What a request takes a worker on the average, and what the simulation has a rejection take it. */
    private static final double SERVICE_MICROS = 50_000;

    private static final double SIMULATED_MICROS = 250;

    private static final List<String> HEADINGS = List.of(
            "contestant",
            "surge",
            "before",
            "goodput",
            "critical",
            "high",
            "normal",
            "bulk",
            "p50",
            "p99",
            "recovery",
            "503/s",
            "CPUs",
            "sent late",
            "CPU a 503",
            "of a worker",
            "connection kept",
            "of a worker");

    private final Map<Run, List<Figures>> all;

    RealOverloadReport(Map<Run, List<Figures>> all) {
        this.all = all;
    }

    SystemReport of(boolean quick, int rounds, List<String> machine, double othersBusy) {
        List<List<String>> rows = new ArrayList<>();
        for (Contender contender : Contender.values()) {
            for (int surge : RealOverload.SURGES) {
                rows.add(row(new Run(contender, Task.SURGE, surge, false)));
            }
        }
        for (Contender contender : Contender.values()) {
            for (int surge : RealOverload.SURGES) {
                if (contender.isHeal()) {
                    rows.add(row(new Run(contender, Task.SURGE, surge, true)));
                }
            }
        }
        return new SystemReport(
                "overload-real",
                "16 workers that wait for a log-normal time of 50 ms on the average, behind Tomcat; four classes (5, 15,"
                        + " 50, 30 %), open loop, a time limit of 1 s from when a request was due; " + rounds
                        + " rounds, in each a server a line: 0.8 times what the workers can do, "
                        + (quick ? "5 s of the surge, and 7 s" : "10 s of the surge, and 12 s")
                        + " of 0.8 times again; in brackets the lowest and the highest round; goodput is answers in time as a part of what the workers can do; a"
                        + " rejection's processor time is that of the server's whole process at 2,000 a second, less what"
                        + " it takes idle; after a 503 Tomcat closes the connection, so it was also measured with a status"
                        + " after which it does not (429); a request that is answered at once by 200, with nothing before"
                        + " it: " + floor() + "; the simulation has a rejection take a worker "
                        + text("%.0f us, ", SIMULATED_MICROS)
                        + text("%.2f %%", 100 * SIMULATED_MICROS / SERVICE_MICROS),
                List.copyOf(machine),
                othersBusy <= Machine.QUIET
                        ? List.of()
                        : List.of("this machine is not quiet: others kept up to " + Machine.percent(othersBusy)
                                + " of its processors busy, so the times say little"),
                HEADINGS,
                List.copyOf(rows),
                List.of(),
                all.keySet().stream().map(this::figures).toList());
    }

    private List<String> row(Run run) {
        List<Figures> rounds = all.getOrDefault(run, List.of());
        Contender contender = run.contender();
        List<String> row = new ArrayList<>(List.of(
                contender.text() + (run.isHeeding() ? ", clients heed" : ""),
                run.surge() + "x",
                percent(rounds, "before"),
                percent(rounds, "goodput"),
                percent(rounds, "success.CRITICAL"),
                percent(rounds, "success.HIGH"),
                percent(rounds, "success.NORMAL"),
                percent(rounds, "success.BULK"),
                text("%.0f ms", mean(rounds, "p50.ms").value()),
                text("%.0f ms", mean(rounds, "p99.ms").value()),
                recovery(rounds),
                text("%.0f", mean(rounds, "rejections.a.second").value()),
                text("%.2f", mean(rounds, "processors").value()),
                text("%.0f ms", mean(rounds, "late.ms").value())));
        boolean hasCost = contender.rejects() && !run.isHeeding() && run.surge() == RealOverload.SURGES.get(0);
        List<Figures> costs =
                hasCost ? all.getOrDefault(new Run(contender, Task.REJECTION, 0, false), List.of()) : List.of();
        row.addAll(
                costs.isEmpty()
                        ? List.of("", "", "", "")
                        : List.of(
                                micros(costs, "fresh.us"),
                                ofWorker(costs, "fresh.us"),
                                micros(costs, "kept.us"),
                                ofWorker(costs, "kept.us")));
        return List.copyOf(row);
    }

    private static String ofWorker(List<Figures> costs, String name) {
        return text("%.2f %%", 100 * mean(costs, name).value() / SERVICE_MICROS);
    }

    private String floor() {
        List<Figures> empty = all.getOrDefault(new Run(Contender.NONE, Task.EMPTY, 0, false), List.of());
        return micros(empty, "fresh.us") + ", with the connection kept " + micros(empty, "kept.us");
    }

    /** Never is longer than any mean. */
    private static String recovery(List<Figures> rounds) {
        long never = rounds.stream()
                .filter(each -> Double.isInfinite(each.get("recovery.s")))
                .count();
        return never > 0
                ? "never in " + never + " of " + rounds.size()
                : text("%.1f s", mean(rounds, "recovery.s").value());
    }

    private static String percent(List<Figures> rounds, String name) {
        return spread(rounds, name, 100, "%.1f") + " %";
    }

    private static String micros(List<Figures> rounds, String name) {
        return spread(rounds, name, 1, "%.0f") + " us";
    }

    /** The mean, and the lowest and the highest of rounds that are too few for an interval. */
    private static String spread(List<Figures> rounds, String name, double times, String format) {
        DoubleSummaryStatistics all =
                rounds.stream().mapToDouble(each -> times * each.get(name)).summaryStatistics();
        return text(format, all.getAverage()) + " (" + text(format, all.getMin()) + "-" + text(format, all.getMax())
                + ")";
    }

    private Map<String, Object> figures(Run run) {
        List<Figures> rounds = all.getOrDefault(run, List.of());
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("name", run.text());
        Stream<String> names = rounds.stream().flatMap(each -> each.values().keySet().stream());
        names.distinct().forEach(name -> figures.put(name, SystemReport.score(mean(rounds, name))));
        return figures;
    }

    private static Score mean(List<Figures> rounds, String name) {
        return SystemReport.mean(
                rounds.stream().mapToDouble(each -> each.get(name)).toArray());
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
