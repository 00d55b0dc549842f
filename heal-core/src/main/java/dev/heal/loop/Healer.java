package dev.heal.loop;

import dev.heal.detect.Verdict;
import dev.heal.gate.JournalGate;
import dev.heal.guard.BreakerAge;
import dev.heal.guard.Guard;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.Sample;
import dev.heal.observe.TargetStatus;
import dev.heal.observe.TargetView;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import dev.heal.region.Region;
import dev.heal.signal.Outcome;
import dev.heal.signal.SlicedWindow;
import dev.heal.signal.Snapshot;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One target in the loop: has its detectors look, feeds the facts to the rules, and carries the effects out. Except for
 * {@link TargetView}, its methods are called on the loop thread and do not block.
 */
final class Healer implements TargetView {

    private static final Duration PROMPT = Duration.ofMillis(500);

    private final Guard guard;
    private final SlicedWindow window;
    private final Clock clock;
    private final Rules rules;
    private final Bookkeeper books;
    private final Looking[] detectors;
    private final String[] names;
    private final Set<String> allNames;
    private final Workers workers;
    /** Both made when first needed: of thousands of targets hardly one ever falls sick. */
    private @Nullable RemediationRunner runner;

    private @Nullable Prober prober;
    private final Sampling sampling;
    private final Inbox inbox;
    private final Hooks hooks;
    private final Policy policy;
    private final @Nullable String scope;
    private final @Nullable Region<?> region;
    private List<Healer> roots = List.of();
    private volatile Orders ordered = Orders.NONE;
    private volatile @Nullable Looks round;
    private volatile Episode episode = Episode.begin();
    private boolean stopped;

    /** What the loop as a whole does for one target; all on the loop thread, except where it says otherwise. */
    interface Hooks {

        /** Takes a fact from any thread; it comes back by {@link #accept}. */
        void post(Healer healer, Fact fact);

        /** Records an event of an open incident, and tells it. */
        void told(Incident incident, IncidentEvent event);

        /** Keeps samples of the signals around an incident, and writes them down. */
        void sampled(Incident incident, List<Sample> samples);

        /** Adds an event to an incident that is closed by now. */
        void append(Effect.Append event);

        /** Nothing starts for the target any more until a human releases it. */
        void pin(Healer healer, Orders.Stop stop);

        /** Why nothing may start at all, by the stop switch; empty if something may. Asked on remediation threads. */
        String stopped();
    }

    /** @param policy the plan's, with its remediations {@linkplain Described described} */
    Healer(
            TargetPlan plan,
            Policy policy,
            Rules rules,
            Bookkeeper books,
            Clock clock,
            Workers workers,
            Seconds seconds,
            Hooks hooks) {
        this.guard = plan.guard();
        this.window = plan.window();
        this.policy = policy;
        this.scope = plan.scope();
        this.region = plan.region();
        this.rules = rules;
        this.books = books;
        this.clock = clock;
        this.hooks = hooks;
        this.inbox = fact -> hooks.post(this, fact);
        this.workers = workers;
        Looking.Common common =
                new Looking.Common(guard.name(), new BreakerAge(guard.breaker(), clock), workers, clock);
        this.detectors = policy.detectors().entrySet().stream()
                .map(entry -> new Looking(entry.getKey(), entry.getValue(), common))
                .toArray(Looking[]::new);
        this.allNames = policy.detectors().keySet();
        this.names = allNames.toArray(new String[0]);
        window.keep(policy.longestSpan());
        this.sampling = new Sampling(window, seconds, hooks::sampled);
    }

