package dev.heal.benchmarks.overload;

import java.util.List;

/** The matrix as the body of a page: verdicts, the overview, and for each cell its curves and tables. */
final class MatrixHtml {

    private MatrixHtml() {}

    static String of(List<Board> boards, List<Verdict> verdicts, String seeds) {
        StringBuilder out = new StringBuilder();
        out.append("<h2>Goals (").append(seeds).append(")</h2>\n<table>\n");
        head(out, List.of("promise", "who", "worst", "at least", "in the cell", "verdict"));
        for (Verdict verdict : verdicts) {
            String word = verdict.word();
            out.append("<tr>");
            cells(
                    out,
                    "td",
                    List.of(
                            verdict.promise(),
                            verdict.who(),
                            String.format(java.util.Locale.ROOT, "%.4f", verdict.worst()),
                            Double.toString(verdict.limit()),
                            verdict.cell() + "; " + verdict.basis()));
            out.append("<td class=\"").append(word).append("\">").append(word).append("</td></tr>\n");
        }
        out.append("</table>\n<h2>All cells: goodput of the oracle's / success of what is critical</h2>\n");
        table(out, MatrixText.overview(boards));
        out.append("<h2>Where heal loses to the best peer by more than 1 point</h2>\n<ul>\n");
        MatrixText.losses(boards)
                .forEach(line -> out.append("<li>").append(text(line)).append("</li>\n"));
        out.append("</ul>\n");
        for (Board board : boards) {
            out.append("<h2>").append(text(MatrixText.heading(board))).append("</h2>\n");
            if (board.cell().plotted()) {
                out.append(CurvePlot.of(board));
            }
            for (boolean cooperating : new boolean[] {false, true}) {
                out.append("<h3>")
                        .append(cooperating ? "With clients that cooperate" : "The server by itself")
                        .append("</h3>\n");
                List<List<String>> rows = new java.util.ArrayList<>();
                rows.add(MatrixText.HEADINGS);
                rows.addAll(MatrixText.rows(board, cooperating));
                table(out, rows);
            }
        }
        return out.toString();
    }

    private static void table(StringBuilder out, List<List<String>> rows) {
        out.append("<table>\n");
        head(out, rows.get(0));
        for (List<String> row : rows.subList(1, rows.size())) {
            out.append(row.get(0).startsWith("heal") ? "<tr class=\"ours\">" : "<tr>");
            cells(out, "td", row);
            out.append("</tr>\n");
        }
        out.append("</table>\n");
    }

    private static void head(StringBuilder out, List<String> headings) {
        out.append("<tr>");
        cells(out, "th", headings);
        out.append("</tr>\n");
    }

    private static void cells(StringBuilder out, String tag, List<String> texts) {
        for (String each : texts) {
            out.append('<')
                    .append(tag)
                    .append('>')
                    .append(text(each))
                    .append("</")
                    .append(tag)
                    .append('>');
        }
    }

    /** As text and as an attribute's value. */
    static String text(String any) {
        return any.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
