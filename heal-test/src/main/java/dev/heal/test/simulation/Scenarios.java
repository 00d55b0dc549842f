package dev.heal.test.simulation;

import dev.heal.policy.Approval;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Limits;
import dev.heal.policy.Mode;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Scope;
import dev.heal.remediation.Risk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws the story of a seed: small numbers and short spans, so that limits are met within minutes. */
final class Scenarios {

    private static final String SCOPE = "shop";
    private static final Duration QUIET = Duration.ofSeconds(65);
    /** What finds most. */
    static final List<Fault> OFTEN = List.of(
            Fault.CRASH,
            Fault.CRASH,
            Fault.CRASH,
            Fault.HUMAN_STOPS,
            Fault.HUMAN_ABORTS,
            Fault.HUMAN_DENIES,
            Fault.STOP_FILE,
            Fault.DETECTOR_UNKNOWN,
            Fault.DETECTOR_UNKNOWN,
            Fault.REMEDIATION_HANGS);

    private static final List<Fault> EVERYWHERE =
            Stream.of(Fault.values()).filter(fault -> !fault.isOfRegions()).toList();

    private final long seed;
    private final Dice dice;
    private final World.Kind kind;

    Scenarios(long seed) {
        this.seed = seed;
        this.dice = new Dice(seed, "scenario");
        this.kind = dice.oneOf(List.of(World.Kind.POOL, World.Kind.SERVICES, World.Kind.REGIONS));
    }

    Scenario draw() {
        Duration length = dice.seconds(125, 185);
        long quiet = length.minus(QUIET).toNanos();
        List<String> names = names();
        List<Member> first = new ArrayList<>();
        for (String name : names) {
            first.add(member(name, names));
        }
        List<Member> second = first.stream().map(this::changed).toList();
        Limits limits = new Limits(
                new Budget(dice.between(2, 6), dice.seconds(60, 180)),
                dice.chance(0.5) ? Duration.ZERO : dice.seconds(1, 15),
                dice.chance(0.3) ? Duration.ZERO : dice.millis(500, 3000),
                Map.of(
                        SCOPE,
                        new Scope(
                                dice.between(0.0, 0.75),
                                new Scope.Brake(dice.between(0.3, 0.8), dice.seconds(4, 20)))));
        return new Scenario(
                seed,
                kind,
                length,
                Duration.ofMillis(dice.oneOf(List.of(500, 600, 700))),
                List.of(List.copyOf(first), second),
                limits,
                illnesses(names, quiet),
                mishaps(first, quiet),
                quiet,
                null);
    }

    private List<String> names() {
        return switch (kind) {
            case POOL -> List.of("orders");
            case SERVICES -> List.of("db", "api", "web", "mail").subList(0, dice.between(2, 4));
            case REGIONS, ROUTED -> List.of("eu", "us", "ap", "sa").subList(0, dice.between(2, 4));
        };
    }

    // -- policies

    private Member member(String name, List<String> all) {
        boolean root = name.equals("db");
        Set<String> dependsOn = kind == World.Kind.SERVICES && !root ? Set.of("db") : Set.of();
        List<StepPlan> steps = new ArrayList<>();
        for (Cure.Kind cure : cures()) {
            steps.add(step(cure, name, all));
        }
        return new Member(
                name,
                kind == World.Kind.REGIONS ? SCOPE : null,
                dependsOn,
                List.of("down", "slow", "busy"),
                List.copyOf(steps),
                new Budget(dice.between(1, 3), dice.seconds(20, 120)),
                dice.seconds(3, 25),
                mode(),
                new Escalation(dice.chance(0.5) ? "oncall" : null, null, dice.seconds(20, 90)),
                new GiveUp(dice.between(1, 3), dice.between(2, 4), dice.seconds(60, 240)));
    }

    private List<Cure.Kind> cures() {
        List<Cure.Kind> all = new ArrayList<>(
                switch (kind) {
                    case POOL -> List.of(Cure.Kind.RESTART, Cure.Kind.SHED, Cure.Kind.RESET);
                    case SERVICES -> List.of(Cure.Kind.RESTART, Cure.Kind.SHED, Cure.Kind.RESET);
                    case REGIONS, ROUTED ->
                        List.of(Cure.Kind.MOVE, Cure.Kind.ROLL, Cure.Kind.SHED, Cure.Kind.RESTART, Cure.Kind.RESET);
                });
        for (int i = all.size() - 1; i > 0; i--) {
            if (dice.chance(0.25)) {
                all.remove(i);
            }
        }
        if (dice.chance(0.3)) {
            all.add(0, all.remove(all.size() - 1));
        }
        return all;
    }

    private Mode mode() {
        return dice.chance(0.82) ? Mode.ACT : dice.chance(0.6) ? Mode.PROPOSE : Mode.OBSERVE;
    }

    private StepPlan step(Cure.Kind cure, String target, List<String> all) {
        Duration settle = dice.chance(0.5) ? Duration.ZERO : dice.millis(200, 1500);
        Duration within = dice.seconds(3, 8);
        Duration hold = dice.seconds(1, 3);
        Duration longest = settle.plus(within).plus(hold);
        List<String> others = all.stream().filter(name -> !name.equals(target)).toList();
        Safeguards safeguards = new Safeguards(
                dice.chance(0.3) ? new Budget(dice.between(1, 2), dice.seconds(20, 90)) : null,
                dice.chance(0.4) ? Set.of(dice.oneOf(List.of("down", "slow", "busy"))) : Set.of(),
                !others.isEmpty() && dice.chance(0.25) ? Set.of(dice.oneOf(others)) : Set.of(),
                longest.plus(dice.seconds(5, 25)));
        boolean asked = cure.risk() == Risk.DISRUPTIVE || dice.chance(0.1);
        return new StepPlan(
                cure,
                takesAway(cure, target, others),
                dice.chance(0.15) && cure != Cure.Kind.SHED ? Set.of("down") : cure.when(),
                dice.chance(0.5) ? Duration.ZERO : dice.seconds(1, 8),
                dice.chance(0.35),
                settle,
                within,
                hold,
                dice.between(1, 3),
                dice.seconds(3, 8),
                asked
                        ? new Approval(
                                dice.seconds(10, 40),
                                dice.chance(0.5) ? Approval.OnExpiry.SKIP : Approval.OnExpiry.ESCALATE)
                        : null,
                dice.chance(0.1) ? mode() : null,
                safeguards,
                dice.chance(0.5),
                dice.chance(0.5),
                null);
    }

