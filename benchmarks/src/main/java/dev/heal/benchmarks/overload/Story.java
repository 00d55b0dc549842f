package dev.heal.benchmarks.overload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What load comes when, and when the server is slow: a warm-up, the trouble, and what follows.
 *
 * @param phases in their order
 * @param from the first phase of the trouble
 * @param to the first phase that follows it
 */
record Story(List<Phase> phases, int from, int to) {

    /** What is load in ordinary times. */
    static final double ORDINARY = 0.8;

    private static final double WARM_UP = 10;
    private static final double TROUBLE = 30;

    /** Time to see a recovery of 20 s that holds for 5 s, and the last retries of those who were there. */
    private static final double AFTER = 32;

    Story {
        phases = List.copyOf(phases);
        if (from < 1 || to <= from || to >= phases.size()) {
            throw new IllegalArgumentException("a story needs a warm-up, trouble and what follows; this one has "
                    + phases.size() + " phases, with the trouble from " + from + " to " + to);
        }
    }

    private static Story of(double background, Phase... trouble) {
        List<Phase> phases = new ArrayList<>();
        phases.add(new Phase(WARM_UP, background, 1));
        Collections.addAll(phases, trouble);
        phases.add(new Phase(AFTER, background, 1));
        return new Story(phases, 1, phases.size() - 1);
    }

    /** So many times what the server can do. */
    static Story surge(double load) {
        return of(ORDINARY, new Phase(TROUBLE, load, 1));
    }

    /** No trouble at all. */
    static Story steady() {
        return surge(ORDINARY);
    }

    /** What the server depends on is slow. */
    static Story slow(double times, double load) {
        return of(ORDINARY, new Phase(20, load, times));
    }

    /** Half a second of this, half a second of that. */
    static Story bursts(double on, double off) {
        Phase[] trouble = new Phase[60];
        for (int i = 0; i < trouble.length; i++) {
            trouble[i] = new Phase(0.5, i % 2 == 0 ? on : off, 1);
        }
        return of(ORDINARY, trouble);
    }

    /** The way there was cut for a while; then all come within half a second, beside half the usual load. */
    static Story herd(double outage, double crowd) {
        double background = 0.5;
        List<Phase> phases = List.of(
                new Phase(WARM_UP, background, 1),
                new Phase(outage, 0, 1),
                new Phase(0.5, background + crowd / 0.5, 1),
                new Phase(AFTER, background, 1));
        return new Story(phases, 2, 3); // the trouble ends with the crowd: what follows is recovery
    }

    /** As long as is needed for about so many requests, where the whole has more; never so short that nothing is seen. */
    Story of(double perSecond, double most) {
        double requests = 0;
        for (Phase phase : phases) {
            requests += phase.seconds() * phase.load() * perSecond;
        }
        if (requests <= most || phases.size() != 3) {
            return this;
        }
        double share = Math.max(0.25, most / requests);
        Phase warmUp = phases.get(0);
        Phase trouble = phases.get(1);
        Phase after = phases.get(2);
        return new Story(
                List.of(
                        new Phase(Math.max(5, warmUp.seconds() * share), warmUp.load(), warmUp.slow()),
                        new Phase(Math.max(6, trouble.seconds() * share), trouble.load(), trouble.slow()),
                        new Phase(Math.max(16, after.seconds() * share), after.load(), after.slow())),
                1,
                2);
    }

    /** Nanoseconds from the start. */
    long troubleBegins() {
        return until(from);
    }

    long troubleEnds() {
        return until(to);
    }

    long ends() {
        return until(phases.size());
    }

    private long until(int phase) {
        return phases.subList(0, phase).stream().mapToLong(Phase::nanos).sum();
    }
}
