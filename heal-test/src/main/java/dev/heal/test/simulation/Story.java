package dev.heal.test.simulation;

import dev.heal.incident.Decision;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.journal.Entry;
import dev.heal.loop.HealLoop;
import dev.heal.policy.Mode;
import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One story while it happens: world, process, humans and mishaps on one schedule. */
final class Story {

    /** Where a process may die. */
    enum Point {
        INTENDED,
        FORCED,
        PROMISED,
        ACTS,
        ACTED,
        UNDOES,
        PROPOSED,
        ORDERED
    }

    private static final Duration SAMPLE = Duration.ofMillis(500);

    /** A point that does not come is not waited for any longer. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(40);

    private final Scenario scenario;
    private final Parts parts;
    private final Carriers carriers;
    private final ManualClock clock = new ManualClock();
    private final Schedule schedule = new Schedule(clock);
    private final Trace trace = new Trace();
    private final World world;
    private final Dice dice;
    private final Dice humanDice;
    private final Storage storage;
    private final Predicate<Seen> last;
    private @Nullable Life life;
    private @Nullable Point dieAt;
    private Duration downtime = Duration.ZERO;
    private boolean dies;
    private boolean killing;
    private boolean stopFile;
    private boolean ended;
    private int lives;
    private int variant;
    private int actions;
    private int orders;
    private double unavailable;
    private long calls;
    private long lost;

    /** @param last the story ends after this was seen */
    Story(Scenario scenario, Parts parts, Carriers carriers, Predicate<Seen> last) {
        this.scenario = scenario;
        this.parts = parts;
        this.carriers = carriers;
        this.last = last;
        this.world = new World(scenario.variants().get(0));
        this.dice = new Dice(scenario.seed(), "process");
        this.humanDice = new Dice(scenario.seed(), "humans");
        this.storage = parts.storage().apply(scenario.seed());
    }

    Trace trace() {
        return trace;
    }

    double unavailable() {
        return unavailable;
    }

    /** The calls that were made through a router. */
    long calls() {
        return calls;
    }

    /** Those of them that went wrong. */
    long lost() {
        return lost;
    }

    void called(boolean well) {
        calls++;
        lost += well ? 0 : 1;
    }

    /** @param heal whether there is heal in it */
    void tell(boolean heal) {
        for (Illness illness : scenario.illnesses()) {
            schedule.at(illness.at(), () -> {
                see(new Seen.FellIll(now(), illness));
                world.fallsIll(illness);
            });
            schedule.at(illness.until(), () -> {
                see(new Seen.GotWell(now(), illness));
                world.isOver(illness);
            });
        }
        schedule.after(SAMPLE, this::sample);
        if (heal) {
            scenario.mishaps().forEach(mishap -> schedule.at(mishap.at(), () -> strikes(mishap)));
            begin();
        } else if (scenario.regions() != null) {
            withoutHeal(new Network(this, clock, scenario.regions()));
        }
        long end = scenario.length().toNanos();
        while (!ended && schedule.next(end)) {
            if (dies) {
                dies = false;
                dieAt = null;
                die(true);
            }
        }
        killing = true;
        carriers.killAll();
    }

    private void withoutHeal(Network network) {
        schedule.after(scenario.tick(), () -> {
            network.calls();
            withoutHeal(network);
        });
    }

    private void sample() {
        RegionPlan regions = scenario.regions();
        if (regions != null) {
            Life mine = life;
            Network network = mine == null ? null : mine.network();
            Map<String, Double> shares = network == null ? regions.home() : network.shares();
            for (Map.Entry<String, Double> share : shares.entrySet()) {
                unavailable += share.getValue() * loss(share.getKey(), share.getValue()) * SAMPLE.toMillis() / 1000.0;
            }
            schedule.after(SAMPLE, this::sample);
            return;
        }
        for (String target : world.targets()) {
            unavailable += world.unavailability(target) * SAMPLE.toMillis() / 1000.0;
        }
        schedule.after(SAMPLE, this::sample);
    }

