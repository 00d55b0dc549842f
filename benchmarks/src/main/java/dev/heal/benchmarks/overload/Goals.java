package dev.heal.benchmarks.overload;

import dev.heal.admission.Priority;
import dev.heal.benchmarks.overload.Cells.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What heal promises, judged cell by cell; of each promise the worst cell is told. */
final class Goals {

    /**
     * @param who heal's line
     * @param worst in the worst cell
     * @param limit it must be at least this
     * @param cells how many were judged
     * @param missed how many of them miss it
     */
    record Verdict(String promise, String who, double worst, double limit, String cell, int cells, int missed) {
        boolean isMet() {
            return missed == 0;
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%-6s  %-62s  %-31s  worst %7.4f, at least %.4g; %s%s",
                    isMet() ? "MET" : "MISSED",
                    promise,
                    who,
                    worst,
                    limit,
                    cell,
                    missed == 0 ? "" : " (" + missed + " of " + cells + " cells)");
        }
    }

    private static final List<String> MODES = List.of(Contender.EXECUTOR, Contender.ROUND_TRIPS);

    private final List<Board> boards;
    private final List<Verdict> verdicts = new ArrayList<>();

    private Goals(List<Board> boards) {
        this.boards = boards;
    }

    /** Those of which there is a cell; a server by itself is judged by what rejections leave, heal's clients by the oracle. */
    static List<Verdict> judge(List<Board> boards) {
        Goals goals = new Goals(boards);
        for (String mode : MODES) {
            goals.judge(mode);
        }
        return List.copyOf(goals.verdicts);
    }

    private void judge(String mode) {
        Predicate<Board> surge = with(Judged.SURGE);
        add("10x, no retries: of the server-only ceiling", mode, false, 0.99, surge, ofCeiling(mode));
        add(
                "10x, no retries: less the best peer's goodput",
                mode,
                false,
                -0.01,
                surge,
                board -> board.heal(mode, false).goodput()
                        - board.bestPeer(false, Line::goodput).goodput());
        add("10x, 3 retries: of the oracle", mode, true, 0.98, with(Judged.SURGE_WITH_RETRIES), ofOracle(mode, true));
        for (boolean cooperating : new boolean[] {false, true}) {
            add(
                    "critical: success, less the lower of 0.995 and the oracle's - 0.005",
                    mode,
                    cooperating,
                    0,
                    board -> isCriticalWithin(board, cooperating ? 1 : board.ceiling()),
                    board -> board.heal(mode, cooperating).critical()
                            - Math.min(0.995, board.oracle().critical() - 0.005));
            add(
                    "recovery: seconds left of the greater of 1 and the oracle's + 0.5",
                    mode,
                    cooperating,
                    0,
                    board -> true,
                    board -> Math.max(1, board.oracle().recovery() + 0.5)
                            - board.heal(mode, cooperating).recovery());
            add(
                    "steady 0.8x: goodput less the oracle's",
                    mode,
                    cooperating,
                    -0.005,
                    with(Judged.STEADY),
                    board -> board.heal(mode, cooperating).goodput()
                            - board.oracle().goodput());
        }
        String of = ": of the server-only ceiling";
        add("5x, unknown server" + of, mode, false, 0.94, with(Judged.UNKNOWN_SERVER), ofCeiling(mode));
        add("5x, unknown server: of the oracle", mode, true, 0.94, with(Judged.UNKNOWN_SERVER), ofOracle(mode, true));
        add("3x slow" + of, mode, false, 0.90, with(Judged.SLOW), ofCeiling(mode));
        add("3x slow: of the oracle", mode, true, 0.90, with(Judged.SLOW), ofOracle(mode, true));
        add("bursts: of the oracle", mode, false, 0.97, with(Judged.BURSTS), ofOracle(mode, false));
        add("bursts: of the oracle", mode, true, 0.97, with(Judged.BURSTS), ofOracle(mode, true));
        if (mode.equals(Contender.ROUND_TRIPS)) {
            for (boolean cooperating : new boolean[] {false, true}) {
                add(
                        "3x slow: of executor mode",
                        mode,
                        cooperating,
                        0.97,
                        with(Judged.SLOW),
                        board -> board.heal(mode, cooperating).goodput()
                                / board.heal(Contender.EXECUTOR, cooperating).goodput());
            }
        }
        add(
                "fairness: Jain's index over all",
                mode,
                false,
                0.7,
                with(Judged.FAIRNESS),
                board -> board.heal(mode, false).mean(Outcome::jain));
        add(
                "fairness: within one class",
                mode,
                false,
                0.995,
                with(Judged.FAIRNESS),
                board -> board.heal(mode, false).mean(Outcome::contested));
    }

    private void add(
            String promise,
            String mode,
            boolean cooperating,
            double limit,
            Predicate<Board> judged,
            ToDoubleFunction<Board> figure) {
        double worst = Double.POSITIVE_INFINITY;
        String cell = "";
        int cells = 0;
        int missed = 0;
        for (Board board : boards) {
            if (!judged.test(board)) {
                continue;
            }
            double value = figure.applyAsDouble(board);
            cells++;
            // A figure that is not a number is no promise kept.
            if (!(value >= limit - 1e-9)) {
                missed++;
            }
            if (!(value >= worst)) {
                worst = value;
                cell = board.cell().name();
            }
        }
        if (cells > 0) {
            String who = mode + (cooperating ? ", heal clients" : ", plain");
            verdicts.add(new Verdict(promise, who, worst, limit, cell, cells, missed));
        }
    }

    /** Whether what is critical is within 0.9 of what the server can do, of which rejections leave a share. */
    private static boolean isCriticalWithin(Board board, double left) {
        Story story = board.cell().scenario().story();
        return story.phases().stream()
                .allMatch(phase -> phase.load() * phase.slow() * Scenario.share(Priority.CRITICAL) <= 0.9 * left);
    }

    private static Predicate<Board> with(Judged judged) {
        return board -> board.cell().judged().contains(judged);
    }

    private static ToDoubleFunction<Board> ofOracle(String mode, boolean cooperating) {
        return board -> board.heal(mode, cooperating).ofOracle().mean();
    }

    private static ToDoubleFunction<Board> ofCeiling(String mode) {
        return board -> board.heal(mode, false).ofOracle().mean() / board.ceiling();
    }
}
