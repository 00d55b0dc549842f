package dev.heal.benchmarks;

import dev.heal.benchmarks.overhead.Entrant;
import dev.heal.benchmarks.overhead.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What heal promises of the price of a call, as far as a run has measured it. Ratios are of processor time. */
final class OverheadGoals {

    private static final double NOTHING = 0.5;
    private static final String TO_REFERENCE = "times " + Entrant.REFERENCE.label();

    private final List<Row> rows;
    private final List<Goal> goals = new ArrayList<>();

    private OverheadGoals(List<Row> rows) {
        this.rows = rows;
    }

    static List<Goal> of(List<Row> rows) {
        OverheadGoals all = new OverheadGoals(rows);
        all.ratio(Path.SUCCESS, Entrant.HEAL_EXACT, 0.85, 0.35);
        all.ratio(Path.SUCCESS, Entrant.HEAL_SAMPLED, 0.22, 0.08);
        all.ratio(Path.SUCCESS, Entrant.HEAL_ATTACHED, 1.25, 1.25);
        all.ratio(Path.REJECTED, Entrant.HEAL_EXACT, 0.5, 0.5);
        all.bytes(Path.SUCCESS, Entrant.HEAL_EXACT, "allocates nothing", NOTHING);
        all.bytes(Path.SUCCESS, Entrant.HEAL_SAMPLED, "allocates nothing", NOTHING);
        all.bytes(Path.SUCCESS, Entrant.HEAL_OWN_PART, "allocates nothing", NOTHING);
        all.beyond(Path.SUCCESS, Entrant.HEAL_ATTACHED, "allocates no more than Resilience4j itself", NOTHING, false);
        // That the exception has no stack trace is proved after each fork; this says that it is no larger for that.
        all.beyond(
                Path.REJECTED,
                Entrant.HEAL_EXACT,
                "allocates no more than Resilience4j without a stack trace",
                NOTHING,
                true);
        return List.copyOf(all.goals);
    }

    private void ratio(Path path, Entrant entrant, double atOneThread, double atTwo) {
        for (int threads : Lineup.JUDGED) {
            add(
                    path,
                    entrant,
                    threads,
                    "processor time",
                    Row::toReference,
                    threads == 1 ? atOneThread : atTwo,
                    TO_REFERENCE,
                    false);
        }
    }

    private void bytes(Path path, Entrant entrant, String promise, double limit) {
        for (int threads : Lineup.JUDGED) {
            add(path, entrant, threads, promise, Row::bytes, limit, "B/op", true);
        }
    }

    /**
     * What Resilience4j allocates differs from fork to fork with what the JIT does away with (0 to 48 B/op seen), so the
     * difference of the two has wide bounds: it may stay open, but not be missed.
     */
    private void beyond(Path path, Entrant entrant, String promise, double limit, boolean mustBeProved) {
        for (int threads : Lineup.JUDGED) {
            add(path, entrant, threads, promise, Row::beyondReference, limit, "B/op", mustBeProved);
        }
    }

    private void add(
            Path path,
            Entrant entrant,
            int threads,
            String promise,
            Function<Row, Measured> measured,
            double limit,
            String unit,
            boolean mustBeProved) {
        row(path, entrant, threads)
                .map(row -> new Goal(
                        entrant.label() + ", " + path.method() + ", " + threads
                                + (threads == 1 ? " thread: " : " threads: ") + promise,
                        measured.apply(row),
                        limit,
                        unit,
                        mustBeProved))
                .ifPresent(goals::add);
    }

    private Optional<Row> row(Path path, Entrant entrant, int threads) {
        return rows.stream()
                .filter(row -> row.group().equals(path.title())
                        && row.name().equals(entrant.label())
                        && row.threads() == threads)
                .findFirst();
    }
}
