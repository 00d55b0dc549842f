package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.heal.detect.Detector;
import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.gate.Gates;
import dev.heal.guard.Breaker;
import dev.heal.guard.Guard;
import dev.heal.incident.Decision;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.journal.Journal;
import dev.heal.observe.Observers;
import dev.heal.policy.Approval;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The smallest real loop: one target that is always sick, one step for it. The one place that knows how a loop is made. */
final class StressLoop {

    static final String TARGET = "orders";
    private static final Duration TICK = ofMillis(250);
    private static final Duration EXPIRES = ofSeconds(1);
    private static final int PATIENCE = 100;

    final ManualClock clock = new ManualClock();
    /** Pieces of a remediation's work that wait for a thread; nobody's but the test's. */
    final Deque<Runnable> handedOut = new ArrayDeque<>();
    /** How many remediations have begun. */
    final AtomicInteger begun = new AtomicInteger();

    private final Map<IncidentEvent.Type, Integer> told = new LinkedHashMap<>();
    private final HealLoop loop;

    private StressLoop(Mode mode, boolean byHand) {
        Workers workers = new Workers(Runnable::run, byHand ? handedOut::add : Runnable::run);
        Observers observers = Observers.on(
                List.of((incident, event) -> told.merge(event.type(), 1, Integer::sum)), one -> Runnable::run);
        loop = loop(clock, TICK, mode, new Repair(begun), workers, observers);
    }

    /** A loop with threads of its own and the given clock. */
    static HealLoop withThreads(Clock clock) {
        Observers nobody = Observers.on(List.of(), one -> Runnable::run);
        return loop(clock, ofMillis(10), Mode.OBSERVE, new Repair(new AtomicInteger()), Workers.threads(), nobody);
    }

    private static HealLoop loop(
            Clock clock, Duration tick, Mode mode, Remediation remediation, Workers workers, Observers observers) {
        SlicedWindow window = new SlicedWindow(ofMillis(500), clock.nanos());
        Guard guard = new Guard(TARGET, Breaker.create(TARGET, clock, window), window, clock);
        Step step = new Step(
                "restart",
                remediation,
                Set.of(),
                Duration.ZERO,
                Verification.detectors().within(ofSeconds(10)).hold(ofSeconds(3)),
                1,
                ofSeconds(20),
                mode == Mode.PROPOSE ? new Approval(EXPIRES, Approval.OnExpiry.ESCALATE) : null,
                null);
        Policy policy = new Policy(
                Map.of("errors", new Sick()),
                List.of(step),
                Budget.DEFAULT,
                Policy.DEFAULT_COOLDOWN,
                mode,
                Mode.ACT,
                Escalation.DEFAULT);
        TargetPlan plan = new TargetPlan(guard, window, policy, Set.of());
        Limits limits = Limits.DEFAULT.warmUp(Duration.ZERO).jitter(Duration.ZERO);
        Surroundings world =
                new Surroundings(clock, tick, workers, observers, Journal.memory(), limits, Gates.ALL, null, 1);
        return new HealLoop(world, List.of(plan));
    }

    /** The step is recorded: one more turn of the loop begins it. */
    static StressLoop aboutToAct() {
        return new StressLoop(Mode.ACT, false).until("checking").then("recording");
    }

    /** The rules have begun the step; the thread that is to carry it out has not, and its work is {@link #handedOut}. */
    static StressLoop aboutToBegin() {
        StressLoop stress = new StressLoop(Mode.ACT, true).until("checking");
        stress.handedOut.remove().run();
        return stress.then("recording").then("remediating");
    }

    /** The plan waits for a human, and has one tick left to do so. */
    static StressLoop aboutToExpire() {
        StressLoop stress = new StressLoop(Mode.PROPOSE, false).until("awaiting");
        stress.clock.advance(EXPIRES.minus(TICK));
        stress.loop.work();
        return stress;
    }

    private StressLoop until(String state) {
        for (int i = 0; i < PATIENCE && !state().equals(state); i++) {
            tick();
        }
        return in(state);
    }

    private StressLoop then(String state) {
        loop.work();
        return in(state);
    }

    private StressLoop in(String state) {
        if (!state().equals(state)) {
            throw new IllegalStateException("the target should be " + state + " by now, and is " + state());
        }
        return this;
    }

    /** A tick passes, and the loop does what follows from it. */
    void tick() {
        clock.advance(TICK);
        loop.work();
    }

    /** What has come in is worked off; no time passes. */
    void work() {
        loop.work();
    }

    /** The same until nothing more follows from it. */
    void settle() {
        for (int i = 0; i < 5; i++) {
            loop.work();
        }
    }

    void stop() {
        loop.stop(TARGET, "ada", "");
    }

    String state() {
        return loop.status(TARGET).state();
    }

    /** The decision that approves the plan which waits now. */
    Runnable approval(String by) {
        Incident incident = loop.incidents().all().get(0);
        Decision decision = Decision.approve(incident.plan().hash(), by);
        return () -> loop.decide(incident.id(), decision);
    }

    /** How many events of the type were told; for the thread that does the loop's work, and when all is over. */
    int told(IncidentEvent.Type type) {
        return told.getOrDefault(type, 0);
    }

    private static final class Sick implements Detector {
        @Override
        public Verdict judge(Snapshot snapshot) {
            return Verdict.unhealthy(Evidence.of("always"));
        }
    }

    private record Repair(AtomicInteger begun) implements Remediation {

        @Override
        public String name() {
            return "restart-pool";
        }

        @Override
        public Risk risk() {
            return Risk.REVERSIBLE; // what a journal in memory allows
        }

        @Override
        public Readiness ready(RemediationContext context) {
            return Readiness.ready();
        }

        @Override
        public Undo apply(RemediationContext context) {
            begun.incrementAndGet();
            return Undo.NOTHING;
        }
    }
}
