package dev.heal.test.simulation;

import dev.heal.detect.ProbeFails;
import dev.heal.policy.Approval;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Limits;
import dev.heal.policy.Mode;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Scope;
import dev.heal.remediation.Failback;
import dev.heal.remediation.Risk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws the story of a seed that is about regions behind a router: spans short enough for a whole return. */
final class RegionScenarios {

    private static final String ROUTER = "shop";
    private static final double LIVE_BREAKERS = 0.4;
    private static final Duration QUIET = Duration.ofSeconds(75);
    private static final List<Fault> OFTEN = Stream.concat(
                    Scenarios.OFTEN.stream(),
                    Stream.of(
                            Fault.PROBE_LIES,
                            Fault.PROBE_HANGS,
                            Fault.HUMAN_PINS,
                            Fault.HUMAN_PINS,
                            Fault.HUMAN_PINS,
                            Fault.HUMAN_STOPS,
                            Fault.HUMAN_STOPS,
                            Fault.PROCESS_PAUSED,
                            Fault.UNDO_FAILS))
            .toList();

    private final long seed;
    private final Dice dice;

    RegionScenarios(long seed) {
        this.seed = seed;
        this.dice = new Dice(seed, "regions");
    }

    Scenario draw() {
        Duration length = dice.seconds(180, 240);
        long quiet = length.minus(QUIET).toNanos();
        Duration tick = Duration.ofMillis(dice.oneOf(List.of(500, 600, 700)));
        RegionPlan regions = regions(tick);
        Duration sustained = dice.seconds(2, 8);
        Failback failback =
                new Failback(dice.seconds(2, 5), dice.oneOf(List.of(0.25, 0.34, 0.5, 1.0)), dice.seconds(1, 12));
        List<Member> members = new ArrayList<>();
        for (RegionPlan.Place place : regions.places()) {
            members.add(member(regions.target(place.name()), sustained, failback));
        }
        List<Member> second = members.stream().map(this::changed).toList();
        List<String> names = members.stream().map(Member::name).toList();
        Limits limits = new Limits(
                new Budget(dice.between(3, 8), dice.seconds(60, 120)),
                dice.chance(0.5) ? Duration.ZERO : dice.seconds(1, 8),
                dice.chance(0.5) ? Duration.ZERO : dice.millis(300, 1500),
                Map.of(
                        ROUTER,
                        new Scope(
                                dice.between(0.0, 0.7), new Scope.Brake(dice.between(0.5, 0.8), dice.seconds(4, 15)))));
        return new Scenario(
                seed,
                World.Kind.ROUTED,
                length,
                tick,
                List.of(List.copyOf(members), second),
                limits,
                illnesses(names, sustained, failback, quiet),
                mishaps(names, quiet),
                quiet,
                regions);
    }

