package dev.heal.benchmarks.overload;

import dev.heal.benchmarks.overload.Contender.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * All of a cell.
 *
 * @param lines the oracle's is the first
 */
record Board(Cells.Cell cell, List<Line> lines) {

    Line oracle() {
        return lines.get(0);
    }

    Line heal(String name, Manners manners) {
        return lines.stream()
                .filter(line ->
                        line.contender().name().equals(name) && line.contender().manners() == manners)
                .findFirst()
                .orElseThrow();
    }

    /** Those whose callers behave as ever, or those whose callers cooperate. */
    List<Line> lines(boolean cooperating) {
        return lines.stream()
                .filter(line -> line.contender().kind() != Kind.ORACLE)
                .filter(line -> line.contender().isCooperating() == cooperating)
                .toList();
    }

    /** Of those who may be compared: the peer with the most of it. */
    Line bestPeer(boolean cooperating, ToDoubleFunction<Line> figure) {
        return lines(cooperating).stream()
                .filter(line -> line.contender().kind() == Kind.PEER)
                .max(Comparator.comparingDouble(figure))
                .orElseThrow();
    }

    /**
     * What rejections leave to a server whose callers send all that is turned away again, as a share of what it can do: of a
     * load of l requests a second the server does g, and turns the rest away each time it is sent, g s + (l - g)(1 + r) c =
     * w, where s is the service, c a rejection, r the retries and w the workers. What succeeds at a later attempt was turned
     * away before, which this leaves out: the true ceiling is no higher.
     */
    double ceiling() {
        return ceilings()[0];
    }

    /** The goodput of a server that is held up by nothing but its rejections, in the unit of {@link Outcome#goodput}. */
    double goodputCeiling() {
        return ceilings()[1];
    }

    /** As a share of what the server can do in its trouble, and as one of what it can do when nothing is slow. */
    private double[] ceilings() {
        Scenario scenario = cell.scenario();
        Story story = scenario.story();
        double load = 0;
        double done = 0;
        for (Phase phase : story.phases().subList(story.from(), story.to())) {
            done += phase.seconds() * phase.slow();
            load += phase.seconds() * phase.load();
        }
        double seconds = (story.troubleEnds() - story.troubleBegins()) / 1e9;
        double service = scenario.serviceMillis() * done / seconds;
        double requests = load / seconds * scenario.capacity() / 1_000;
        double most = scenario.workers() / service;
        double full = scenario.capacity() / 1_000;
        if (requests <= most) {
            return new double[] {1, requests / full};
        }
        double rejections = (1 + scenario.retries()) * scenario.rejectionMillis();
        double left = Math.max(0, (scenario.workers() - requests * rejections) / (service - rejections));
        return new double[] {left / most, left / full};
    }
}