    /**
     * Lets time pass and has the detectors look once more; their verdicts come in by the inbox.
     *
     * @param moment of the tick: one for all targets, since each keeps those of the last minute
     */
    void tick(Moment moment) {
        accept(new Fact.Ticked(moment));
        if (prober != null) {
            prober.watch();
        }
        long now = clock.nanos();
        window.rotate(now, guard.maySample());
        if (window.isSampled()) {
            clock.keepCoarse();
        }
        Looks before = round;
        Looks looks = new Looks(moment, detectors.length);
        round = looks;
        for (int i = 0; i < detectors.length; i++) {
            // A look that hangs does not hold up the others: it is not started again, and the next round does without
            // it.
            looks.incrementAndGet();
            Work<Verdict> earlier = before == null ? null : before.underWay(i);
            Work<Verdict> work = detectors[i].start(now, looks, earlier);
            looks.works[i] = work;
            if (work == earlier) {
                looks.decrementAndGet();
            }
        }
        looks.done();
        sampling.tick(moment, episode.health().verdicts(), episode.open());
    }

    /** The looks of one tick; the last to end tells the loop. */
    @SuppressWarnings("serial") // it is never written anywhere
    private final class Looks extends AtomicInteger implements Looking.Round {

        private final transient Moment tick;
        /**
         * By detector, what is under way; loop thread. Kept here and not there: what is written into the old is looked over
         * by the collector.
         */
        private final transient @Nullable Work<Verdict>[] works;

        /** It counts those that have not ended, and one for the tick itself. */
        @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
        Looks(Moment tick, int detectors) {
            super(1);
            this.tick = tick;
            this.works = new Work[detectors];
        }

        @Nullable
        Work<Verdict> underWay(int detector) {
            Work<Verdict> work = works[detector];
            if (work != null && work.isDone()) {
                works[detector] = null; // there are thousands of these, and they rest most of the time
            }
            return works[detector];
        }

        @Override
        public Snapshot snapshot(Map<String, Double> gauges, String[] names, double[] values) {
            long now = clock.nanos();
            sampling.saw(names, values, guard.breaker().state(), now);
            // To show, the time of the tick will do, unless the look had to wait.
            boolean isPrompt = now - tick.nanos() < PROMPT.toNanos();
            return Snapshot.of(window, gauges, now, isPrompt ? tick.at() : clock.now());
        }

        @Override
        public void done() {
            if (decrementAndGet() == 0 && this == round) {
                inbox.accept(new Fact.Looked(Moment.of(clock), Map.of()));
            }
        }
    }

    /** Moves the episode on and carries out what follows. */
    void accept(Fact fact) {
        if (stopped && !(fact instanceof Fact.Undone)) {
            return; // nothing is opened or begun after the end
        }
        Fact known = fact instanceof Fact.Looked looked ? withVerdicts(looked) : fact;
        // A root may have fallen sick since the last look.
        carryOut(rules.on(episode.roots(rootsUnderRepair()), books.ledger(), known));
    }

    private RemediationRunner runner() {
        RemediationRunner made = runner;
        if (made == null) {
            made = new RemediationRunner(guard.name(), clock, workers.remediations(), inbox);
            runner = made;
        }
        return made;
    }

    private Prober prober() {
        Prober made = prober;
        if (made == null) {
            made = new Prober(clock, workers, inbox);
            prober = made;
        }
        return made;
    }

    /** Goes on from where an earlier process stood; before the start only. */
    void resume(Move move) {
        ordered = move.episode().orders();
        carryOut(move);
    }

    private void carryOut(Move move) {
        if (episode != move.episode()) {
            // Where the same is written again the collector looks it over again, at thousands of targets.
            episode = move.episode();
        }
        books.ledger(move.ledger());
        for (Effect effect : move.effects()) {
            carryOut(effect);
        }
    }

