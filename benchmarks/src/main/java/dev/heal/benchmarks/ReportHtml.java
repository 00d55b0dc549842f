package dev.heal.benchmarks;

import java.util.List;
import java.util.Locale;

/** A report as one HTML file that needs nothing else: no script, no network. */
final class ReportHtml {

    private static final String STYLE = """
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 74rem; padding: 0 1rem; color: #1c2530 }
            h1, h2 { line-height: 1.2 } h2 { margin-top: 2.5rem }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100% }
            th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid #dde3ea; vertical-align: top }
            th:first-child, td:first-child { text-align: left }
            .manifest td:last-child, .manifest th { text-align: left; overflow-wrap: anywhere }
            .reference td { background: #f1f4f8 }
            .ours td:first-child { font-weight: 600 }
            .warning { background: #fff3cd; border-left: 4px solid #d39e00; padding: .5rem 1rem }
            .MET { color: #14713d } .MISSED { color: #b3261e; font-weight: 600 } .OPEN { color: #8a6100 }
            svg { display: block; width: 100%; height: auto; margin: 1rem 0 }
            """;

    private ReportHtml() {}

    static String of(Report report) {
        StringBuilder out = new StringBuilder();
        report.warnings()
                .forEach(warning -> out.append("<p class=\"warning\">")
                        .append(text("Warning: " + warning))
                        .append("</p>\n"));
        out.append("<p>").append(text(report.how())).append(".</p>\n");
        goals(out, report.goals());
        for (String group : report.groups()) {
            List<Row> rows = report.rows(group);
            out.append("<h2>").append(text(group)).append("</h2>\n");
            for (int threads : rows.stream().map(Row::threads).distinct().toList()) {
                out.append(RatioPlot.of(
                        "Processor time a call beside " + report.reference() + ", " + threads
                                + (threads == 1 ? " thread" : " threads"),
                        rows.stream().filter(row -> row.threads() == threads).toList()));
            }
            table(out, rows, report.reference());
        }
        manifest(out, report.machine());
        return page("What heal costs: " + report.name(), out.toString());
    }

    /** @param body HTML already */
    static String page(String title, String body) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>"
                + text("heal: " + title)
                + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n<h1>" + text(title) + "</h1>\n" + body
                + "</body>\n</html>\n";
    }

    private static void goals(StringBuilder out, List<Goal> goals) {
        out.append(
                "<h2>Goals</h2>\n<table>\n<tr><th>promise</th><th>measured</th><th>limit</th><th>verdict</th></tr>\n");
        for (Goal goal : goals) {
            row(
                    out,
                    "",
                    goal.promise(),
                    ReportText.ratio(goal.measured()) + " " + goal.unit(),
                    String.format(Locale.ROOT, "%s %s", goal.limit(), goal.unit()),
                    "\0" + goal.verdict());
        }
        out.append("</table>\n");
    }

    private static void table(StringBuilder out, List<Row> rows, String reference) {
        out.append(
                "<table>\n<tr><th>contestant</th><th>threads</th><th>ns/op</th><th>CPU ns/op</th><th>ratio of CPU</th>"
                        + "<th>ratio of ns</th><th>B/op</th><th>others</th></tr>\n");
        for (Row row : rows) {
            row(
                    out,
                    row.name().equals(reference) ? "reference" : row.name().startsWith("heal") ? "ours" : "",
                    row.name(),
                    Integer.toString(row.threads()),
                    ReportText.score(row.nanos()),
                    ReportText.score(row.cpu()),
                    ReportText.ratio(row.toReference()),
                    ReportText.ratio(row.wallToReference()),
                    ReportText.score(row.bytes()),
                    Machine.percent(row.others().value()));
        }
        out.append("</table>\n");
    }

    private static void manifest(StringBuilder out, List<String> machine) {
        out.append("<h2>Where and with what</h2>\n<table class=\"manifest\">\n");
        for (String line : machine) {
            int colon = line.indexOf(": ");
            row(out, "", colon < 0 ? "" : line.substring(0, colon), colon < 0 ? line : line.substring(colon + 2));
        }
        out.append("</table>\n");
    }

    /** A cell that begins with NUL is one word that is its own style too. */
    private static void row(StringBuilder out, String style, String... cells) {
        out.append("<tr class=\"").append(text(style)).append("\">");
        for (String cell : cells) {
            if (cell.startsWith("\0")) {
                String word = text(cell.substring(1));
                out.append("<td class=\"")
                        .append(word)
                        .append("\">")
                        .append(word)
                        .append("</td>");
            } else {
                out.append("<td>").append(text(cell)).append("</td>");
            }
        }
        out.append("</tr>\n");
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
