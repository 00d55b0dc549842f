package dev.heal.benchmarks.overload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;

/** Goodput and the success of what is critical over a run, each half second, in the mean over the seeds. */
final class CurvePlot {

    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 240;
    private static final int LEFT = 44;
    private static final int RIGHT = 210;
    private static final int TOP = 26;
    private static final int BOTTOM = 24;

    /** Half a second. */
    private static final int STEPS = 5;

    private static final List<String> COLOURS = List.of(
            "#9aa5b1", "#0b6bcb", "#12a594", "#b3261e", "#d97706", "#7c3aed", "#be185d", "#4d7c0f", "#0e7490",
            "#713f12", "#475569", "#e11d48", "#65a30d");

    private final double most;
    private final int points;

    private CurvePlot(double most, int points) {
        this.most = most;
        this.points = points;
    }

    static String of(Board board) {
        Scenario scenario = board.cell().scenario();
        int points = (int) (scenario.story().ends() / Tally.STEP / STEPS);
        double perPoint = scenario.capacity() * STEPS * Tally.STEP / 1e9;
        StringBuilder out = new StringBuilder();
        for (boolean cooperating : new boolean[] {false, true}) {
            String who = cooperating ? ", clients that cooperate" : ", the server by itself";
            List<Line> lines = new ArrayList<>(List.of(board.oracle()));
            board.lines(cooperating).stream()
                    .filter(line -> !line.contender().name().equals(Contender.DEADLINES))
                    .filter(line -> line.contender().kind() != Contender.Kind.HEAL
                            || line.contender().manners() != Manners.BUDGET)
                    .forEach(lines::add);
            out.append(new CurvePlot(1.3, points)
                    .draw(
                            "Goodput, of what the server can do" + who,
                            lines,
                            (curves, point) ->
                                    Curves.sum(curves.good(), point * STEPS, (point + 1) * STEPS) / perPoint));
            out.append(new CurvePlot(1.05, points)
                    .draw("Critical requests that succeed, by when they were made" + who, lines, (curves, point) -> {
                        long all = Curves.sum(curves.criticalOffered(), point * STEPS, (point + 1) * STEPS);
                        return all == 0
                                ? Double.NaN
                                : (double) Curves.sum(curves.criticalSucceeded(), point * STEPS, (point + 1) * STEPS)
                                        / all;
                    }));
        }
        return out.toString();
    }

    private String draw(String title, List<Line> lines, ToDoubleBiFunction<Curves, Integer> figure) {
        StringBuilder out = new StringBuilder();
        add(
                out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-size=\"12\""
                        + " font-family=\"system-ui, sans-serif\" fill=\"#1c2530\"><title>%s</title>"
                        + "<text x=\"0\" y=\"14\" font-weight=\"600\">%s</text>\n",
                WIDTH,
                HEIGHT,
                MatrixHtml.text(title),
                MatrixHtml.text(title));
        for (double tick = 0; tick <= most; tick += 0.25) {
            add(
                    out,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dde3ea\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#5b6776\">%.2f</text>\n",
                    LEFT,
                    WIDTH - RIGHT,
                    y(tick),
                    y(tick),
                    LEFT - 6,
                    y(tick) + 4,
                    tick);
        }
        for (int point = 0; point <= points; point += 20) {
            add(
                    out,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#5b6776\">%d s</text>\n",
                    x(point),
                    HEIGHT - 6,
                    point / 2);
        }
        for (int i = 0; i < lines.size(); i++) {
            curve(out, lines.get(i), COLOURS.get(i % COLOURS.size()), i, figure);
        }
        return out.append("</svg>\n").toString();
    }

    private void curve(
            StringBuilder out, Line line, String colour, int place, ToDoubleBiFunction<Curves, Integer> figure) {
        String name = line.contender().label();
        String width = name.startsWith("heal") ? "2.5" : "1.2";
        StringBuilder path = new StringBuilder();
        for (int point = 0; point < points; point++) {
            int at = point;
            double value = line.mean(outcome -> figure.applyAsDouble(outcome.curves(), at));
            if (Double.isFinite(value)) {
                add(path, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x(point + 0.5), y(Math.min(most, value)));
            }
        }
        add(
                out,
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"/>"
                        + "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"3\"/>"
                        + "<text x=\"%d\" y=\"%d\">%s</text>\n",
                path,
                colour,
                width,
                WIDTH - RIGHT + 12,
                WIDTH - RIGHT + 28,
                TOP + 15 * place + 4,
                TOP + 15 * place + 4,
                colour,
                WIDTH - RIGHT + 34,
                TOP + 15 * place + 8,
                MatrixHtml.text(name));
    }

    private double x(double point) {
        return LEFT + (WIDTH - LEFT - RIGHT) * point / points;
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most;
    }

    private static void add(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }
}
