package dev.heal.test.simulation;

import dev.heal.detect.ProbeFails;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.journal.Entry;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Limits;
import dev.heal.policy.Mode;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Scope;
import dev.heal.policy.Verification;
import dev.heal.remediation.Failback;
import dev.heal.remediation.FailoverRegion;
import dev.heal.test.simulation.Seen.Shift;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One of the great outages, retold to a service in several regions whose policy is what heal does if nobody says more. */
final class Outage {

    private static final String ROUTER = "shop";
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int CALLS = 10;

    /** How many calls a second there are. */
    static final double LOAD = CALLS * 1000.0 / TICK.toMillis();

    private final Duration length;
    private final List<RegionPlan.Place> places = new ArrayList<>();
    private final List<Illness> illnesses = new ArrayList<>();
    private boolean withdraws;
    private Parts parts = Parts.REAL.storage(seed -> new DiskStorage());

    private Outage(Duration length) {
        this.length = length;
    }

    static Outage of(Duration length) {
        return new Outage(length);
    }

    Outage region(String name, double weight) {
        return region(name, weight, Double.NaN);
    }

    /** @param capacity calls a second */
    Outage region(String name, double weight, double capacity) {
        places.add(new RegionPlan.Place(name, weight, capacity));
        return this;
    }

    /** The region answers no call from then on, for so long. */
    Outage dies(String region, Duration at, Duration lasts) {
        illnesses.add(new Illness(
                ROUTER + "@" + region,
                Illness.Kind.DOWN,
                at.toNanos(),
                at.plus(lasts).toNanos(),
                Illness.HOPELESS));
        return this;
    }

    /** A second step takes the instance itself out of service. */
    Outage withdraws() {
        withdraws = true;
        return this;
    }

    Outage parts(Parts other) {
        parts = other.storage(seed -> new DiskStorage());
        return this;
    }

    // -- what comes of it

    /** A story that has been told, and the same without heal. */
    record Told(Story with, Story without) {

        List<Seen.Shifted> shifts(Shift kind) {
            return with.trace()
                    .each(Seen.Shifted.class)
                    .filter(shifted -> shifted.shift() == kind)
                    .toList();
        }

        /** How often what had come back was taken away again. */
        long flaps() {
            double before = 1;
            long flaps = 0;
            for (Seen.Shifted shifted : with.trace().each(Seen.Shifted.class).toList()) {
                flaps += shifted.shift() == Shift.ADMIT && shifted.admitted() < before ? 1 : 0;
                before = shifted.admitted();
            }
            return flaps;
        }

        List<Seen.Told> told(Type type) {
            return with.trace()
                    .each(Seen.Told.class)
                    .filter(told -> told.event().type() == type)
                    .toList();
        }

        /** The time from the first illness to the first such event. */
        Duration after(Type type) {
            return after(told(type).get(0).at());
        }

        Duration after(long at) {
            long fellIll = with.trace()
                    .each(Seen.FellIll.class)
                    .findFirst()
                    .orElseThrow()
                    .at();
            return Duration.ofNanos(at - fellIll);
        }

        List<Entry> journal() {
            return with.storage().survivors();
        }
    }

    Told tell(long seed) {
        try (Carriers carriers = new Carriers()) {
            Scenario scenario = scenario(seed);
            Story without = new Story(scenario, parts, carriers, seen -> false);
            without.tell(false);
            Story with = new Story(scenario, parts, carriers, seen -> false);
            with.tell(true);
            return new Told(with, without);
        }
    }

    private Scenario scenario(long seed) {
        RegionPlan regions = new RegionPlan(
                ROUTER,
                List.copyOf(places),
                CALLS,
                new ProbeFails.Settings(3, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                Duration.ofSeconds(10),
                true);
        List<Member> members = places.stream()
                .map(place -> member(regions.target(place.name())))
                .toList();
        return new Scenario(
                seed,
                World.Kind.ROUTED,
                length,
                TICK,
                List.of(members, members),
                new Limits(Limits.DEFAULT.budget(), Duration.ZERO, Duration.ZERO, Map.of(ROUTER, Scope.DEFAULT)),
                illnesses,
                List.of(),
                length.toNanos(),
                regions);
    }

    private Member member(String target) {
        Stream<StepPlan> steps = Stream.of(step(Cure.Kind.FAILOVER, Set.of(target), Failback.DEFAULT));
        if (withdraws) {
            steps = Stream.concat(steps, Stream.of(step(Cure.Kind.MOVE, null, null)));
        }
        return new Member(
                target,
                ROUTER,
                Set.of(),
                RegionPlan.DETECTORS,
                steps.toList(),
                Budget.DEFAULT,
                Duration.ofSeconds(60),
                Mode.ACT,
                Escalation.DEFAULT,
                GiveUp.DEFAULT);
    }

    private static StepPlan step(Cure.Kind cure, @Nullable Set<String> takesAway, @Nullable Failback failback) {
        return new StepPlan(
                cure,
                takesAway,
                failback == null ? Set.of("region-probe") : Set.copyOf(RegionPlan.DETECTORS),
                failback == null ? Duration.ofSeconds(10) : FailoverRegion.DEFAULT_SUSTAINED,
                false,
                Verification.DEFAULT.settle(),
                Verification.DEFAULT.within(),
                Verification.DEFAULT.hold(),
                1,
                Duration.ofSeconds(20),
                null,
                null,
                Safeguards.DEFAULT,
                false,
                true,
                failback);
    }
}
