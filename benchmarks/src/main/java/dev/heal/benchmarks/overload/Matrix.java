package dev.heal.benchmarks.overload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the matrix came to. */
public final class Matrix {

    private final List<Board> boards;
    private final int seeds;
    private final long seedBase;
    private final List<Verdict> verdicts;

    Matrix(List<Board> boards, int seeds, long seedBase) {
        this.boards = boards;
        this.seeds = seeds;
        this.seedBase = seedBase;
        this.verdicts = Goals.judge(boards);
    }

    /** Whether heal kept all it promises, but for what rejections leave too little for. */
    public boolean passed() {
        return verdicts.stream().noneMatch(Verdict::isBroken);
    }

    /** How much was done, in one sentence. */
    public String effort() {
        return boards.size() + " cells, " + Contender.all().size() + " contestants, " + seeds()
                + "; means over the seeds, with the least and the most in brackets";
    }

    private String seeds() {
        return "seeds " + seedBase + " to " + (seedBase + seeds - 1);
    }

    /** For people. */
    public String text() {
        return MatrixText.of(boards, verdicts, seeds());
    }

    /** For people with a browser: tables and curves, to stand in the body of a page. */
    public String html() {
        return MatrixHtml.of(boards, verdicts, seeds());
    }

    /** For programs: maps, lists, numbers, texts. */
    public Map<String, Object> figures() {
        List<Object> cells = new ArrayList<>();
        for (Board board : boards) {
            Map<String, Object> cell = new LinkedHashMap<>();
            Scenario scenario = board.cell().scenario();
            cell.put("cell", board.cell().name());
            cell.put("workers", scenario.workers());
            cell.put("serviceMillis", scenario.serviceMillis());
            cell.put("shape", scenario.shape().toString());
            cell.put("rejectionMillis", scenario.rejectionMillis());
            cell.put("retries", scenario.retries());
            cell.put("users", scenario.users());
            cell.put("clients", scenario.clients());
            cell.put("patienceSeconds", scenario.patience() / 1e9);
            cell.put(
                    "phases",
                    scenario.story().phases().stream()
                            .map(phase ->
                                    Map.of("seconds", phase.seconds(), "load", phase.load(), "slow", phase.slow()))
                            .toList());
            cell.put("serverOnlyCeiling", board.ceiling());
            cell.put("lines", board.lines().stream().map(Matrix::line).toList());
            cells.add(cell);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("seeds", seeds);
        all.put("seedBase", seedBase);
        all.put("cells", cells);
        all.put("goals", verdicts.stream().map(Matrix::verdict).toList());
        return all;
    }

    private static Map<String, Object> line(Line line) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("contestant", line.contender().name());
        all.put("clients", line.contender().manners().name());
        all.put("goodput", span(line.of(Outcome::goodput)));
        all.put("ofOracle", span(line.ofOracle()));
        all.put("critical", span(line.of(Outcome::critical)));
        for (int i = 1; i < 4; i++) {
            int which = i;
            all.put(
                    dev.heal.admission.Priority.all().get(i).name().toLowerCase(java.util.Locale.ROOT),
                    span(line.of(outcome -> outcome.successes()[which])));
        }
        all.put("recoverySeconds", span(Line.Span.of(line.recoveries()))); // null: it did not
        all.put("p50Millis", span(line.of(Outcome::p50)));
        all.put("p99Millis", span(line.of(Outcome::p99)));
        all.put("amplification", span(line.of(Outcome::amplification)));
        all.put("rejectionsPerSecond", span(line.of(Outcome::rejections)));
        all.put("withheld", span(line.of(Outcome::withheld)));
        all.put("jain", span(line.of(Outcome::jain)));
        all.put("jainInContestedClass", span(line.of(Outcome::contested)));
        return all;
    }

    private static Map<String, Object> span(Line.Span span) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("mean", span.mean());
        all.put("least", span.least());
        all.put("most", span.most());
        return all;
    }

    private static Map<String, Object> verdict(Verdict verdict) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("verdict", verdict.word());
        all.put("promise", verdict.promise());
        all.put("who", verdict.who());
        all.put("worst", verdict.worst());
        all.put("bySeed", verdict.bySeed());
        all.put("low", verdict.low());
        all.put("limit", verdict.limit());
        all.put("cell", verdict.cell());
        all.put("cells", verdict.cells());
        all.put("missed", verdict.missed());
        all.put("beyondReach", verdict.beyond());
        all.put("reach", verdict.reach());
        return all;
    }
}