    /** As nearly always, all have looked and nothing is new of them: then nothing is made anew. */
    private Fact withVerdicts(Fact.Looked looked) {
        Verdicts before = Verdicts.of(episode.health().verdicts());
        boolean same = before.size() == detectors.length;
        Verdict[] verdicts = new Verdict[detectors.length];
        Set<String> silent = Set.of();
        Looks looks = round;
        Map<String, List<Verdict>> earlier = Map.of();
        for (int i = 0; i < verdicts.length; i++) {
            Looking detector = detectors[i];
            Looking.Seen seen = detector.see(looked.when().nanos(), looks == null ? null : looks.underWay(i));
            verdicts[i] = seen.verdict();
            same = same && before.at(i) == verdicts[i];
            if (!seen.news()) {
                silent = silent.isEmpty() ? new HashSet<>() : silent;
                silent.add(detector.name);
            }
            if (!seen.earlier().isEmpty()) {
                earlier = earlier.isEmpty() ? new LinkedHashMap<>() : earlier;
                earlier.put(detector.name, seen.earlier());
            }
        }
        Set<String> news = allNames;
        if (!silent.isEmpty()) {
            news = new HashSet<>(allNames);
            news.removeAll(silent);
        }
        return new Fact.Looked(
                looked.when(), same ? before : new Verdicts(names, verdicts), news, earlier, rootsUnderRepair());
    }

    /** The targets that this one depends on; before the start only. */
    void dependsOn(List<Healer> others) {
        roots = List.copyOf(others);
    }

