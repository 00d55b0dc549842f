package dev.heal.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Heal's guard beside Resilience4j's own call, and the floor under both. */
final class Overhead implements Suite {

    private static final String REFERENCE = "Resilience4j";
    private static final String ATTACHED = "heal, attached";
    private static final String OWN_PART = "heal, its own part";
    private static final List<Integer> THREADS = List.of(1, 2);

    /** In the order of the table. */
    private static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("bare", "bare");
        NAMES.put("twoClockReads", "bare + 2 nanoTime");
        NAMES.put("resilience4j", REFERENCE);
        NAMES.put("healAttached", ATTACHED);
        NAMES.put("healOwnPart", OWN_PART);
    }

    @Override
    public String name() {
        return "overhead";
    }

    @Override
    public String about() {
        return "what a guarded call costs, beside Resilience4j's executeSupplier in the same run";
    }

    @Override
    public Report run(Effort effort, Path log) throws Exception {
        double loadBefore = Machine.loadAverage();
        Rounds rounds = new Rounds(OverheadBenchmark.class, THREADS, effort);
        Collection<RunResult> results = rounds.run(log);

        double loadAfter = Machine.loadAverage();

        List<Row> rows = new ArrayList<>();
        for (int threads : THREADS) {
            Score nanos = nanos(find(results, "resilience4j", threads));
            Score bytes = bytes(find(results, "resilience4j", threads));
            NAMES.forEach((method, name) -> {
                RunResult result = find(results, method, threads);
                rows.add(Row.beside(name, threads, nanos(result), bytes(result), nanos, bytes));
            });
        }

        List<String> machine = new ArrayList<>(Machine.describe());
        machine.add("JVM flags of the forks: " + String.join(" ", Rounds.JVM_FLAGS));
        machine.add(String.format(
                Locale.ROOT,
                "Load average %.2f before and %.2f after; others kept the processors busy to at most %s between rounds",
                loadBefore,
                loadAfter,
                Machine.percent(rounds.othersBusy())));
        return new Report(
                name(),
                effort,
                REFERENCE,
                List.copyOf(rows),
                goals(rows),
                List.copyOf(machine),
                warnings(rounds.othersBusy(), loadAfter),
                Rounds.json(results));
    }

    /**
     * Heal's own part must be proved to allocate nothing. What Resilience4j allocates differs from fork to fork with what
     * the JIT does away with (0 to 48 B/op seen), so the difference of the two has wide bounds: it may stay open, but
     * not be missed.
     */
    private static List<Goal> goals(List<Row> rows) {
        return List.of(
                new Goal(
                        OWN_PART + " allocates nothing, 1 thread",
                        row(rows, OWN_PART).bytes(),
                        0.5,
                        "B/op",
                        true),
                new Goal(
                        ATTACHED + ", allocates no more than " + REFERENCE + " itself, 1 thread",
                        row(rows, ATTACHED).beyondReference(),
                        0.5,
                        "B/op",
                        false));
    }

    private static Row row(List<Row> rows, String name) {
        return rows.stream()
                .filter(row -> row.threads() == 1 && row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Others may come and go between two looks; more load than the benchmark's own threads make tells of them too. */
    private static List<String> warnings(double othersBusy, double loadAfter) {
        if (othersBusy <= Machine.QUIET && loadAfter <= Collections.max(THREADS) + 0.25) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT,
                "this machine is not quiet: others kept up to %s of its processors busy, and its load average is %.2f,"
                        + " so the times say little",
                Machine.percent(othersBusy),
                loadAfter));
    }

    private static RunResult find(Collection<RunResult> results, String method, int threads) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + method)
                        && result.getParams().getThreads() == threads)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("JMH gave no result for " + method + " at " + threads + " threads"));
    }

    private static Score nanos(RunResult result) {
        return score(result.getPrimaryResult());
    }

    private static Score bytes(RunResult result) {
        Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
        if (allocated == null) {
            throw new IllegalStateException("this JVM does not tell what a thread allocates; use a HotSpot JVM");
        }
        return score(allocated);
    }

    private static Score score(Result<?> result) {
        return new Score(result.getScore(), result.getScoreError());
    }
}