    /** The share of the calls to a region that go wrong while so much of all traffic goes there. */
    double loss(String region, double share) {
        RegionPlan regions = regions();
        double offered = share * load();
        double capacity = regions.place(region).capacity();
        double tooMuch = offered > capacity ? (offered - capacity) / offered : 0;
        return Math.max(tooMuch, world.loss(regions.target(region)));
    }

    /** How many calls a second there are. */
    double load() {
        return regions().calls() * 1000.0 / scenario.tick().toMillis();
    }

    private RegionPlan regions() {
        RegionPlan regions = scenario.regions();
        if (regions == null) {
            throw new IllegalStateException("there are no regions in this story");
        }
        return regions;
    }

    // -- what the parts of the story ask for

    long now() {
        return schedule.now();
    }

    ManualClock clock() {
        return clock;
    }

    Schedule schedule() {
        return schedule;
    }

    Scenario scenario() {
        return scenario;
    }

    Parts parts() {
        return parts;
    }

    Carriers carriers() {
        return carriers;
    }

    World world() {
        return world;
    }

    Dice dice() {
        return dice;
    }

    Storage storage() {
        return storage;
    }

    boolean stopFileIsThere() {
        return stopFile;
    }

    void see(Seen seen) {
        if (!ended && !killing) {
            trace.add(seen);
            ended = last.test(seen);
        }
    }

    /** The process of the calling code is no more. */
    boolean isOver() {
        return killing;
    }

    boolean isOn(Fault fault) {
        return scenario.mishaps().stream().anyMatch(mishap -> mishap.fault() == fault && mishap.isOn(now()));
    }

    boolean isOn(Fault fault, String target) {
        return mishap(fault, target) != null;
    }

    private @Nullable Mishap mishap(Fault fault, String target) {
        for (Mishap mishap : scenario.mishaps()) {
            if (mishap.fault() == fault && mishap.isOn(now()) && mishap.target().equals(target)) {
                return mishap;
            }
        }
        return null;
    }

    /** One detector of the target, or all. */
    boolean detectorFault(Fault fault, String target, String detector) {
        Mishap mishap = mishap(fault, target);
        return mishap != null
                && (mishap.number() % 4 == 3
                        || scenario.member(0, target).detectors().indexOf(detector) == mishap.number() % 4);
    }

    @Nullable
    Fault remediationFault(String target) {
        for (Mishap mishap : scenario.mishaps()) {
            if (mishap.fault().name().startsWith("REMEDIATION")
                    && mishap.isOn(now())
                    && mishap.target().equals(target)) {
                return mishap.fault();
            }
        }
        return null;
    }

    // -- time for code on a carrier

    void pause(Duration span) throws InterruptedException {
        Life mine = life;
        if (mine == null) {
            throw new IllegalStateException("there is no process");
        }
        mine.pause(span);
    }

    void pauseThroughInterrupts(Duration span) {
        long until = now() + span.toNanos();
        while (now() < until) {
            try {
                pause(Duration.ofNanos(until - now()));
            } catch (InterruptedException ignored) {
                // That is what it is about.
            }
        }
    }

    /** Until the mishap is over, or it is interrupted. */
    void hang(Fault fault, String target) throws InterruptedException {
        Mishap mishap = mishap(fault, target);
        if (mishap == null) {
            return;
        }
        Duration rest = Duration.ofNanos(mishap.until() - now());
        if (mishap.number() % 2 == 0) {
            pause(rest);
        } else {
            pauseThroughInterrupts(rest);
        }
    }

    void later(Duration delay, Runnable what) {
        Life mine = life;
        if (mine != null) {
            mine.after(delay, what);
        }
    }

    // -- the process

    private void begin() {
        Life next = new Life(this, ++lives, variant);
        life = next;
        next.begin();
    }

    /** Here the process may die. */
    void point(Point point) {
        if (dieAt == point) {
            dieAt = null;
            dies = true;
            if (Carriers.isCarried()) {
                pauseThroughInterrupts(Carriers.FOREVER); // it does not come further than this
            }
        }
    }

