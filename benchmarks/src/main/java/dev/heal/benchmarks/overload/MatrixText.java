package dev.heal.benchmarks.overload;

import dev.heal.benchmarks.overload.Contender.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The matrix as text: a table for each cell, an overview, where heal loses, and the verdicts. */
final class MatrixText {

    static final List<String> HEADINGS = List.of(
            "",
            "goodput",
            "of oracle",
            "critical",
            "recovery",
            "p50 ms",
            "p99 ms",
            "sent",
            "rejected/s",
            "Jain",
            "in class");

    /** So much less than the best peer is a loss: one in a hundred. */
    private static final double LOSS = 0.01;

    private MatrixText() {}

    static String of(List<Board> boards, List<Verdict> verdicts, String seeds) {
        StringBuilder out = new StringBuilder();
        for (Board board : boards) {
            out.append("\n== ").append(heading(board)).append('\n');
            for (boolean cooperating : new boolean[] {false, true}) {
                out.append(cooperating ? "with clients that cooperate\n" : "the server by itself\n");
                List<List<String>> rows = new ArrayList<>();
                rows.add(HEADINGS);
                rows.addAll(rows(board, cooperating));
                table(out, rows);
            }
        }
        out.append("\n== All cells: goodput of the oracle's / success of what is critical\n");
        table(out, overview(boards));
        out.append("\n== Where heal loses to the best peer by more than 1 point\n");
        losses(boards).forEach(line -> out.append(line).append('\n'));
        out.append("\n== Goals (").append(seeds).append(")\n");
        verdicts.forEach(verdict -> out.append(verdict.text()).append('\n'));
        return out.toString();
    }

    static String heading(Board board) {
        Scenario scenario = board.cell().scenario();
        return String.format(
                Locale.ROOT,
                "%s: %d workers of %.0f ms, %s, %d retries, %.2f ms a rejection, trouble of %.0f s; server-only ceiling %.3f",
                scenario.name(),
                scenario.workers(),
                scenario.serviceMillis(),
                scenario.shape(),
                scenario.retries(),
                scenario.rejectionMillis(),
                (scenario.story().troubleEnds() - scenario.story().troubleBegins()) / 1e9,
                board.ceiling());
    }

    static List<List<String>> rows(Board board, boolean cooperating) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(board.oracle()));
        board.lines(cooperating).forEach(line -> rows.add(row(line)));
        return rows;
    }

    private static List<String> row(Line line) {
        return List.of(
                line.contender().label(),
                span(line.of(Outcome::goodput)),
                span(line.ofOracle()),
                span(line.of(Outcome::critical)),
                seconds(line.recovery()),
                number("%.0f", line.mean(Outcome::p50)),
                number("%.0f", line.mean(Outcome::p99)),
                number("%.2f", line.mean(Outcome::amplification)),
                number("%.0f", line.mean(Outcome::rejections)),
                number("%.3f", line.mean(Outcome::jain)),
                number("%.3f", line.mean(Outcome::contested)));
    }

    /** A line for each cell: both modes, plain and with heal's clients, and the best peer of each kind. */
    static List<List<String>> overview(List<Board> boards) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "cell",
                "ceiling",
                "executor",
                "round trips",
                "web filter",
                "best peer",
                "",
                "executor, clients",
                "round trips, clients",
                "web filter, clients",
                "best peer, clients",
                ""));
        for (Board board : boards) {
            List<String> row = new ArrayList<>();
            row.add(board.cell().name());
            row.add(number("%.3f", board.ceiling()));
            for (boolean cooperating : new boolean[] {false, true}) {
                Line best = board.bestPeer(cooperating, Line::goodput);
                Manners manners = cooperating ? Manners.HEEDING : Manners.PLAIN;
                for (String mode : Contender.MODES) {
                    row.add(brief(board.heal(mode, manners)));
                }
                row.add(brief(best));
                row.add(best.contender().name());
            }
            rows.add(row);
        }
        return rows;
    }

    /** In which cells, with which clients, by what and to whom; one line if there is none. */
    static List<String> losses(List<Board> boards) {
        List<String> losses = new ArrayList<>();
        for (Board board : boards) {
            for (boolean cooperating : new boolean[] {false, true}) {
                Line goodput = board.bestPeer(cooperating, Line::goodput);
                Line critical = board.bestPeer(cooperating, Line::critical);
                for (Line heal : board.lines(cooperating)) {
                    if (heal.contender().kind() == Kind.HEAL) {
                        loss(losses, board, heal, "goodput", heal.goodput(), goodput, goodput.goodput());
                        loss(losses, board, heal, "critical", heal.critical(), critical, critical.critical());
                    }
                }
            }
        }
        return losses.isEmpty() ? List.of("nowhere") : losses;
    }

    private static void loss(
            List<String> losses, Board board, Line heal, String what, double ours, Line peer, double theirs) {
        if (!(ours >= theirs - LOSS)) {
            losses.add(String.format(
                    Locale.ROOT,
                    "%s: %s%s: %s %.3f, %s %.3f",
                    board.cell().name(),
                    heal.contender().label(),
                    heal.contender().manners() == Manners.HEEDING ? ", heal clients" : "",
                    what,
                    ours,
                    peer.contender().name(),
                    theirs));
        }
    }

    private static String brief(Line line) {
        double recovery = line.recovery();
        return number("%.3f", line.ofOracle().mean()) + "/" + number("%.3f", line.critical())
                + (Double.isInfinite(recovery) ? " never" : "");
    }

    private static String span(Line.Span span) {
        return String.format(Locale.ROOT, "%.3f (%.3f..%.3f)", span.mean(), span.least(), span.most());
    }

    private static String seconds(double seconds) {
        return Double.isInfinite(seconds) ? "never" : number("%.1f s", seconds);
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    static void table(StringBuilder out, List<List<String>> rows) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                line.append(i == 0 ? "" : "  ")
                        .append(String.format(
                                Locale.ROOT, i == 0 ? "%-" + width + "s" : "%" + width + "s", row.get(i)));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
