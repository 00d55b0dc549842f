package dev.heal.benchmarks.overload;

import dev.heal.admission.Priority;
import dev.heal.benchmarks.overload.Cells.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What heal promises, judged cell by cell; of each promise the worst cell is told. Ratios are judged by their mean over the
 * seeds; what is critical, and recovery, by the worst seed.
 */
final class Goals {

    /** Of one seed, by its place. */
    private interface Figure {
        double of(Board board, int seed);
    }

    /** No bound is known. */
    private static final ToDoubleFunction<Board> OPEN = board -> Double.NaN;

    private final List<Board> boards;
    private final List<Verdict> verdicts = new ArrayList<>();

    private Goals(List<Board> boards) {
        this.boards = boards;
    }

    /** Those of which there is a cell. */
    static List<Verdict> judge(List<Board> boards) {
        Goals goals = new Goals(boards);
        for (String mode : Contender.MODES) {
            goals.surges(mode);
            for (Manners manners : Manners.values()) {
                goals.everywhere(mode, manners);
            }
            goals.troubles(mode);
            goals.fairness(mode);
        }
        return List.copyOf(goals.verdicts);
    }

    private void surges(String mode) {
        mean(
                "10x, no retries: of the server-only ceiling",
                mode,
                Manners.PLAIN,
                0.99,
                Judged.SURGE,
                ofCeiling(mode),
                OPEN);
        for (Manners manners : Manners.values()) {
            mean(
                    "10x, no retries: less the best peer's goodput",
                    mode,
                    manners,
                    -0.01,
                    Judged.SURGE,
                    lessPeer(mode, manners),
                    OPEN);
        }
        for (Manners manners : Manners.values()) {
            mean(
                    "10x, 3 retries: less the best peer's goodput (not in the table)",
                    mode,
                    manners,
                    -0.01,
                    Judged.SURGE_WITH_RETRIES,
                    lessPeer(mode, manners),
                    OPEN);
        }
        ofOracle("10x, 3 retries", mode, Manners.HEEDING, 0.98, Judged.SURGE_WITH_RETRIES);
    }

    private void everywhere(String mode, Manners manners) {
        add(
                "critical: success, less the lower of 0.995 and the oracle's - 0.005",
                mode,
                manners,
                true,
                0,
                Goals::isCriticalWithinCapacity,
                (board, seed) -> board.heal(mode, manners).outcomes().get(seed).critical()
                        - Math.min(0.995, board.oracle().outcomes().get(seed).critical() - 0.005),
                manners == Manners.PLAIN ? Goals::criticalLeft : OPEN);
        add(
                "recovery: seconds left of the greater of 1 and the oracle's + 0.5",
                mode,
                manners,
                true,
                0,
                board -> true,
                (board, seed) -> Math.max(1, board.oracle().recoveries()[seed] + 0.5)
                        - board.heal(mode, manners).recoveries()[seed],
                OPEN);
        mean(
                "steady 0.8x: goodput less the oracle's",
                mode,
                manners,
                -0.005,
                Judged.STEADY,
                (board, seed) -> goodput(board.heal(mode, manners), seed) - goodput(board.oracle(), seed),
                OPEN);
    }

    private void troubles(String mode) {
        for (Manners manners : List.of(Manners.PLAIN, Manners.HEEDING)) {
            ofOracle("5x, unknown server", mode, manners, 0.94, Judged.UNKNOWN_SERVER);
            ofOracle("3x slow", mode, manners, 0.90, Judged.SLOW);
            ofOracle("bursts", mode, manners, 0.97, Judged.BURSTS);
            mean(
                    "reconnect herd: of the oracle (not in the table)",
                    mode,
                    manners,
                    0.97,
                    Judged.HERD,
                    (board, seed) -> goodput(board.heal(mode, manners), seed) / goodput(board.oracle(), seed),
                    OPEN);
            if (!mode.equals(Contender.EXECUTOR)) {
                mean(
                        "3x slow: of executor mode",
                        mode,
                        manners,
                        0.97,
                        Judged.SLOW,
                        (board, seed) -> goodput(board.heal(mode, manners), seed)
                                / goodput(board.heal(Contender.EXECUTOR, manners), seed),
                        OPEN);
            }
        }
        String of = ": of the server-only ceiling (not in the table)";
        mean("5x, unknown server" + of, mode, Manners.PLAIN, 0.94, Judged.UNKNOWN_SERVER, ofCeiling(mode), OPEN);
        mean("3x slow" + of, mode, Manners.PLAIN, 0.90, Judged.SLOW, ofCeiling(mode), OPEN);
    }

