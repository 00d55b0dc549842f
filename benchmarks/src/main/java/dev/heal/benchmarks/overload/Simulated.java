package dev.heal.benchmarks.overload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The whole matrix: cells by contestants by seeds. */
public final class Simulated {

    /** Runs are independent of each other, and take no more than one processor each. */
    private static final int THREADS = Math.min(2, Runtime.getRuntime().availableProcessors());

    private Simulated() {}

    /**
     * @param cells those whose name it is found in; null for all
     * @param progress hears the name of each cell before it is run
     * @throws IllegalArgumentException if there is no such cell
     */
    public static Matrix run(
            boolean quick, int seeds, long seedBase, @Nullable Pattern cells, Consumer<String> progress)
            throws InterruptedException {
        List<Cells.Cell> chosen = Cells.all().stream()
                .filter(cell -> cells == null
                        ? cell.quick() || !quick
                        : cells.matcher(cell.name()).find())
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no cell's name matches " + cells + "; known: "
                    + String.join(
                            "; ", Cells.all().stream().map(Cells.Cell::name).toList()));
        }
        List<Board> boards = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (Cells.Cell cell : chosen) {
                progress.accept("Cell " + (boards.size() + 1) + " of " + chosen.size() + ": " + cell.name() + " ...");
                boards.add(run(cell, Contender.all(), seeds, seedBase, threads));
            }
        } finally {
            threads.shutdownNow();
        }
        return new Matrix(List.copyOf(boards), seeds, seedBase);
    }

    static Board run(Cells.Cell cell, List<Contender> contenders, int seeds, long seedBase, ExecutorService threads)
            throws InterruptedException {
        List<List<Future<Outcome>>> runs = new ArrayList<>();
        for (Contender contender : contenders) {
            List<Future<Outcome>> ofThis = new ArrayList<>();
            for (int i = 0; i < seeds; i++) {
                long seed = seedBase + i;
                ofThis.add(threads.submit(() -> new Simulation(cell.scenario(), contender, seed).run()));
            }
            runs.add(ofThis);
        }
        List<Line> lines = new ArrayList<>();
        List<Outcome> oracle = outcomes(runs.get(0));
        double[] goodputs = oracle.stream().mapToDouble(Outcome::goodput).toArray();
        for (int i = 0; i < contenders.size(); i++) {
            List<Outcome> outcomes = outcomes(runs.get(i));
            double[] recoveries = new double[seeds];
            for (int seed = 0; seed < seeds; seed++) {
                recoveries[seed] = Recovery.of(cell.scenario(), outcomes.get(seed), oracle.get(seed));
            }
            if (!cell.plotted()) {
                outcomes = outcomes.stream().map(Outcome::withoutCurves).toList();
            }
            lines.add(new Line(contenders.get(i), outcomes, recoveries, goodputs));
        }
        return new Board(cell, List.copyOf(lines));
    }

    private static List<Outcome> outcomes(List<Future<Outcome>> runs) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> run : runs) {
            try {
                outcomes.add(run.get());
            } catch (ExecutionException broken) {
                throw new IllegalStateException("a run broke: " + broken.getCause(), broken.getCause());
            }
        }
        return List.copyOf(outcomes);
    }
}
