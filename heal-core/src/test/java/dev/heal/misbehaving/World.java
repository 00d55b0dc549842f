package dev.heal.misbehaving;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.detect.Detector;
import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.gate.Gates;
import dev.heal.guard.Breaker;
import dev.heal.guard.Guard;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.journal.Entry;
import dev.heal.journal.Journal;
import dev.heal.journal.Receipt;
import dev.heal.journal.Recording;
import dev.heal.journal.Recovered;
import dev.heal.loop.HealLoop;
import dev.heal.loop.StopSwitch;
import dev.heal.loop.Surroundings;
import dev.heal.loop.TargetPlan;
import dev.heal.observe.Observer;
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
import dev.heal.signal.SlicedWindow;
import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Two targets in a real loop on real threads of one kind: {@code orders}, whose code misbehaves, and {@code witness}, which
 * must not feel anything of it. The clock is a manual one, so that an hour passes in a moment; the turns of the loop are
 * taken by hand.
 */
final class World implements AutoCloseable {

    static final Duration TICK = ofMillis(250);

    final ManualClock clock = new ManualClock();
    final Threads threads;
    final AtomicInteger witnessLooks = new AtomicInteger();
    private final Map<String, Detector> detectors = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Observer> observers = new ArrayList<>();
    private Budget budget = Budget.DEFAULT;
    private Duration cooldown = Policy.DEFAULT_COOLDOWN;
    private StopSwitch stopSwitch;
    private volatile boolean witnessIsSick;
    SlicedWindow window;
    Guard guard;
    HealLoop loop;

    World(Threads threads) {
        this.threads = threads;
    }

    World detector(String name, Detector detector) {
        detectors.put(name, detector);
        return this;
    }

    World step(String name, Remediation remediation) {
        return step(name, remediation, Verification.detectors(), 1, null);
    }

    World step(String name, Remediation remediation, Verification verification, int attempts, Approval approval) {
        Duration limit = ofMinutes(1); // at the pace of until() more than a real second
        steps.add(new Step(
                name, remediation, Set.of(), Duration.ZERO, verification, attempts, limit, approval, Mode.ACT));
        return this;
    }

    World budget(int remediations, Duration per) {
        budget = new Budget(remediations, per);
        return this;
    }

    World cooldown(Duration cooldown) {
        this.cooldown = cooldown;
        return this;
    }

    World observer(Observer observer) {
        observers.add(observer);
        return this;
    }

    World stopSwitch(StopSwitch stopSwitch) {
        this.stopSwitch = stopSwitch;
        return this;
    }

    World begin() {
        if (steps.isEmpty()) {
            step("restart", new Repair());
        }
        window = new SlicedWindow(ofMillis(500), clock.nanos());
        guard = new Guard("orders", Breaker.create("orders", clock, window), window, clock);
        SlicedWindow quiet = new SlicedWindow(ofMillis(500), clock.nanos());
        Guard witness = new Guard("witness", Breaker.create("witness", clock, quiet), quiet, clock);
        loop = loop(List.of(
                new TargetPlan(guard, window, policy(detectors, steps), Set.of()),
                new TargetPlan(witness, quiet, policy(Map.of("pulse", pulse()), witnessSteps()), Set.of())));
        return pass(ofSeconds(1));
    }

    /** The one place that knows how a loop is put together. */
    private HealLoop loop(List<TargetPlan> plans) {
        return new HealLoop(
                new Surroundings(
                        clock,
                        TICK,
                        threads.workers(),
                        Observers.onOwnThreads(observers, threads.factory("observer-")),
                        new PatientJournal(),
                        Limits.DEFAULT.warmUp(Duration.ZERO).jitter(Duration.ZERO),
                        Gates.ALL,
                        stopSwitch,
                        1),
                plans);
    }

    /** Writes nothing, and says that it has. */
    private static final class PatientJournal implements Journal {
        @Override
        public Recovered recovered() {
            return Recovered.NOTHING;
        }

