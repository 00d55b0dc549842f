package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.heal.check.Check;
import dev.heal.detect.Detector;
import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.gate.Gates;
import dev.heal.guard.Breaker;
import dev.heal.guard.Guard;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.journal.DirectoryDisk;
import dev.heal.journal.Journal;
import dev.heal.observe.Observers;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Limits;
import dev.heal.policy.Mode;
import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import dev.heal.policy.Verification;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import dev.heal.resource.Readiness;
import dev.heal.signal.SlicedWindow;
import dev.heal.signal.Snapshot;
import dev.heal.time.Clock;
import dev.heal.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One target in a real loop that is driven by hand in virtual time; detectors and remediations do as the test says. */
final class Rig {

    static final Duration TICK = ofMillis(250);

    /** No warm-up and no jitter, so that a test says by itself when something starts. */
    static final Limits BARE = Limits.DEFAULT.warmUp(Duration.ZERO).jitter(Duration.ZERO);

    private static final GiveUp NEVER = new GiveUp(1_000, 1_000, Duration.ofHours(1));

    final ManualClock clock = new ManualClock();
    final Map<String, FakeDetector> detectors = new LinkedHashMap<>();
    final List<IncidentEvent> events = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private Budget budget = Budget.DEFAULT;
    private Duration cooldown = Policy.DEFAULT_COOLDOWN;
    private Mode mode = Mode.ACT;
    private Mode ceiling = Mode.ACT;
    private Workers workers = Workers.direct();
    private Breaker breaker;
    SlicedWindow window;
    Guard guard;
    HealLoop loop;
    FakeJournal journal = new FakeJournal(clock);
    Journal onDisk;
    Limits limits = BARE;
    GiveUp giveUp = NEVER;
    StopSwitch stopSwitch;
    private final List<TargetPlan> others = new ArrayList<>();

    Rig detector(String name) {
        detectors.put(name, new FakeDetector());
        return this;
    }

    Rig detector(String name, Duration over) {
        detectors.put(name, new FakeDetector(over));
        return this;
    }

    Rig step(Step step) {
        steps.add(step);
        return this;
    }

    Rig budget(int remediations, Duration per) {
        budget = new Budget(remediations, per);
        return this;
    }

    Rig cooldown(Duration cooldown) {
        this.cooldown = cooldown;
        return this;
    }

    Rig mode(Mode mode) {
        this.mode = mode;
        return this;
    }

    Rig ceiling(Mode ceiling) {
        this.ceiling = ceiling;
        return this;
    }

    Rig breaker(Breaker breaker) {
        this.breaker = breaker;
        return this;
    }

    Rig limits(Limits limits) {
        this.limits = limits;
        return this;
    }

    Rig giveUp(GiveUp giveUp) {
        this.giveUp = giveUp;
        return this;
    }

    /** Another target beside the rig's own, in no scope or in one. */
    Rig beside(TargetPlan plan) {
        others.add(plan);
        return this;
    }

    /** Another policy is written for the next start: it has no steps yet. */
    Rig anotherPolicy() {
        steps.clear();
        return this;
    }

    /** The process dies without a word, and another one starts with the same policy and the same disk. */
    Rig crashAndRestart() {
        journal = journal.reopened();
        return begin();
    }

    Rig workers(Workers workers) {
        this.workers = workers;
        return this;
    }

    Rig begin() {
        Policy policy = new Policy(
                new LinkedHashMap<>(detectors),
                steps,
                budget,
                cooldown,
                mode,
                ceiling,
                new Escalation("oncall", null, Duration.ofMinutes(5)),
                giveUp);
        Check check = Check.of("");
        policy.check(check);
        check.orThrow();
        window = new SlicedWindow(ofMillis(500), clock.nanos());
        guard = new Guard("orders", breaker == null ? Breaker.create("orders", clock, window) : breaker, window, clock);
        Observers observers = Observers.on(List.of((incident, event) -> events.add(event)), one -> Runnable::run);
        List<TargetPlan> plans = new ArrayList<>(List.of(new TargetPlan(guard, window, policy, Set.of())));
        plans.addAll(others);
        loop = new HealLoop(
                new Surroundings(
                        clock,
                        TICK,
                        workers,
                        observers,
                        onDisk == null ? journal : onDisk,
                        limits,
                        Gates.ALL,
                        stopSwitch,
                        7),
                plans);
        return run(ofSeconds(1));
    }

    /** A real journal that writes at once, so that virtual time does not run away from it. */
    static Journal journalIn(Path directory, Clock clock) throws IOException {
        return Journal.open(
                DirectoryDisk.open(directory),
                dev.heal.journal.Capacity.keeping(Duration.ofDays(30)),
                clock,
                Runnable::run);
    }

    /** Lets so much time pass, tick by tick. */
    Rig run(Duration span) {
        for (long i = 0; i < span.dividedBy(TICK); i++) {
            clock.advance(TICK);
            loop.work();
        }
        return this;
    }

    Rig sick(String detector) {
        detectors.get(detector).verdict = Verdict.unhealthy(Evidence.of(detector + " is bad"));
        return this;
    }

    Rig well(String detector) {
        detectors.get(detector).verdict = Verdict.healthy();
        return this;
    }

    Rig unknown(String detector) {
        detectors.get(detector).verdict = Verdict.inconclusive("no calls");
        return this;
    }

    Incident incident() {
        return loop.incidents().all().get(0);
    }

    List<Type> types() {
        return events.stream().map(IncidentEvent::type).toList();
    }

    Stream<IncidentEvent> events(Type type) {
        return events.stream().filter(event -> event.type() == type);
    }

    List<String> texts(Type type) {
        return events(type).map(IncidentEvent::text).toList();
    }

    static Step step(String name, Remediation remediation, String... when) {
        return new Step(
                name,
                remediation,
                Set.of(when),
                Duration.ZERO,
                Verification.detectors().within(ofSeconds(10)).hold(ofSeconds(3)),
                1,
                ofSeconds(20),
                null,
                null);
    }

    /** Says what it was told to say. */
    static class FakeDetector implements Detector {
        volatile Verdict verdict = Verdict.healthy();
        private final Duration over;

        FakeDetector() {
            this(Duration.ZERO);
        }

        FakeDetector(Duration over) {
            this.over = over;
        }

        @Override
        public Verdict judge(Snapshot snapshot) {
            return verdict;
        }

        @Override
        public Duration over() {
            return over;
        }
    }

    /** Does what it was told to do, and counts. */
    static class FakeRemediation implements Remediation {
        final String name;
        Readiness readiness = Readiness.ready();
        Runnable action = () -> {};
        Undo undo = Undo.NOTHING;
        int checked;
        int applied;

        FakeRemediation(String name) {
            this.name = name;
        }

        FakeRemediation doing(Runnable action) {
            this.action = action;
            return this;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Risk risk() {
            return undo == Undo.NOTHING ? Risk.RESTORATIVE : Risk.REVERSIBLE;
        }

        @Override
        public Readiness ready(RemediationContext context) {
            checked++;
            return readiness;
        }

        @Override
        public Undo apply(RemediationContext context) {
            applied++;
            action.run();
            return undo;
        }
    }
}