    private void die(boolean crashed) {
        Life mine = life;
        if (mine == null) {
            return;
        }
        if (!crashed) {
            mine.close();
        }
        see(new Seen.Died(now(), mine.number(), crashed));
        mine.die();
        killing = true;
        carriers.killAll();
        killing = false;
        world.processEnded();
        mine.inForce().forEach(Cure::takeBack);
        life = null;
        if (crashed) {
            storage.powerLoss(mine.surroundings(), isOn(Fault.JOURNAL_TORN));
        }
        schedule.after(downtime, this::begin);
    }

    int acts(String target, String step, String incident) {
        int number = ++actions;
        Set<Object> recorded = new HashSet<>();
        for (Entry entry : storage.survivors()) {
            if (target.equals(entry.fields().get("target"))
                    && step.equals(entry.fields().get("step"))
                    && incident.equals(entry.fields().get("incident"))) {
                Object attempt = entry.fields().get("attempt");
                if (entry.type().equals("intent")) {
                    recorded.add(attempt);
                } else if ("not-begun".equals(entry.fields().get("result"))) {
                    recorded.remove(attempt); // its intent may never have become durable, and is no other's
                }
            }
        }
        see(new Seen.Acts(now(), number, target, step, incident, recorded.size()));
        point(Point.ACTS);
        return number;
    }

    // -- mishaps

    private void strikes(Mishap mishap) {
        see(new Seen.Struck(now(), mishap));
        Life mine = life;
        switch (mishap.fault()) {
            case CLOCK_HOUR -> jump(mishap, Duration.ofHours(mishap.number() % 2 == 0 ? 1 : -1));
            case CLOCK_DECADE -> jump(mishap, Duration.ofDays(3650));
            case CRASH -> {
                downtime = mishap.lasts();
                Point[] points = Point.values();
                if (mishap.number() % 3 == 0) {
                    dieAt = null;
                    dies = true;
                } else {
                    Point point = points[mishap.number() % points.length];
                    dieAt = point;
                    schedule.after(LONGEST_WAIT, () -> dies |= dieAt == point);
                }
            }
            case RESTART_CHANGED -> {
                downtime = mishap.lasts();
                variant = 1;
                die(false);
            }
            case PROCESS_PAUSED -> {
                if (mine != null) {
                    see(new Seen.Paused(now(), mishap.lasts(), true));
                    mine.pausedUntil(mishap.until());
                }
            }
            case TICKS_BUNCHED -> {
                if (mine != null) {
                    see(new Seen.Paused(now(), mishap.lasts(), false));
                    mine.lateUntil(mishap.until());
                }
            }
            case STOP_FILE -> {
                file(true);
                schedule.at(mishap.until(), () -> file(false));
            }
            case HUMAN_STOPS -> stops(mishap);
            case HUMAN_SETS_MODE -> setsMode(mishap);
            case HUMAN_PINS -> pins(mishap);
            case HUMAN_ABORTS -> says(mishap, Decision.abort("ada", null));
            case HUMAN_ACKNOWLEDGES -> says(mishap, Decision.acknowledge("ada", null));
            default -> {} // asked for where it matters
        }
    }

    private void jump(Mishap mishap, Duration by) {
        clock.jumpWallClock(by);
        schedule.at(mishap.until(), () -> clock.jumpWallClock(by.negated()));
    }

    private void file(boolean isThere) {
        stopFile = isThere;
        see(new Seen.StopFile(now(), isThere));
    }

    // -- humans

    private interface Talk {
        void to(HealLoop loop);
    }

    /** What a human says needs a process that hears it. */
    private boolean talk(Talk talk) {
        Life mine = life;
        HealLoop loop = mine == null ? null : mine.loop();
        if (mine == null || loop == null) {
            return false;
        }
        boolean[] taken = {false};
        mine.outside(() -> {
            try {
                talk.to(loop);
                taken[0] = true;
            } catch (IllegalArgumentException said) {
                // The documented answer to a human who says something that does not fit.
            }
        });
        return taken[0];
    }