    private RegionPlan regions(Duration tick) {
        List<String> names = List.of("east", "west", "north").subList(0, dice.between(2, 3));
        boolean standsBy = dice.chance(0.6);
        int calls = dice.between(2, 6);
        double load = calls * 1000.0 / tick.toMillis();
        List<RegionPlan.Place> places = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            double weight = i == 0 ? 1 : standsBy ? 0 : dice.oneOf(List.of(1.0, 1.0, 2.0));
            double capacity = dice.chance(0.6) ? Double.NaN : load * dice.between(0.9, 2.5);
            places.add(new RegionPlan.Place(names.get(i), weight, capacity));
        }
        return new RegionPlan(
                ROUTER,
                List.copyOf(places),
                calls,
                new ProbeFails.Settings(dice.between(1, 3), dice.millis(400, 1000), Duration.ofSeconds(1)),
                dice.seconds(3, 5),
                // Of its own dice: no other thing that happens is another one for it.
                new Dice(seed, "breakers").chance(LIVE_BREAKERS));
    }

    // -- policies

    private Member member(String name, Duration sustained, Failback failback) {
        List<StepPlan> steps = new ArrayList<>();
        if (dice.chance(0.4)) {
            steps.add(step(Cure.Kind.RESTART, name, null, dice.chance(0.5) ? Duration.ZERO : dice.seconds(1, 4)));
        }
        steps.add(step(Cure.Kind.FAILOVER, name, failback, sustained));
        if (dice.chance(0.2)) {
            steps.add(step(Cure.Kind.RESET, name, null, dice.seconds(1, 8)));
        }
        return new Member(
                name,
                ROUTER,
                Set.of(),
                RegionPlan.DETECTORS,
                List.copyOf(steps),
                new Budget(dice.between(2, 4), dice.seconds(20, 90)),
                dice.seconds(2, 12),
                dice.chance(0.88) ? Mode.ACT : dice.chance(0.6) ? Mode.PROPOSE : Mode.OBSERVE,
                new Escalation(null, null, dice.seconds(20, 90)),
                new GiveUp(dice.between(2, 4), dice.between(3, 6), dice.seconds(60, 240)));
    }

    private StepPlan step(Cure.Kind cure, String target, @Nullable Failback failback, Duration sustained) {
        boolean moves = cure == Cure.Kind.FAILOVER;
        Duration settle = dice.chance(0.5) ? Duration.ZERO : dice.millis(200, 1500);
        Duration within = dice.seconds(4, 9);
        Duration hold = dice.seconds(1, 3);
        Duration longest = settle.plus(within).plus(hold);
        boolean asked = cure.risk() == Risk.DISRUPTIVE || dice.chance(0.08);
        return new StepPlan(
                cure,
                moves ? Set.of(target) : null,
                dice.chance(0.6) ? Set.of("region-probe") : Set.copyOf(RegionPlan.DETECTORS),
                sustained,
                !moves && dice.chance(0.35),
                settle,
                within,
                hold,
                dice.between(1, 3),
                dice.seconds(4, 8),
                asked ? new Approval(dice.seconds(10, 40), Approval.OnExpiry.SKIP) : null,
                null,
                new Safeguards(null, Set.of(), Set.of(), longest.plus(dice.seconds(10, 60))),
                dice.chance(0.5) || moves,
                moves || dice.chance(0.5),
                failback);
    }

    private Member changed(Member before) {
        return new Member(
                before.name(),
                before.scope(),
                before.dependsOn(),
                before.detectors(),
                before.steps(),
                new Budget(dice.between(1, 3), dice.seconds(20, 90)),
                dice.seconds(3, 20),
                before.mode(),
                before.escalation(),
                before.giveUp());
    }

    // -- what happens to the regions

    private List<Illness> illnesses(List<String> names, Duration sustained, Failback failback, long quiet) {
        List<Illness> all = new ArrayList<>();
        int count = dice.between(1, 3);
        for (int i = 0; i < count; i++) {
            String target = dice.chance(0.7) ? names.get(0) : dice.oneOf(names);
            long at = dice.seconds(3 + 35 * i, 15 + 35 * i).toNanos();
            switch (dice.between(0, 5)) {
                case 0 -> {
                    // Blips, none of which lasts.
                    int blips = dice.between(1, 5);
                    for (int blip = 0; blip < blips; blip++) {
                        Duration lasts = Duration.ofMillis(dice.between(300, (int) sustained.toMillis() - 300));
                        all.add(down(target, at, lasts, quiet));
                        at += lasts.plus(dice.seconds(5, 12)).toNanos();
                    }
                }
                case 1 -> {
                    // It is not the region.
                    for (String each : names) {
                        all.add(down(each, at + dice.millis(0, 4000).toNanos(), dice.seconds(10, 40), quiet));
                    }
                }
                case 2 -> {
                    // It comes back, and dies again on its way.
                    Duration lasts = dice.seconds(10, 25);
                    for (int death = 0; death < 3; death++) {
                        all.add(down(target, at, lasts, quiet));
                        long back =
                                failback.minimumStay().plus(failback.dwell()).toMillis();
                        at += lasts.plus(Duration.ofMillis(dice.between(500, (int) back + 8000)))
                                .toNanos();
                        lasts = dice.seconds(1, 12);
                    }
                }
                case 3 -> {
                    // Where the traffic has gone to dies too.
                    all.add(down(target, at, dice.seconds(25, 60), quiet));
                    String other = dice.oneOf(names);
                    all.add(down(other, at + dice.seconds(12, 25).toNanos(), dice.seconds(5, 30), quiet));
                }
                case 4 ->
                    all.add(new Illness(
                            target,
                            Illness.Kind.SLOW,
                            at,
                            Math.min(quiet, at + dice.seconds(10, 40).toNanos()),
                            needs()));
                default -> all.add(down(target, at, dice.seconds(15, 80), quiet));
            }
        }
        all.removeIf(illness -> illness.at() >= illness.until());
        all.sort(Comparator.comparingLong(Illness::at));
        return List.copyOf(all);
    }

    private Illness down(String target, long at, Duration lasts, long quiet) {
        return new Illness(target, Illness.Kind.DOWN, at, Math.min(quiet, at + lasts.toNanos()), needs());
    }

    /** A dead region seldom gets well by a restart. */
    private int needs() {
        return dice.chance(0.8) ? Illness.HOPELESS : dice.between(1, 2);
    }

    // -- what happens to heal

    private List<Mishap> mishaps(List<String> names, long quiet) {
        List<Mishap> all = new ArrayList<>();
        int count = dice.chance(0.35) ? 0 : dice.between(1, 4);
        for (int i = 0; i < count; i++) {
            Fault fault = dice.chance(0.6) ? dice.oneOf(OFTEN) : dice.oneOf(List.of(Fault.values()));
            long at = dice.seconds(1, 100).toNanos();
            Duration lasts = fault.isOfRegions() ? dice.seconds(3, 30) : Scenarios.lasts(fault, dice);
            if (at + lasts.toNanos() < quiet) {
                all.add(new Mishap(fault, at, lasts, dice.oneOf(names), dice.between(0, 1000)));
            }
        }
        all.sort(Comparator.comparingLong(Mishap::at));
        return List.copyOf(all);
    }
}
