package dev.heal.test.simulation;

import dev.heal.detect.Detector;
import dev.heal.detect.Probe;
import dev.heal.guard.Breaker;
import dev.heal.guard.CallRejectedException;
import dev.heal.guard.Guard;
import dev.heal.journal.Entry;
import dev.heal.journal.Journal;
import dev.heal.journal.Receipt;
import dev.heal.journal.Recording;
import dev.heal.journal.Recovered;
import dev.heal.loop.HealLoop;
import dev.heal.loop.TargetPlan;
import dev.heal.loop.Workers;
import dev.heal.observe.Observers;
import dev.heal.observe.TargetStatus;
import dev.heal.policy.Mode;
import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import dev.heal.policy.Verification;
import dev.heal.remediation.Remediation;
import dev.heal.signal.SlicedWindow;
import dev.heal.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One process with heal in it, from its start to its end. */
final class Life {

    private static final Duration SLICE = Duration.ofMillis(500);
    private static final Duration UNDO_WITHIN = Duration.ofSeconds(1);

    private final Story story;
    private final int number;
    private final int variant;
    private final Clock clock;
    private final List<Guard> guards = new ArrayList<>();
    private final List<Cure> cures = new ArrayList<>();
    private final Storage.Surroundings surroundings = new Around();
    private final @Nullable Network network;
    private final Dice threads;
    private @Nullable HealLoop loop;
    private long pausedUntil;
    private long lateUntil;
    private boolean closing;
    private boolean dead;

    Life(Story story, int number, int variant) {
        this.story = story;
        this.number = number;
        this.variant = variant;
        this.clock = story.parts().clock().apply(new ProcessClock(story.dice().between(-1_000_000, 1_000_000)));
        RegionPlan regions = story.scenario().regions();
        // Trial calls are let in where heal acts, and not where it observes: no look may come at another time for it.
        this.threads =
                regions == null ? story.dice() : new Dice(story.scenario().seed() + number, "threads");
        this.network = regions == null ? null : new Network(story, clock, regions);
    }

    /** Each process measures from an origin of its own. */
    private final class ProcessClock implements Clock {

        private final long origin;

        ProcessClock(int origin) {
            this.origin = origin * 1_000_000L;
        }

        @Override
        public long nanos() {
            return story.clock().nanos() + origin;
        }

        @Override
        public Instant now() {
            return story.clock().now();
        }
    }

    int number() {
        return number;
    }

    @Nullable
    HealLoop loop() {
        return loop;
    }

    /** The router in it; null where there is none. */
    @Nullable
    Network network() {
        return network;
    }

    Storage.Surroundings surroundings() {
        return surroundings;
    }

    // -- its beginning

    void begin() {
        long instance = story.dice().number();
        story.see(new Seen.Began(story.now(), number, variant, instance));
        List<TargetPlan> plans = new ArrayList<>();
        for (Member member : story.scenario().variants().get(variant)) {
            plans.add(plan(member));
        }
        safely(() -> {
            loop = story.parts()
                    .loop()
                    .apply(
                            new dev.heal.loop.Surroundings(
                                    clock,
                                    story.scenario().tick(),
                                    story.parts().workers().apply(new Workers(this::sample, this::remediate)),
                                    Observers.on(List.of(story::told), one -> Runnable::run),
                                    new Watched(story.storage().open(surroundings)),
                                    story.scenario().limits(),
                                    story.parts().gates(),
                                    () -> story.stopFileIsThere() ? "the stop file exists" : "",
                                    instance),
                            plans);
        });
        if (network != null) {
            network.began();
        }
        after(story.scenario().tick(), this::tick);
    }