    private void fairness(String mode) {
        mean(
                "fairness: Jain's index over all",
                mode,
                Manners.PLAIN,
                0.7,
                Judged.FAIRNESS,
                (board, seed) ->
                        board.heal(mode, Manners.PLAIN).outcomes().get(seed).jain(),
                OPEN);
        mean(
                "fairness: within one class (1.0 in the table)",
                mode,
                Manners.PLAIN,
                0.995,
                Judged.FAIRNESS,
                (board, seed) ->
                        board.heal(mode, Manners.PLAIN).outcomes().get(seed).contested(),
                OPEN);
    }

    private void ofOracle(String promise, String mode, Manners manners, double limit, Judged judged) {
        mean(
                promise + ": of the oracle",
                mode,
                manners,
                limit,
                judged,
                (board, seed) -> goodput(board.heal(mode, manners), seed) / goodput(board.oracle(), seed),
                manners == Manners.PLAIN
                        ? board -> board.goodputCeiling() / board.oracle().goodput()
                        : OPEN);
    }

    private void mean(
            String promise,
            String mode,
            Manners manners,
            double limit,
            Judged judged,
            Figure figure,
            ToDoubleFunction<Board> reach) {
        add(promise, mode, manners, false, limit, board -> board.cell().judged().contains(judged), figure, reach);
    }

    private void add(
            String promise,
            String mode,
            Manners manners,
            boolean bySeed,
            double limit,
            Predicate<Board> judged,
            Figure figure,
            ToDoubleFunction<Board> reach) {
        List<Board> judgedBoards = boards.stream().filter(judged).toList();
        if (judgedBoards.isEmpty()) {
            return;
        }
        double worst = Double.POSITIVE_INFINITY;
        Board worstBoard = judgedBoards.get(0);
        int missed = 0;
        int beyond = 0;
        Function<Board, Line.Span> span = board -> span(board, figure);
        for (Board board : judgedBoards) {
            double value =
                    bySeed ? span.apply(board).least() : span.apply(board).mean();
            // A figure that is not a number is no promise kept.
            if (!(value >= limit - 1e-9)) {
                missed++;
                beyond += reach.applyAsDouble(board) < limit ? 1 : 0;
            }
            if (!(value >= worst)) {
                worst = value;
                worstBoard = board;
            }
        }
        verdicts.add(new Verdict(
                promise,
                mode + who(manners),
                worst,
                bySeed,
                span.apply(worstBoard).low(),
                limit,
                reach.applyAsDouble(worstBoard),
                worstBoard.cell().name(),
                judgedBoards.size(),
                missed,
                beyond));
    }

    private static Line.Span span(Board board, Figure figure) {
        double[] values = new double[board.oracle().outcomes().size()];
        for (int seed = 0; seed < values.length; seed++) {
            values[seed] = figure.of(board, seed);
        }
        return Line.Span.of(values);
    }

    private static String who(Manners manners) {
        return switch (manners) {
            case PLAIN -> ", plain";
            case BUDGET -> ", budget alone";
            case HEEDING -> ", heal clients";
        };
    }

    private static double goodput(Line line, int seed) {
        return line.outcomes().get(seed).goodput();
    }

    private static Figure ofCeiling(String mode) {
        return (board, seed) -> goodput(board.heal(mode, Manners.PLAIN), seed) / board.goodputCeiling();
    }

    /** Of the peers with clients of the same kind; all that peers' clients can have is the budget. */
    private static Figure lessPeer(String mode, Manners manners) {
        return (board, seed) -> goodput(board.heal(mode, manners), seed)
                - goodput(board.bestPeer(manners != Manners.PLAIN, Line::goodput), seed);
    }

    /** Whether what is critical is within 0.9 of what the server can do. */
    private static boolean isCriticalWithinCapacity(Board board) {
        return mostCritical(board) <= 0.9;
    }

    /** What rejections leave of the success of what is critical, less what is asked of it. */
    private static double criticalLeft(Board board) {
        return Math.min(1, board.ceiling() / mostCritical(board)) - 0.995;
    }

    /** As a share of what the server can do meanwhile. */
    private static double mostCritical(Board board) {
        return board.cell().scenario().story().phases().stream()
                .mapToDouble(phase -> phase.load() * phase.slow() * Mix.share(Priority.CRITICAL))
                .max()
                .orElse(0);
    }
}
