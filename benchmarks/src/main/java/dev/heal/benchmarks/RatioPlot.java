package dev.heal.benchmarks;

import java.util.List;
import java.util.Locale;

/** Ratios with their bounds, each a dot and a whisker, on a logarithmic axis: a half lies as far from 1 as a double. */
final class RatioPlot {

    private static final int WIDTH = 1_000;
    private static final int LEFT = 260;
    private static final int RIGHT = 90;
    private static final int TOP = 34;
    private static final int LINE = 24;
    private static final int BOTTOM = 28;
    private static final double[] TICKS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100};

    private final double from;
    private final double to;

    private RatioPlot(double from, double to) {
        this.from = from;
        this.to = to;
    }

    static String of(String title, List<Row> rows) {
        double least = 0.5;
        double most = 2;
        for (Row row : rows) {
            double value = row.toReference().value();
            if (value > 0 && Double.isFinite(value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        return new RatioPlot(Math.max(0.005, least / 1.2), Math.min(200, most * 1.2)).draw(title, rows);
    }

    private String draw(String title, List<Row> rows) {
        int height = TOP + LINE * rows.size() + BOTTOM;
        StringBuilder out = new StringBuilder();
        add(
                out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-size=\"13\""
                        + " font-family=\"system-ui, sans-serif\" fill=\"#1c2530\"><title>%s</title>\n",
                WIDTH,
                height,
                ReportHtml.text(title));
        add(out, "<text x=\"0\" y=\"18\" font-weight=\"600\">%s</text>\n", ReportHtml.text(title));
        for (double tick : TICKS) {
            if (tick >= from && tick <= to) {
                add(
                        out,
                        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\"/>"
                                + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#5b6776\">%s</text>\n",
                        x(tick),
                        x(tick),
                        TOP,
                        height - BOTTOM,
                        tick == 1 ? "#1c2530" : "#dde3ea",
                        x(tick),
                        height - 8,
                        tick >= 1 ? Integer.toString((int) tick) : Double.toString(tick));
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            line(out, rows.get(i), TOP + i * LINE + LINE / 2);
        }
        return out.append("</svg>\n").toString();
    }

    private void line(StringBuilder out, Row row, int y) {
        Measured ratio = row.toReference();
        String colour = row.name().startsWith("heal") ? "#0b6bcb" : "#5b6776";
        add(
                out,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                LEFT - 12,
                y + 4,
                ReportHtml.text(row.name()));
        if (!(ratio.value() > 0) || !Double.isFinite(ratio.value())) {
            out.append('\n');
            return;
        }
        add(
                out,
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"/>"
                        + "<circle cx=\"%.1f\" cy=\"%d\" r=\"4.5\" fill=\"%s\"/>"
                        + "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.3f</text>\n",
                x(ratio.low()),
                x(ratio.high()),
                y,
                y,
                colour,
                x(ratio.value()),
                y,
                colour,
                WIDTH - 8,
                y + 4,
                ratio.value());
    }

    /** Where a ratio stands; one beyond the axis, or not known, stands at its end. */
    private double x(double ratio) {
        double shown = Double.isNaN(ratio) ? to : Math.min(to, Math.max(from, ratio));
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.log(shown / from) / Math.log(to / from);
    }

    private static void add(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }
}