    private TargetPlan plan(Member member) {
        Network mine = network;
        SlicedWindow window = mine == null
                ? new SlicedWindow(SLICE, clock.nanos())
                : mine.region(member.name()).window();
        Guard guard = mine == null
                ? new Guard(member.name(), Breaker.create(member.name(), clock, window), window, clock)
                : mine.region(member.name()).guard();
        guards.add(guard);
        Map<String, Detector> detectors = new LinkedHashMap<>();
        for (String name : member.detectors()) {
            detectors.put(
                    name, mine == null ? new Sense(story, member.name(), name) : mine.detector(member.name(), name));
        }
        List<Step> steps =
                member.steps().stream().map(step -> step(member.name(), step)).toList();
        Policy policy = new Policy(
                detectors,
                steps,
                member.budget(),
                member.cooldown(),
                member.mode(),
                Mode.ACT,
                member.escalation(),
                member.giveUp());
        return new TargetPlan(
                guard,
                window,
                policy,
                member.dependsOn(),
                member.scope(),
                mine == null ? null : mine.region(member.name()));
    }

    private Step step(String target, StepPlan plan) {
        return new Step(
                plan.name(),
                remediation(target, plan),
                plan.when(),
                plan.sustained(),
                new Verification(
                        plan.probed() ? new Question(target) : null, plan.settle(), plan.within(), plan.hold()),
                plan.attempts(),
                plan.timeLimit(),
                plan.approval(),
                plan.mode(),
                plan.safeguards());
    }

    private Remediation remediation(String target, StepPlan plan) {
        if (network != null && plan.failback() != null) {
            return new RegionCure(story, network, target, plan, plan.failback());
        }
        Cure cure = new Cure(story, target, plan);
        cures.add(cure);
        return cure;
    }

    private final class Question implements Probe {

        private final String target;

        Question(String target) {
            this.target = target;
        }

        @Override
        public String name() {
            return "question";
        }

        @Override
        public void ask(Duration limit) throws Exception {
            if (story.isOn(Fault.DETECTOR_HANGS, target) && Carriers.isCarried()) {
                story.hang(Fault.DETECTOR_HANGS, target);
            }
            if (!story.world().isServed(target)) {
                throw new IllegalStateException("no answer");
            }
        }
    }

    // -- its threads

    /** Something of this process happens after so long, if it is still there; if it is stopped, when it goes on. */
    void after(Duration delay, Runnable what) {
        story.schedule().after(delay, () -> happen(what));
    }

    private void happen(Runnable what) {
        if (dead) {
            return;
        }
        if (story.now() < pausedUntil) {
            story.schedule().at(pausedUntil, () -> happen(what));
            return;
        }
        safely(what);
        work();
    }

    /** Something reaches the process from outside. */
    void outside(Runnable what) {
        if (!dead) {
            safely(what);
            work();
        }
    }

    private void work() {
        HealLoop mine = loop;
        if (mine != null && !dead && story.now() >= pausedUntil && story.now() >= lateUntil) {
            safely(mine::work);
        }
    }

    private void tick() {
        Dice dice = story.dice();
        if (story.isOn(Fault.TICKS_LATE)) {
            lateUntil = story.now() + dice.millis(0, 2500).toNanos();
        }
        if (network != null) {
            network.calls();
        }
        for (Guard guard : network == null ? guards : List.<Guard>of()) {
            try {
                guard.call(() -> "the application's answer");
            } catch (CallRejectedException open) {
                // The breaker's business.
            }
        }
        after(story.scenario().tick().plus(dice.millis(0, 20)), this::tick);
    }

    private void sample(Runnable look) {
        Duration delay = story.dice().millis(0, 15);
        if (story.isOn(Fault.SAMPLERS_STARVED)) {
            delay = delay.plusSeconds(story.dice().between(1, 6));
        }
        boolean mayHang = story.isOn(Fault.DETECTOR_HANGS) || story.isOn(Fault.PROBE_HANGS);
        after(delay, mayHang ? () -> story.carriers().begin(() -> safely(look)) : look);
    }

    private void remediate(Runnable work) {
        if (closing) {
            story.carriers().begin(() -> safely(work));
        } else {
            after(threads.millis(0, 10), () -> story.carriers().begin(() -> safely(work)));
        }
    }

