package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.gate.Gates;
import dev.heal.guard.Breaker;
import dev.heal.guard.Guard;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.loop.Rig.FakeDetector;
import dev.heal.observe.Observers;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Limits;
import dev.heal.policy.Mode;
import dev.heal.policy.Policy;
import dev.heal.policy.Scope;
import dev.heal.policy.Step;
import dev.heal.signal.SlicedWindow;
import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Several targets of one scope in a real loop that is driven by hand in virtual time; each has the one detector "bad". */
final class Fleet {

    /** An event and whose it is. */
    record Told(String target, IncidentEvent event) {}

    final ManualClock clock = new ManualClock();
    FakeJournal journal = new FakeJournal(clock);
    final List<Told> story = new ArrayList<>();
    private final Map<String, FakeDetector> detectors = new LinkedHashMap<>();
    private final List<TargetPlan> plans = new ArrayList<>();
    Limits limits = Rig.BARE.budget(new Budget(1_000, ofMinutes(10)));
    Mode mode = Mode.ACT;
    GiveUp giveUp = new GiveUp(1_000, 1_000, ofMinutes(30));
    Workers workers = Workers.direct();
    HealLoop loop;

    Fleet rule(Scope rule) {
        limits = limits.scopes(Map.of("fleet", rule));
        return this;
    }

    Fleet member(String name, Step... steps) {
        FakeDetector detector = new FakeDetector();
        detectors.put(name, detector);
        Policy policy = new Policy(
                Map.of("bad", detector),
                List.of(steps),
                new Budget(1_000, ofMinutes(10)),
                ofSeconds(1),
                mode,
                Mode.ACT,
                Escalation.DEFAULT,
                giveUp);
        SlicedWindow window = new SlicedWindow(ofMillis(500), clock.nanos());
        Guard guard = new Guard(name, Breaker.create(name, clock, window), window, clock);
        plans.add(new TargetPlan(guard, window, policy, Set.of(), "fleet"));
        return this;
    }

    Fleet begin() {
        Observers observers = Observers.on(
                List.of((incident, event) -> story.add(new Told(incident.target(), event))), one -> Runnable::run);
        loop = new HealLoop(
                new Surroundings(clock, Rig.TICK, workers, observers, journal, limits, Gates.ALL, null, 7), plans);
        return run(ofSeconds(1));
    }

    Fleet run(Duration span) {
        for (long i = 0; i < span.dividedBy(Rig.TICK); i++) {
            clock.advance(Rig.TICK);
            loop.work();
        }
        return this;
    }

    Fleet sick(String... members) {
        for (String member : members) {
            detectors.get(member).verdict = Verdict.unhealthy(Evidence.of(member + " is bad"));
        }
        return this;
    }

    Fleet well(String... members) {
        for (String member : members) {
            detectors.get(member).verdict = Verdict.healthy();
        }
        return this;
    }

    Fleet unknown(String member) {
        detectors.get(member).verdict = Verdict.inconclusive("no calls");
        return this;
    }

    List<String> texts(String member, Type type) {
        return story.stream()
                .filter(told -> told.target().equals(member) && told.event().type() == type)
                .map(told -> told.event().text())
                .toList();
    }

    /** Whose events of that type there were, in this order. */
    List<String> whose(Type type) {
        return story.stream()
                .filter(told -> told.event().type() == type)
                .map(Told::target)
                .toList();
    }

    Incident incidentOf(String member) {
        return loop.incidents().all().stream()
                .filter(incident -> incident.target().equals(member))
                .findFirst()
                .orElseThrow();
    }
}
