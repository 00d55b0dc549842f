package dev.heal.benchmarks;

import dev.heal.benchmarks.overhead.Entrant;
import dev.heal.benchmarks.overhead.OverheadBenchmark;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Heal's guard beside Resilience4j's own call and beside others, and the floor under all of them. */
final class Overhead implements Suite {

    @Override
    public String name() {
        return "overhead";
    }

    @Override
    public String about() {
        return "what a guarded call costs, beside Resilience4j and others in the same run";
    }

    @Override
    public Report run(Options options, Path log) throws Exception {
        List<Place> lineup = Lineup.of(options);
        Effort effort = options.effort();
        List<String> flags = new ArrayList<>(options.jvmFlags());
        flags.add(OverheadBenchmark.calibration());
        Rounds rounds = new Rounds(lineup.stream().map(Place::fork).toList(), effort, flags, options.profilers());

        Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        double loadBefore = Machine.loadAverage();
        Map<Rounds.Fork, List<Row.Sample>> samples = rounds.run(log);
        double loadAfter = Machine.loadAverage();

        List<Row> rows = rows(lineup, samples);
        List<String> machine = Machine.manifest(options, flags, began, loadBefore, loadAfter, rounds.othersBusy());
        machine.addAll(noise(rows));
        int most = lineup.stream().mapToInt(Place::threads).max().orElse(1);
        return new Report(
                name(),
                effort,
                Entrant.REFERENCE.label(),
                rows,
                OverheadGoals.of(rows),
                List.copyOf(machine),
                warnings(rounds.othersBusy(), loadAfter, most),
                rounds.json());
    }

    /** In the order of the tables: by path, then by threads, then by contestant. */
    static List<Row> rows(List<Place> lineup, Map<Rounds.Fork, List<Row.Sample>> samples) {
        return lineup.stream()
                .sorted(Comparator.comparing(Place::path)
                        .thenComparing(Place::micros)
                        .thenComparing(Place::threads)
                        .thenComparing(Place::entrant)
                        .thenComparing(Place::again))
                .map(place -> Row.of(
                        place.group(),
                        place.label(),
                        place.threads(),
                        of(samples, place),
                        of(samples, place.reference())))
                .toList();
    }

    private static List<Row.Sample> of(Map<Rounds.Fork, List<Row.Sample>> samples, Place place) {
        List<Row.Sample> all = samples.get(place.fork());
        if (all == null) {
            throw new IllegalStateException("JMH gave no result for " + place);
        }
        return all;
    }

    /** What two of the same differ by: no difference that is smaller means anything. */
    private static List<String> noise(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.name().endsWith("(A/A)"))
                .map(row -> String.format(
                        Locale.ROOT,
                        "A/A, %d %s: the reference against itself takes %s times its processor time, %s times its wall time",
                        row.threads(),
                        row.threads() == 1 ? "thread" : "threads",
                        ReportText.ratio(row.toReference()),
                        ReportText.ratio(row.wallToReference())))
                .toList();
    }

    /** Others may come and go between two looks; more load than the benchmark's own threads make tells of them too. */
    static List<String> warnings(double othersBusy, double loadAfter, int threads) {
        if (othersBusy <= Machine.QUIET && loadAfter <= threads + 0.25) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT,
                "this machine is not quiet: others kept up to %s of its processors busy, and its load average is %.2f,"
                        + " so the times say little",
                Machine.percent(othersBusy),
                loadAfter));
    }
}