    void pause(Duration span) throws InterruptedException {
        if (closing && span.compareTo(UNDO_WITHIN) <= 0) {
            return; // heal waits for it, and for nothing longer
        }
        story.carriers().pause(span, this::after);
    }

    private void safely(Runnable body) {
        try {
            body.run();
        } catch (Carrier.Killed end) {
            throw end;
        } catch (Throwable escaped) {
            story.see(new Seen.Escaped(story.now(), escaped.toString()));
        }
    }

    void pausedUntil(long nanos) {
        pausedUntil = Math.max(pausedUntil, nanos);
    }

    void lateUntil(long nanos) {
        lateUntil = Math.max(lateUntil, nanos);
    }

    // -- its end

    /** An orderly shutdown. */
    void close() {
        HealLoop mine = loop;
        if (mine != null) {
            closing = true;
            safely(mine::close);
        }
    }

    void die() {
        dead = true;
    }

    /** What ends with the process, if it was in force. */
    List<Cure> inForce() {
        return cures.stream().filter(Cure::endsWithProcess).toList();
    }

    // -- its journal

    private final class Around implements Storage.Surroundings {

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public void onJournalThread(Runnable work) {
            if (closing) {
                safely(work);
                return;
            }
            Dice dice = story.dice();
            after(story.isOn(Fault.JOURNAL_SLOW) ? dice.millis(300, 4000) : dice.millis(0, 6), work);
        }

        @Override
        public String trouble() {
            return story.isOn(Fault.JOURNAL_EIO)
                    ? "input/output error"
                    : story.isOn(Fault.JOURNAL_FULL) ? "no space left on device" : "";
        }

        @Override
        public int draw(int most) {
            return story.dice().between(0, most);
        }

        @Override
        public void forced() {
            story.point(Story.Point.FORCED);
        }
    }

    /** Sees what goes into the journal, and what comes of it. */
    private final class Watched implements Journal {

        private final Journal journal;

        Watched(Journal journal) {
            this.journal = journal;
        }

        @Override
        public Recovered recovered() {
            return journal.recovered();
        }

        @Override
        public Recording recording() {
            return journal.recording();
        }

        @Override
        public void append(Entry entry, Receipt receipt) {
            if (entry.type().equals("intent")) {
                story.see(intended(entry));
                story.point(Story.Point.INTENDED);
            }
            journal.append(entry, failure -> {
                if (failure == null && !dead && matters(entry)) {
                    story.see(new Seen.Promised(story.now(), entry));
                    if (entry.type().equals("intent")) {
                        story.point(Story.Point.PROMISED);
                    }
                }
                receipt.on(failure);
            });
        }

        private boolean matters(Entry entry) {
            return switch (entry.type()) {
                case "alive" -> false;
                case "event" -> "ABORTED".equals(entry.fields().get("event"));
                default -> true;
            };
        }

        @SuppressWarnings("unchecked")
        private Seen intended(Entry entry) {
            Map<String, TargetStatus> known = new LinkedHashMap<>();
            HealLoop mine = loop;
            if (mine != null) {
                guards.forEach(guard -> known.put(guard.name(), mine.status(guard.name())));
            }
            Map<String, Object> fields = entry.fields();
            Object approved = fields.get("approved");
            return new Seen.Intended(
                    story.now(),
                    String.valueOf(fields.get("target")),
                    String.valueOf(fields.get("step")),
                    String.valueOf(fields.get("incident")),
                    fields.get("attempt") instanceof Number attempt ? attempt.longValue() : 0,
                    fields.get("causes") instanceof List<?> causes ? (List<String>) causes : List.of(),
                    approved == null ? null : approved.toString(),
                    known,
                    story.stopFileIsThere());
        }

        @Override
        public void hurry() {
            journal.hurry();
        }

        @Override
        public void close() {
            journal.close();
        }
    }
}
