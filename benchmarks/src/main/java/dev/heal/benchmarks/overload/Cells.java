package dev.heal.benchmarks.overload;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The cells of the matrix. */
final class Cells {

    /** What a cell is judged by, beside what all are judged by. */
    enum Judged {
        SURGE,
        SURGE_WITH_RETRIES,
        STEADY,
        UNKNOWN_SERVER,
        SLOW,
        BURSTS,
        FAIRNESS,
        HERD
    }

    /**
     * @param quick whether it is in the quick run too
     * @param plotted whether its curves are drawn
     */
    record Cell(Scenario scenario, Set<Judged> judged, boolean quick, boolean plotted) {
        String name() {
            return scenario.name();
        }
    }

    /** Faster servers get a shorter story, so that a run is no more than about so many requests. */
    private static final double MOST_REQUESTS = 400_000;

    private static final int RETRIES = 3;

    private final List<Cell> cells = new ArrayList<>();

    private Cells() {}

    static List<Cell> all() {
        Cells all = new Cells();
        all.surges();
        all.troubles();
        all.servers();
        all.people();
        return List.copyOf(all.cells);
    }

    private void surges() {
        for (int load : new int[] {2, 5, 10}) {
            boolean most = load == 10;
            plotted(surge(load, ""), most ? EnumSet.of(Judged.SURGE) : EnumSet.noneOf(Judged.class));
            plotted(
                    surge(load, ", 3 retries").retries(RETRIES),
                    most ? EnumSet.of(Judged.SURGE_WITH_RETRIES) : EnumSet.noneOf(Judged.class));
        }
        for (int workers : new int[] {4, 64, 128}) {
            add(surge(10, ", " + workers + " workers").server(workers, 50), false, Judged.SURGE);
            add(
                    surge(10, ", 3 retries, " + workers + " workers")
                            .retries(RETRIES)
                            .server(workers, 50),
                    workers == 128,
                    Judged.SURGE_WITH_RETRIES);
        }
        add(surge(10, ", log-normal, sigma 0.5").shape(Shape.LOG_NORMAL, 0.5), false, Judged.SURGE);
        add(surge(10, ", log-normal, sigma 1").shape(Shape.LOG_NORMAL, 1), false, Judged.SURGE);
        for (Shape shape : List.of(Shape.EXPONENTIAL, Shape.CONSTANT, Shape.BIMODAL)) {
            add(surge(10, ", " + shape).shape(shape, 0), shape == Shape.BIMODAL, Judged.SURGE);
        }
        add(
                surge(10, ", 3 retries, 1 ms a rejection").retries(RETRIES).rejectionMillis(1),
                false,
                Judged.SURGE_WITH_RETRIES);
        add(surge(10, ", 3 retries, 2,000 clients").retries(RETRIES).clients(2_000), false, Judged.SURGE_WITH_RETRIES);
    }

    private void troubles() {
        plotted(
                Scenario.of("slow 3x, 3 retries", Story.slow(3, Story.ORDINARY)).retries(RETRIES),
                EnumSet.of(Judged.SLOW));
        plotted(Scenario.of("5x and slow 3x, 3 retries", Story.slow(3, 5)).retries(RETRIES), EnumSet.of(Judged.SLOW));
        add(Scenario.of("5x and slow 3x", Story.slow(3, 5)), false, Judged.SLOW);
        add(Scenario.of("bursts of 2x, then nothing", Story.bursts(2, 0)), true, Judged.BURSTS);
        add(Scenario.of("bursts of 10x, then nothing", Story.bursts(10, 0)), false, Judged.BURSTS);
        add(Scenario.of("bursts of 5x, then 0.5x", Story.bursts(5, 0.5)), false, Judged.BURSTS);
        plotted(Scenario.of("reconnect herd, 8 retries", Story.herd(5, 5)).retries(8), EnumSet.of(Judged.HERD));
    }

    private void servers() {
        for (int workers : new int[] {4, 8, 16, 32, 64, 128}) {
            add(
                    Scenario.of("steady, " + workers + " workers", Story.steady())
                            .server(workers, 50),
                    workers == 4 || workers == 128,
                    Judged.STEADY);
        }
        for (int workers : new int[] {4, 16, 64, 128}) {
            for (int millis : new int[] {5, 50, 300}) {
                add(
                        surge(5, ", " + workers + " workers of " + millis + " ms")
                                .server(workers, millis),
                        (workers == 4 || workers == 128) && millis != 50,
                        Judged.UNKNOWN_SERVER);
            }
        }
    }

    private void people() {
        for (double seconds : new double[] {0.3, 3}) {
            String more = ", callers wait " + (seconds < 1 ? "0.3 s" : "3 s");
            add(surge(10, more).patience(seconds), true, Judged.SURGE);
            add(surge(10, ", 3 retries" + more).retries(RETRIES).patience(seconds), false, Judged.SURGE_WITH_RETRIES);
        }
        add(surge(2, ", one of 20 users sends 30 %").users(20, 0.3), false, Judged.FAIRNESS);
        add(surge(10, ", one of 20 users sends 30 %").users(20, 0.3), true, Judged.FAIRNESS);
    }

    private static Scenario surge(int load, String more) {
        return Scenario.of(load + "x" + more, Story.surge(load));
    }

    private void plotted(Scenario scenario, Set<Judged> judged) {
        cells.add(new Cell(scenario, judged, true, true));
    }

    private void add(Scenario scenario, boolean quick, Judged judged) {
        cells.add(new Cell(scenario.atMost(MOST_REQUESTS), EnumSet.of(judged), quick, false));
    }
}