    private @Nullable Set<String> takesAway(Cure.Kind cure, String target, List<String> others) {
        if (cure == Cure.Kind.MOVE) {
            return dice.chance(0.1) ? dice.oneOf(List.of(Set.of(), Set.of("nowhere"))) : Set.of(target);
        }
        if (cure == Cure.Kind.ROLL) {
            return others.size() > 1 && dice.chance(0.3) ? Set.copyOf(others) : Set.of(dice.oneOf(others));
        }
        return null;
    }

    /** What a team would change after an outage: how often, how soon, how long. */
    private Member changed(Member before) {
        return new Member(
                before.name(),
                before.scope(),
                before.dependsOn(),
                before.detectors(),
                before.steps(),
                new Budget(dice.between(1, 3), dice.seconds(20, 120)),
                dice.seconds(3, 45),
                before.mode(),
                before.escalation(),
                before.giveUp());
    }

    // -- what happens to the targets

    private List<Illness> illnesses(List<String> names, long quiet) {
        List<Illness> all = new ArrayList<>();
        int count = dice.between(1, 4);
        for (int i = 0; i < count; i++) {
            String target = dice.oneOf(names);
            long at = dice.seconds(2, 20 + 15 * i).toNanos();
            switch (dice.between(0, 5)) {
                case 0 -> all.add(illness(target, at, dice.seconds(1, 8), quiet));
                case 1, 2 -> all.add(illness(target, at, dice.seconds(40, 120), quiet));
                case 3 -> {
                    int flaps = dice.between(2, 6);
                    for (int flap = 0; flap < flaps; flap++) {
                        all.add(illness(target, at, dice.seconds(2, 6), quiet));
                        at += dice.seconds(8, 20).toNanos();
                    }
                }
                case 4 -> {
                    // Of a common cause.
                    for (String each : names) {
                        all.add(illness(each, at + dice.millis(0, 3000).toNanos(), dice.seconds(10, 60), quiet));
                    }
                }
                default ->
                    all.add(new Illness(
                            target,
                            Illness.Kind.BUSY,
                            at,
                            Math.min(quiet, at + dice.seconds(10, 60).toNanos()),
                            Illness.HOPELESS));
            }
        }
        all.removeIf(illness -> illness.at() >= illness.until());
        all.sort(Comparator.comparingLong(Illness::at));
        return List.copyOf(all);
    }

    private Illness illness(String target, long at, Duration lasts, long quiet) {
        Illness.Kind kind = dice.chance(0.75) ? Illness.Kind.DOWN : Illness.Kind.SLOW;
        int needs = dice.chance(0.6) ? 1 : dice.chance(0.5) ? dice.between(2, 3) : Illness.HOPELESS;
        return new Illness(target, kind, at, Math.min(quiet, at + lasts.toNanos()), needs);
    }

    // -- what happens to heal

    private List<Mishap> mishaps(List<Member> members, long quiet) {
        List<Mishap> all = new ArrayList<>();
        if (dice.chance(0.15)) {
            return all;
        }
        int count = dice.between(1, 5);
        for (int i = 0; i < count; i++) {
            Fault fault = dice.chance(0.35) ? dice.oneOf(OFTEN) : dice.oneOf(EVERYWHERE);
            Member member = dice.oneOf(members);
            long at = dice.seconds(1, 60).toNanos();
            Duration lasts = lasts(fault);
            if (at + lasts.toNanos() < quiet) {
                all.add(new Mishap(fault, at, lasts, member.name(), dice.between(0, 1000)));
            }
        }
        all.sort(Comparator.comparingLong(Mishap::at));
        return List.copyOf(all);
    }

    private Duration lasts(Fault fault) {
        return lasts(fault, dice);
    }

    static Duration lasts(Fault fault, Dice dice) {
        return switch (fault) {
            case PROCESS_PAUSED -> dice.chance(0.5) ? dice.seconds(25, 35) : dice.seconds(1, 8);
            case TICKS_LATE, TICKS_BUNCHED -> dice.seconds(1, 4);
            case CRASH, RESTART_CHANGED -> dice.seconds(1, 15);
            case CLOCK_HOUR, CLOCK_DECADE -> dice.seconds(5, 60);
            case REMEDIATION_HANGS, REMEDIATION_IGNORES_INTERRUPT -> dice.seconds(10, 60);
            case SAMPLERS_STARVED, DETECTOR_HANGS -> dice.seconds(3, 25);
            case HUMAN_STOPS, HUMAN_SETS_MODE, STOP_FILE -> dice.seconds(5, 60);
            default -> dice.seconds(5, 60);
        };
    }

    /** In the order of drawing. */
    static Map<String, Member> byName(List<Member> members) {
        Map<String, Member> all = new LinkedHashMap<>();
        members.forEach(member -> all.put(member.name(), member));
        return all;
    }
}
