package dev.heal.benchmarks.overload;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One line of a table: a gate, and how its callers behave.
 *
 * @param name the gate's
 */
record Contender(String name, Kind kind, Manners manners, Function<Desk, Gate> creator) {

    enum Kind {
        ORACLE,
        PEER,
        HEAL
    }

    static final String EXECUTOR = "heal, executor";
    static final String ROUND_TRIPS = "heal, round trips";
    static final String WEB_FILTER = "heal, web filter";
    static final String DEADLINES = "heal, executor, told deadlines";

    /** Those that are judged. */
    static final List<String> MODES = List.of(EXECUTOR, ROUND_TRIPS, WEB_FILTER);

    static final Contender ORACLE = new Contender("oracle", Kind.ORACLE, Manners.PLAIN, Oracle::new);

    private static final List<Contender> PEERS = List.of(
            peer("none", NoGate::new),
            peer("bounded queue", BoundedQueue::new),
            peer("Resilience4j Bulkhead", BulkheadGate::new),
            peer("Resilience4j RateLimiter", RateLimiterGate::new),
            peer("Vegas", LimiterGate::vegas),
            peer("Gradient2", LimiterGate::gradient2),
            peer("Gradient2, windowed", LimiterGate::windowed),
            peer("AIMD", LimiterGate::aimd),
            peer("Gradient2, partitioned", LimiterGate::partitioned),
            peer("CoDel + LIFO", CodelLifo::new));

    private static final List<Contender> HEAL = List.of(
            heal(EXECUTOR, HealGate::executor),
            heal(ROUND_TRIPS, HealGate::roundTrips),
            heal(WEB_FILTER, HealGate::webFilter),
            heal(DEADLINES, HealGate::executorWithDeadlines));

    /** The oracle first, then those whose callers behave as ever, then the same with callers that cooperate. */
    static List<Contender> all() {
        return Stream.of(
                        Stream.of(ORACLE),
                        HEAL.stream(),
                        PEERS.stream(),
                        HEAL.stream().map(each -> each.with(Manners.HEEDING)),
                        HEAL.stream()
                                .filter(each -> !each.name.equals(DEADLINES))
                                .map(each -> each.with(Manners.BUDGET)),
                        PEERS.stream().map(each -> each.with(Manners.BUDGET)))
                .flatMap(each -> each)
                .toList();
    }

    static Contender of(String name, Manners manners) {
        return all().stream()
                .filter(each -> each.name.equals(name) && each.manners == manners)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no contestant " + name + " with " + manners));
    }

    private static Contender peer(String name, Function<Desk, Gate> creator) {
        return new Contender(name, Kind.PEER, Manners.PLAIN, creator);
    }

    private static Contender heal(String name, Function<Desk, Gate> creator) {
        return new Contender(name, Kind.HEAL, Manners.PLAIN, creator);
    }

    private Contender with(Manners other) {
        return new Contender(name, kind, other, creator);
    }

    Gate gate(Desk desk) {
        return creator.apply(desk);
    }

    /** Heal's callers cooperate in two ways, its peers' in one. */
    String label() {
        return kind == Kind.HEAL && manners == Manners.BUDGET ? name + ", budget alone" : name;
    }

    boolean isCooperating() {
        return manners != Manners.PLAIN;
    }
}
