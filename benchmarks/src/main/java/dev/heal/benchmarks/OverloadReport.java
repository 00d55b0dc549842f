package dev.heal.benchmarks;

import dev.heal.benchmarks.overload.Matrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the simulation of overload came to.
 *
 * @param machine where it ran; the figures do not depend on it
 */
record OverloadReport(List<String> machine, Matrix matrix) implements SystemResult {

    @Override
    public boolean passed() {
        return matrix.passed();
    }

    @Override
    public String text() {
        return "\n" + matrix.effort() + "\n" + matrix.text();
    }

    @Override
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("benchmark", "overload");
        all.put("effort", matrix.effort());
        all.put("machine", manifest());
        all.putAll(matrix.figures());
        return Json.write(all) + "\n";
    }

    @Override
    public Optional<String> html() {
        StringBuilder body = new StringBuilder("<p>").append(ReportHtml.text(matrix.effort() + "."));
        body.append("</p>\n").append(matrix.html()).append("<h2>Where and with what</h2>\n<ul>\n");
        manifest()
                .forEach(line ->
                        body.append("<li>").append(ReportHtml.text(line)).append("</li>\n"));
        return Optional.of(ReportHtml.page(
                "Overload: what becomes of requests", body.append("</ul>\n").toString()));
    }

    private List<String> manifest() {
        List<String> lines = new java.util.ArrayList<>(machine);
        lines.add("Versions: " + String.join(", ", Versions.all()));
        lines.add("Commit: " + Versions.commit());
        return lines;
    }
}