        @Override
        public Recording recording() {
            return Recording.ON_DISK;
        }

        @Override
        public void append(Entry entry, Receipt receipt) {
            receipt.on(null);
        }

        @Override
        public void close() {}
    }

    private Policy policy(Map<String, Detector> detectors, List<Step> steps) {
        return new Policy(detectors, steps, budget, cooldown, Mode.ACT, Mode.ACT, Escalation.DEFAULT);
    }

    private Detector pulse() {
        return snapshot -> {
            witnessLooks.incrementAndGet();
            return witnessIsSick ? sick("the witness is sick") : Verdict.healthy();
        };
    }

    private List<Step> witnessSteps() {
        return List.of(Step.of("cure", new Repair().doing(() -> witnessIsSick = false)));
    }

    static Verdict sick(String why) {
        return Verdict.unhealthy(Evidence.of(why));
    }

    /** Lets so much time pass, tick by tick. */
    World pass(Duration span) {
        for (long i = 0; i < span.dividedBy(TICK); i++) {
            turn();
        }
        loop.work();
        return this;
    }

    /** Lets time pass, no faster than real threads can follow, until it is so. */
    void until(BooleanSupplier so) {
        await().pollInterval(ofMillis(5)).pollDelay(Duration.ZERO).until(() -> {
            turn();
            return so.getAsBoolean();
        });
    }

    void until(Type type) {
        until(() -> types().contains(type));
    }

    /** Gives the samplers the time to look, as far as they can. */
    private void turn() {
        int before = witnessLooks.get();
        clock.advance(TICK);
        loop.work();
        long began = System.nanoTime();
        while (witnessLooks.get() == before
                && System.nanoTime() - began < ofMillis(50).toNanos()) {
            Thread.onSpinWait();
        }
    }

    Verdict verdict(String detector) {
        return loop.status("orders").verdicts().get(detector);
    }

    void untilUnknown(String detector, String because) {
        until(() -> verdict(detector) instanceof Verdict.Inconclusive unknown
                && unknown.reason().startsWith(because));
    }

    /** Of the target that misbehaves, the latest first. */
    List<Incident> incidents() {
        return incidents("orders");
    }

    private List<Incident> incidents(String target) {
        return loop.incidents().all().stream()
                .filter(incident -> incident.target().equals(target))
                .toList();
    }

    Incident incident() {
        return incidents().get(0);
    }

    List<Type> types() {
        return incidents().isEmpty()
                ? List.of()
                : incident().events().stream().map(IncidentEvent::type).toList();
    }

    List<String> texts(Type type) {
        return incident().events().stream()
                .filter(event -> event.type() == type)
                .map(IncidentEvent::text)
                .toList();
    }

    /** The other target falls sick and is healed, and the application's calls pass. */
    void nobodyElseIsHurt() {
        int before = incidents("witness").size();
        witnessIsSick = true;
        until(() -> incidents("witness").size() > before
                && !incidents("witness").get(0).isOpen());
        assertThat(incidents("witness").get(0).resolution()).isEqualTo(Resolution.HEALED);
        callsPass();
    }

    /** 4 threads of the application call 1,000 times each; a call that were held up by anything would be noticed. */
    void callsPass() {
        CountDownLatch done = new CountDownLatch(4_000);
        AtomicInteger strangers = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            threads.factory("application-")
                    .newThread(() -> {
                        for (int call = 0; call < 1_000; call++) {
                            if (guard.call(() -> 42) == 42) {
                                done.countDown();
                            }
                        }
                        if (!threads.isThisKind(Thread.currentThread())) {
                            strangers.incrementAndGet();
                        }
                    })
                    .start();
        }
        try {
            assertThat(done.await(5, TimeUnit.SECONDS))
                    .as("4,000 calls within 5 s, %d missing", done.getCount())
                    .isTrue();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
        assertThat(strangers).hasValue(0);
    }

    @Override
    public void close() {
        if (loop != null) {
            loop.close();
        }
    }
}