    private void ordered(Seen.Order order, @Nullable String target, @Nullable Mode mode) {
        int number = ++orders;
        Life mine = life;
        talk(loop -> {
            var answer = switch (order) {
                case STOP -> target == null ? loop.stop("ada", "hands off") : loop.stop(target, "ada", "no");
                case RELEASE -> target == null ? loop.release("ada") : loop.release(target, "ada");
                case MODE -> loop.mode(target == null ? "" : target, mode, "ada");
                case PIN -> loop.pin(target == null ? "" : target, "ada", "it is being rebuilt");
                case UNPIN -> loop.unpin(target == null ? "" : target, "ada");
            };
            see(new Seen.Ordered(now(), number, order, target, mode));
            point(Point.ORDERED);
            answer.thenAccept(failure -> {
                if (failure.isEmpty() && life == mine) {
                    see(new Seen.Outlives(now(), number));
                }
            });
        });
    }

    private void stops(Mishap mishap) {
        String target = mishap.number() % 3 == 0 ? null : mishap.target();
        ordered(Seen.Order.STOP, target, null);
        if (mishap.number() % 5 != 0) {
            schedule.at(mishap.until(), () -> ordered(Seen.Order.RELEASE, target, null));
        }
    }

    private void pins(Mishap mishap) {
        pinned(Seen.Order.PIN, mishap.target());
        if (mishap.number() % 5 != 0) {
            schedule.at(mishap.until(), () -> pinned(Seen.Order.UNPIN, mishap.target()));
        }
    }

    private void pinned(Seen.Order order, String target) {
        Life mine = life;
        Network network = mine == null ? null : mine.network();
        if (network != null) {
            Map<String, Double> before = network.shares();
            ordered(order, target, null);
            network.shifted(
                    0,
                    order == Seen.Order.PIN ? Seen.Shift.PIN : Seen.Shift.UNPIN,
                    network.region(target).name(),
                    before);
        }
    }

    private void setsMode(Mishap mishap) {
        Mode mode = Mode.values()[mishap.number() % 3];
        ordered(Seen.Order.MODE, mishap.target(), mode);
        schedule.at(mishap.until(), () -> ordered(Seen.Order.MODE, mishap.target(), null));
    }

    private void says(Mishap mishap, Decision decision) {
        talk(loop -> loop.incidents().all().stream()
                .filter(Incident::isOpen)
                .findFirst()
                .ifPresent(incident -> decide(loop, incident.id(), decision)));
    }

    private void decide(HealLoop loop, String incident, Decision decision) {
        boolean taken = false;
        try {
            loop.decide(incident, decision);
            taken = true;
        } catch (IllegalArgumentException refused) {
            // As documented.
        }
        see(new Seen.Said(now(), incident, decision.kind(), decision.plan(), taken));
    }

    /** Humans hear what heal tells, and some of them answer. */
    void told(Incident incident, IncidentEvent event) {
        see(new Seen.Told(now(), incident.target(), incident.id(), event));
        if (event.type() == Type.PROPOSED) {
            point(Point.PROPOSED);
            proposed(incident.id(), event.figures().getOrDefault("plan", ""));
        } else if (event.type() == Type.ESCALATED && humanDice.chance(0.3)) {
            answer(humanDice.seconds(3, 30), incident.id(), Decision.acknowledge("bob", null));
        }
    }

    private void proposed(String incident, String plan) {
        Duration thinks = humanDice.seconds(1, 12);
        if (isOn(Fault.APPROVAL_WRONG)) {
            answer(thinks, incident, Decision.approve("0123456789abcdef", "bob"));
        } else if (isOn(Fault.APPROVAL_LATE)) {
            answer(thinks.plusSeconds(40), incident, Decision.approve(plan, "bob"));
        } else if (isOn(Fault.HUMAN_DENIES)) {
            answer(thinks, incident, Decision.deny(plan, "bob"));
        } else if (humanDice.chance(0.75)) {
            answer(thinks, incident, Decision.approve(plan, "bob"));
            if (isOn(Fault.APPROVAL_DUPLICATE)) {
                answer(thinks, incident, Decision.approve(plan, "eve"));
                answer(thinks.plusMillis(1500), incident, Decision.approve(plan, "eve"));
            }
        }
    }

    private void answer(Duration after, String incident, Decision decision) {
        schedule.after(after, () -> talk(loop -> decide(loop, incident, decision)));
    }
}
