package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.heal.check.Check;
import dev.heal.detect.Detector;
import dev.heal.detect.Detectors;
import dev.heal.detect.Probe;
import dev.heal.detect.ProbeFails;
import dev.heal.gate.Gates;
import dev.heal.guard.CallRejectedException;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.observe.Observers;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Mode;
import dev.heal.policy.Policy;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Step;
import dev.heal.policy.Verification;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import dev.heal.remediation.Failback;
import dev.heal.remediation.FailoverRegion;
import dev.heal.remediation.Remediation;
import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** A service in several regions that live and die as the test says, under a real router and a real loop in virtual time. */
final class Regions {

    static final Duration TICK = ofMillis(250);

    private static final double CALLS_A_TICK = 10;

    /** One place: whether it answers, and what came there. */
    static final class Place implements Probe {
        final String name;
        boolean alive = true;
        boolean lies;
        int calls;
        int asked;
        int rejected;

        Place(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void ask(Duration limit) throws Exception {
            asked++;
            if (!alive && !lies) {
                throw new java.io.IOException("connection refused");
            }
        }
    }

    final ManualClock clock = new ManualClock();
    final Map<String, Place> places = new LinkedHashMap<>();
    final List<IncidentEvent> events = new ArrayList<>();
    final Map<String, Double> capacities = new HashMap<>();
    final Map<String, Double> weights = new HashMap<>();
    FakeJournal journal = new FakeJournal(clock);
    RegionRouter<Place> router;
    HealLoop loop;
    int lost;
    private Duration sustained = ofSeconds(3);
    private Failback failback = new Failback(ofSeconds(10), 0.25, ofSeconds(10));
    private Duration timeToLive = Duration.ofMinutes(30);
    private Verification verification =
            Verification.detectors().within(ofSeconds(10)).hold(ofSeconds(3));
    private Mode mode = Mode.ACT;
    private GiveUp giveUp = new GiveUp(1_000, 1_000, Duration.ofHours(1));
    private Function<Region<Place>, Remediation> remediation;

    Regions(String... names) {
        for (String name : names) {
            places.put(name, new Place(name));
            weights.put(name, places.size() == 1 ? 1.0 : 0.0);
            capacities.put(name, Double.NaN);
        }
        remediation = region -> FailoverRegion.of(region).failback(failback);
    }

    Regions sustained(Duration span) {
        sustained = span;
        return this;
    }

    Regions failback(Failback how) {
        failback = how;
        return this;
    }

    Regions timeToLive(Duration span) {
        timeToLive = span;
        return this;
    }

    Regions mode(Mode what) {
        mode = what;
        return this;
    }

    Regions giveUp(GiveUp when) {
        giveUp = when;
        return this;
    }

    Regions begin() {
        return start().run(ofSeconds(15));
    }

    private Regions start() {
        Random random = new Random(7);
        RegionRouter.Builder<Place> builder = RegionRouter.<Place>named("inventory")
                .probe(place -> place)
                .probing(2, ofSeconds(1), ofSeconds(1))
                .clock(clock)
                .random(random::nextDouble);
        places.values()
                .forEach(place ->
                        builder.region(place.name, place, weights.get(place.name), capacities.get(place.name)));
        router = builder.build();
        List<TargetPlan> plans = router.regions().stream().map(this::plan).toList();
        loop = new HealLoop(
                new Surroundings(
                        clock,
                        TICK,
                        Workers.direct(),
                        Observers.on(List.of((incident, event) -> events.add(event)), one -> Runnable::run),
                        journal,
                        Rig.BARE,
                        Gates.ALL,
                        null,
                        7),
                plans);
        return this;
    }

    private TargetPlan plan(Region<Place> region) {
        Map<String, Detector> detectors = new LinkedHashMap<>();
        detectors.put("region-probe", new ProbeFails(region.probe(), router.probing()));
        detectors.put("errors", Detectors.failureRate().over(ofSeconds(2)).minimumCalls(10));
        Step move = new Step(
                "move",
                remediation.apply(region),
                Set.of(),
                sustained,
                verification,
                1,
                ofSeconds(20),
                null,
                null,
                new Safeguards(null, Set.of(), Set.of(), timeToLive));
        Policy policy = new Policy(
                detectors,
                List.of(move),
                new Budget(3, Duration.ofMinutes(10)),
                ofSeconds(60),
                mode,
                Mode.ACT,
                new Escalation("oncall", null, Duration.ofMinutes(5)),
                giveUp);
        Check check = Check.of("");
        policy.check(check);
        check.orThrow();
        region.guard().breaker().arm(); // as when heal starts
        return new TargetPlan(region.guard(), region.window(), policy, Set.of(), "inventory", region);
    }

    /** The process dies without a word, and another one with the same disk runs for so long. */
    Regions crashAndRestart(Duration span) {
        journal = journal.reopened();
        return start().run(span);
    }

    Regions die(String... names) {
        for (String name : names) {
            place(name).alive = false;
        }
        return this;
    }

    Regions live(String... names) {
        for (String name : names) {
            place(name).alive = true;
        }
        return this;
    }

    Place place(String name) {
        return places.get(name);
    }

    /** Lets so much time pass, tick by tick, with calls coming all the while. */
    Regions run(Duration span) {
        for (long i = 0; i < span.dividedBy(TICK); i++) {
            clock.advance(TICK);
            for (int call = 0; call < CALLS_A_TICK; call++) {
                call();
            }
            loop.work();
        }
        return this;
    }

    private void call() {
        Region<Place> region = router.pick();
        Place place = region.resource();
        try {
            region.guard().run(() -> {
                place.calls++;
                if (!place.alive) {
                    throw new java.io.IOException("connection refused");
                }
            });
        } catch (CallRejectedException rejected) {
            place.rejected++;
            lost++;
        } catch (java.io.IOException down) {
            lost++;
        }
    }

    double share(String name) {
        return router.shares().get(name);
    }

    /** The latest incident of the region. */
    Incident incident(String name) {
        return loop.incidents().all().stream()
                .filter(incident -> incident.target().equals("inventory@" + name))
                .findFirst()
                .orElseThrow();
    }

    List<String> texts(Type type) {
        return events.stream()
                .filter(event -> event.type() == type)
                .map(IncidentEvent::text)
                .toList();
    }

    long count(Type type) {
        return texts(type).size();
    }
}