    private Set<String> rootsUnderRepair() {
        if (roots.isEmpty()) {
            return Set.of();
        }
        return roots.stream()
                .filter(Healer::holdsUpItsDependants)
                .map(Healer::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * A first sign counts: a root that falls sick together with its dependants must not be overtaken by them. A root that
     * heal only observes, or that a human has stopped, is never given up by itself: it is waited for as long as a human
     * would not have been told of it, and no longer.
     */
    private boolean holdsUpItsDependants() {
        if (region != null && !region.router().serves(region)) {
            return false; // another region serves them
        }
        Episode now = episode;
        OpenIncident open = now.open();
        if (open == null) {
            return now.health().verdicts().values().stream().anyMatch(Verdict.Unhealthy.class::isInstance);
        }
        long patience = policy.escalation().after().toNanos();
        return now.phase().isUnderWay()
                || (!(now.phase() instanceof Phase.Escalated) && clock.nanos() - open.openedNanos() < patience);
    }

    /** Why a step must not begin although the rules have decided on it; empty if it may. Asked on remediation threads. */
    private String veto(Step step, Orders decidedUnder) {
        Orders now = ordered;
        if (now.stop() != null) {
            return "a human has stopped it";
        }
        String stopped = hooks.stopped();
        if (!stopped.isEmpty()) {
            return stopped;
        }
        if (now.pin() != null && step.remediation().failback() != null) {
            return "a human has pinned all traffic to " + now.pin().text();
        }
        boolean isLowered = now.modeOf(policy, step).compareTo(decidedUnder.modeOf(policy, step)) < 0;
        return isLowered ? "a human has lowered the mode" : "";
    }

    /** What humans have ordered so far; a stop holds from this moment on, before the rules have heard of it. */
    Orders orders() {
        return ordered;
    }

    void order(Orders orders) {
        ordered = orders;
    }

    TargetStatus status() {
        Episode now = episode;
        Map<String, Mode> steps = new LinkedHashMap<>();
        policy.steps().forEach(step -> steps.put(step.name(), ordered.modeOf(policy, step)));
        Map<Outcome, Long> calls = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            calls.put(outcome, window.total(outcome));
        }
        OpenIncident open = now.open();
        return new TargetStatus(
                name(),
                scope,
                now.phase().label(),
                ordered.modeOf(policy),
                steps,
                ordered,
                now.health().verdicts(),
                guard.breaker().state(),
                window.inFlightTotal(),
                calls,
                open == null ? null : open.incident().id());
    }

    private void carryOut(Effect effect) {
        if (effect instanceof Effect.Tell tell) {
            hooks.told(tell.incident(), tell.event());
        } else if (effect instanceof Effect.Append append) {
            hooks.append(append);
        } else if (effect instanceof Effect.Pin pin) {
            hooks.pin(this, pin.stop());
        } else if (effect instanceof Effect.Write write) {
            books.write(write.entry());
        } else if (effect instanceof Effect.Intend intend) {
            books.write(
                    intend.entry(),
                    failure -> inbox.accept(new Fact.Written(Moment.of(clock), intend.attempt(), failure)));
        } else if (effect instanceof Effect.Check check) {
            runner().check(check);
        } else if (effect instanceof Effect.Apply apply) {
            Orders decidedUnder = episode.orders();
            runner().apply(apply, () -> veto(apply.step(), decidedUnder));
        } else if (effect instanceof Effect.Undo undo) {
            runner().undo(undo);
        } else if (effect instanceof Effect.Admit admit) {
            Orders decidedUnder = episode.orders();
            runner().admit(admit, () -> veto(admit.step(), decidedUnder));
        } else if (effect instanceof Effect.Restore restore) {
            Orders decidedUnder = episode.orders();
            runner().restore(restore, () -> veto(restore.step(), decidedUnder));
        } else if (effect instanceof Effect.AskProbe probe) {
            prober().ask(probe);
        } else if (effect instanceof Effect.Interrupt interrupt) {
            runner().interrupt(interrupt.attempt());
        } else if (effect instanceof Effect.Inspect inspect) {
            runner().inspect(inspect.attempt());
        } else if (effect instanceof Effect.LetTrialCallsIn trial) {
            runner().letTrialCallsIn(guard.breaker(), trial.attempt());
        } else if (effect instanceof Effect.ForgetSignals) {
            window.forget(clock.nanos());
            for (Looking detector : detectors) {
                detector.forget();
            }
        }
    }

    void gap(Duration length) {
        accept(new Fact.Gap(Moment.of(clock), length));
    }

    /** Interrupts what is under way and closes what is open. */
    void stop() {
        if (isBeingUndone(episode)) {
            runner().close(); // it may still end
        } else {
            runner().stop();
        }
        accept(new Fact.Stopped(Moment.of(clock)));
        stopped = true;
    }

    /** A share that is on its way is no undo: what was moved stays where it is. */
    private static boolean isBeingUndone(Episode now) {
        Held returning = now.returning();
        Held.Homecoming homecoming = returning == null ? null : returning.homecoming();
        boolean isUndo = returning != null && (homecoming == null || homecoming.asked() >= 1);
        return isUndo || now.phase() instanceof Phase.Undoing;
    }

    /** Whether something is still to be undone, although heal is shut down. */
    boolean isUndoing() {
        Episode now = episode;
        return now.held().stream().anyMatch(held -> !held.isGradual()) || isBeingUndone(now);
    }

    /** Such as {@code orders: watched by stalled, errors; steps: restart (act)}. */
    String announcement() {
        String steps = policy.steps().stream()
                .map(step -> step.name() + " (" + policy.modeOf(step).name().toLowerCase(Locale.ROOT) + ")")
                .collect(Collectors.joining(", "));
        return name() + ": watched by " + String.join(", ", policy.detectors().keySet()) + "; steps: " + steps;
    }

    /** The steps that may begin, and do not while the journal is in memory. */
    List<String> stepsThatNeedADisk() {
        return policy.steps().stream()
                .filter(step -> policy.modeOf(step) != Mode.OBSERVE
                        && JournalGate.needsDisk(step.remediation().risk()))
                .map(step -> name() + "." + step.name())
                .toList();
    }

    @Nullable
    String scope() {
        return scope;
    }

    /** The region that the target is; null if it is none. */
    @Nullable
    Region<?> region() {
        return region;
    }

    Guard guard() {
        return guard;
    }

    @Override
    public String name() {
        return guard.name();
    }

    @Override
    public long calls(Outcome outcome) {
        return window.total(outcome);
    }

    @Override
    public long inFlight() {
        return window.inFlightTotal();
    }

    @Override
    public String state() {
        return episode.phase().label();
    }
}
