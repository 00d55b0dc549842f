package dev.heal.benchmarks;

import dev.heal.benchmarks.fork.Figures;
import dev.heal.benchmarks.scale.Job;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What heal costs by itself with few and with many targets. The bytes of a target are a difference quotient: the heap that
 * lives with so many targets, less that with the fewest, each after several collections in a JVM of its own.
 */
final class Scale implements SystemSuite {

    private static final int FEW = 10;
    private static final int MANY = 10_000;
    private static final List<Integer> TARGETS = List.of(FEW, 1_000, MANY);
    private static final List<String> JVM_FLAGS = List.of("-Xms1g", "-Xmx1g");
    private static final String FORK = "dev.heal.benchmarks.scale.ScaleFork";

    /** One line of the table. */
    private record Case(int targets, boolean traffic, boolean meters) {

        String name() {
            return String.format(Locale.ROOT, "%,d", targets)
                    + (traffic ? ", a call a second each" : ", idle")
                    + (meters ? ", with meters" : "");
        }
    }

    /** The goals are about an application that runs: in the first seconds most of the time is the JIT compiler's. */
    private static final Case JUDGED = new Case(MANY, false, false);

    /** In seconds. */
    private record Span(int warmUp, int seconds) {
        String text() {
            return warmUp + " s of warm-up and " + seconds + " s measured";
        }
    }

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String about() {
        return "what heal costs by itself with 10, 1,000 and 10,000 targets: memory, processor, lateness, threads";
    }

    @Override
    public SystemReport run(Options options, Path log) throws Exception {
        boolean quick = options.quick();
        int rounds = quick ? 3 : 5; // JMH gives no bound for fewer than three
        Span usual = quick ? new Span(2, 4) : new Span(65, 30);
        Span judged = quick ? new Span(30, 10) : usual;
        double others = 0;
        Map<Case, List<Figures>> all = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Case each : cases()) {
                others = Math.max(others, Machine.othersBusy());
                System.err.println("Round " + round + " of " + rounds + ": " + each.name() + " ...");
                Span span = each.equals(JUDGED) ? judged : usual;
                Job job = new Job(each.targets, each.traffic, each.meters, span.warmUp, span.seconds);
                String out = Fork.run(Fork.command(JVM_FLAGS, FORK, job.arguments()), log);
                all.computeIfAbsent(each, unused -> new ArrayList<>()).add(Figures.parse(out));
            }
        }
        List<String> machine = new ArrayList<>(Machine.describe());
        machine.add("JVM flags of the forks: " + String.join(" ", JVM_FLAGS));
        return new SystemReport(
                name(),
                "tick 1 s; " + rounds + " JVMs a line, each " + usual.text()
                        + (quick
                                ? " (that of 10,000 idle targets, which is judged, " + judged.text()
                                        + "; in the others' processor time the JIT compiler has the largest part)"
                                : "")
                        + "; lines take turns",
                List.copyOf(machine),
                others <= Machine.QUIET
                        ? List.of()
                        : List.of("this machine is not quiet: others kept up to " + Machine.percent(others)
                                + " of its processors busy, so the times say little"),
                List.of(
                        "targets",
                        "bytes a target",
                        "heal's threads, of a core",
                        "whole JVM, of a core",
                        "tick late p99",
                        "tick length p99",
                        "threads",
                        "start"),
                all.keySet().stream().map(each -> row(each, all)).toList(),
                goals(all),
                all.keySet().stream().map(each -> figures(each, all)).toList());
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (boolean traffic : new boolean[] {false, true}) {
            TARGETS.forEach(targets -> cases.add(new Case(targets, traffic, false)));
        }
        cases.add(new Case(MANY, false, true));
        return cases;
    }

    private static List<Goal> goals(Map<Case, List<Figures>> all) {
        Score percent = mean(rounds(JUDGED, all), "cpu.process", 100);
        return List.of(
                new Goal("10,000 idle targets, whole JVM, 1 s tick", percent, 5, "% of a core", false),
                new Goal("an idle target, beside 9,999 others", bytes(JUDGED, all), 4_096, "B", false));
    }

    private static List<String> row(Case each, Map<Case, List<Figures>> all) {
        List<Figures> rounds = rounds(each, all);
        return List.of(
                each.name(),
                each.targets == FEW ? "-" : text("%,.0f ± %,.0f", bytes(each, all)),
                text("%.2f ± %.2f %%", mean(rounds, "cpu.heal", 100)),
                text("%.2f ± %.2f %%", mean(rounds, "cpu.process", 100)),
                text("%.1f ± %.1f ms", mean(rounds, "late.p99.ms", 1)),
                text("%.1f ± %.1f ms", mean(rounds, "length.p99.ms", 1)),
                String.format(Locale.ROOT, "%.0f", mean(rounds, "threads", 1).value()),
                text("%.0f ± %.0f ms", mean(rounds, "start.ms", 1)));
    }

    private static Map<String, Object> figures(Case each, Map<Case, List<Figures>> all) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("name", each.name());
        figures.put("targets", each.targets);
        figures.put("traffic", each.traffic);
        figures.put("meters", each.meters);
        if (each.targets != FEW) {
            figures.put("bytesPerTarget", SystemReport.score(bytes(each, all)));
        }
        rounds(each, all)
                .get(0)
                .values()
                .keySet()
                .forEach(name -> figures.put(name, SystemReport.score(mean(rounds(each, all), name, 1))));
        return figures;
    }

    /** Round by round, so that what differs between rounds is in the bounds. */
    private static Score bytes(Case each, Map<Case, List<Figures>> all) {
        List<Figures> many = rounds(each, all);
        List<Figures> few = rounds(new Case(FEW, each.traffic, false), all);
        double[] rounds = new double[Math.min(many.size(), few.size())];
        for (int i = 0; i < rounds.length; i++) {
            rounds[i] = (many.get(i).get("heap") - few.get(i).get("heap")) / (each.targets - FEW);
        }
        return SystemReport.mean(rounds);
    }

    private static List<Figures> rounds(Case each, Map<Case, List<Figures>> all) {
        return all.getOrDefault(each, List.of());
    }

    private static Score mean(List<Figures> rounds, String name, double times) {
        return SystemReport.mean(
                rounds.stream().mapToDouble(each -> each.get(name) * times).toArray());
    }

    private static String text(String format, Score score) {
        return String.format(Locale.ROOT, format, score.value(), score.error());
    }
}
