package dev.heal.loop;

import dev.heal.gate.History;
import dev.heal.gate.Standing;
import dev.heal.incident.Change;
import dev.heal.incident.ChangeLog;
import dev.heal.incident.Decision;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentRecords;
import dev.heal.incident.Incidents;
import dev.heal.incident.Plan;
import dev.heal.incident.Resolution;
import dev.heal.incident.Sample;
import dev.heal.incident.Stories;
import dev.heal.incident.Story;
import dev.heal.incident.StoryRecords;
import dev.heal.journal.Recording;
import dev.heal.observe.HealMetrics;
import dev.heal.observe.Observers;
import dev.heal.observe.TargetStatus;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control plane as a whole: all targets, their supervisor, and what has been recorded. */
public final class HealLoop {

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal");
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);
    private static final Duration UNDO_WITHIN = Duration.ofSeconds(1);

    private final Clock clock;
    private final Supervisor supervisor;
    private final List<Healer> healers;
    private final Map<String, Healer> byName = new HashMap<>();
    private final Incidents incidents = new Incidents();
    private final Stories stories;
    private final ChangeLog changes;
    private final Observers observers;
    private final Workers workers;
    private final Bookkeeper books;
    private final @Nullable SwitchWatch stopSwitch;
    private final Ordering ordering;
    private boolean closed;

    public HealLoop(Surroundings world, List<TargetPlan> plans) {
        this(world, plans, Transitions::new);
    }

    /** @param rules makes the rules of one target; a test may put others in their place */
    HealLoop(Surroundings world, List<TargetPlan> plans, Function<Rulebook, Rules> rules) {
        this.clock = world.clock();
        this.observers = world.observers();
        this.workers = world.workers();
        this.supervisor = new Supervisor(clock, world.tick());
        Moment now = Moment.of(clock);
        Recollection found = new Recollection(world.journal().recovered().entries(), now);
        this.stories = new Stories(world.journal().recovered());
        this.changes = new ChangeLog(world.journal().recovered().entries(), now.nanos());
        Duration remember = Memory.ofBudgets(plans, world.limits());
        this.books = new Bookkeeper(
                clock, world.journal(), found.ledger(world.journal().recording()), Memory.ofAll(plans, remember));
        List<Healer> made = new ArrayList<>();
        List<Rulebook> rulebooks = new ArrayList<>();
        Hooks hooks = new Hooks();
        Seconds seconds = new Seconds(now.nanos());
        Jitter jitter = new Jitter(world.instance(), world.limits().jitter());
        for (TargetPlan plan : plans) {
            Rulebook book = new Rulebook(
                    plan.guard().name(),
                    plan.scope(),
                    Described.policy(plan.policy()),
                    world.limits(),
                    remember,
                    world.gates(),
                    jitter);
            rulebooks.add(book);
            made.add(new Healer(plan, book.policy(), rules.apply(book), this.books, clock, workers, seconds, hooks));
        }
        this.healers = List.copyOf(made);
        made.forEach(healer -> byName.put(healer.name(), healer));
        this.ordering = new Ordering(clock, supervisor, healers, this.books, text -> changed("order", text));
        StopSwitch outside = world.stopSwitch();
        this.stopSwitch = outside == null ? null : new SwitchWatch(outside, clock, workers, ordering::switched);
        for (TargetPlan plan : plans) {
            healer(plan.guard().name())
                    .dependsOn(Dependencies.of(plan, plans).stream()
                            .map(this::healer)
                            .toList());
        }
        supervisor.watch(healers, this::everyTick, workers::lookNow);
        resume(found, rulebooks, now);
        world.journal().letGoOfRecovered();
    }

    /** What was before goes on: first all standings, so that each target finds the others in the ledger. */
    private void resume(Recollection found, List<Rulebook> rulebooks, Moment now) {
        for (Rulebook book : rulebooks) {
            books.ledger(books.ledger().standing(book.target(), Standing.unknown(book.scope())));
        }
        healers.forEach(healer ->
                pinAgain(healer, found.orders(healer.name(), healer.scope()).pin()));
        found.incidents().forEach(incidents::put);
        for (int i = 0; i < rulebooks.size(); i++) {
            healers.get(i).resume(new Resumption(rulebooks.get(i), found).begin(books.ledger(), now));
        }
        Set<String> known = healers.stream().map(Healer::name).collect(Collectors.toSet());
        found.leftBehind(known).forEach(intent -> leftBehind(found, intent));
        for (Incident incident : incidents.all()) {
            if (incident.isOpen() && !known.contains(incident.target())) {
                orphaned(incident);
            }
        }
    }

    private static void pinAgain(Healer healer, Orders.@Nullable Pin pin) {
        Region<?> region = healer.region();
        if (region != null && pin != null && pin.region().equals(region.target())) {
            region.router().pin(region.name());
        }
    }

    /** Its target is no more, so there is nobody to go on with it: a human has to look. */
    private void leftBehind(Recollection found, Recollection.Intent intent) {
        books.write(Records.outcome(
                intent.target(), intent.incident(), intent.attempt(), intent.step(), Records.Result.UNKNOWN, false));
        History history = found.history(intent.target()).unresolved(intent.step());
        books.write(Records.givenUp(intent.target(), history));
        String what = intent.isOpen() ? "nobody knows how it ended" : "what it has done may still be in force";
        append(new Effect.Append(
                intent.incident(),
                IncidentEvent.Type.ESCALATED,
                intent.step(),
                "a human is needed: there is no target " + intent.target() + " any more, and " + what));
    }

    private void orphaned(Incident incident) {
        IncidentEvent event = new IncidentEvent(
                clock.now(),
                Duration.ZERO,
                IncidentEvent.Type.RESOLVED,
                null,
                "heal was restarted, and there is no such target any more",
                Map.of("resolution", Resolution.STOPPED.name()));
        record(incident.resolved(Resolution.STOPPED).with(event), event);
    }

    private void everyTick() {
        if (stopSwitch != null) {
            stopSwitch.tick();
        }
        books.tick();
    }

    /** What a healer has the loop do. */
    private final class Hooks implements Healer.Hooks {

        @Override
        public void post(Healer healer, Fact fact) {
            supervisor.post(healer, fact);
        }

        @Override
        public void told(Incident incident, IncidentEvent event) {
            record(incident, event);
        }

        @Override
        public void sampled(Incident incident, List<Sample> samples) {
            stories.sampled(incident.id(), samples);
            StoryRecords.samples(incident, samples).forEach(books::write);
        }

        @Override
        public void append(Effect.Append event) {
            HealLoop.this.append(event);
        }

        @Override
        public void pin(Healer healer, Orders.Stop stop) {
            ordering.pin(healer, stop);
        }

        @Override
        public String stopped() {
            return stopSwitch == null ? "" : stopSwitch.reason();
        }
    }

    /** What is told has been recorded before. */
    private void record(Incident incident, IncidentEvent event) {
        if (incidents.find(incident.id()).isEmpty()) {
            books.write(IncidentRecords.opened(incident));
            tellChanges(incident);
        }
        incidents.put(incident);
        books.write(IncidentRecords.event(incident, event));
        observers.tell(incident, event);
    }

    private void tellChanges(Incident incident) {
        List<Change> before = changes.before(clock.nanos());
        if (!before.isEmpty()) {
            stories.changed(incident.id(), before);
            books.write(StoryRecords.before(incident, before));
        }
    }

    /** Somebody has changed something: the incidents that are opened in the next while tell of it. From any thread. */
    public void changed(String what, String text) {
        books.write(changes.add(what, text, clock.nanos(), clock.now()));
    }

    /** The incident and what is known of what was around it. */
    public Optional<Story> story(String incident) {
        return incidents.find(incident).map(stories::of);
    }

    /** Gives the loop a thread of its own, and says for each target what it will do. */
    public void start() {
        supervisor.start();
        healers.forEach(healer -> LOG.info("{}", healer.announcement()));
        tellWhatMemoryForbids();
    }

    private void tellWhatMemoryForbids() {
        String steps = healers.stream()
                .flatMap(healer -> healer.stepsThatNeedADisk().stream())
                .collect(Collectors.joining(", "));
        if (recording().place() == Recording.Place.MEMORY && !steps.isEmpty()) {
            LOG.warn(
                    "the journal is in memory, so these steps never start, being neither safe nor reversible: {}; name a"
                            + " directory for the journal to have them",
                    steps);
        }
    }

    /** One turn of the loop by hand, for a loop without a thread. */
    public void work() {
        supervisor.work();
    }

    /** Ends the loop and all that is under way; at most about 3 s. */
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        supervisor.close(CLOSE_WITHIN);
        supervisor.drain(UNDO_WITHIN, () -> healers.stream().noneMatch(Healer::isUndoing));
        workers.close();
        observers.close();
        books.close();
    }

    public Incidents incidents() {
        return incidents;
    }

    /** Exports the targets' meters. */
    public void bind(HealMetrics metrics) {
        healers.forEach(healer -> metrics.bind(healer, Phase.labels()));
        metrics.bind(observers);
    }

    /** @throws IllegalArgumentException if the incident does not exist, or waits for no such decision */
    public void decide(String incidentId, Decision decision) {
        Incident incident = incidents
                .find(incidentId)
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no incident \"" + SafeText.of(incidentId) + "\""));
        switch (decision.kind()) {
            case APPROVE, DENY -> checkPlan(incident, decision);
            case ABORT -> {
                if (!incident.isOpen()) {
                    throw new IllegalArgumentException(
                            "incident " + incidentId + " is closed: there is nothing to abort");
                }
            }
            case ACKNOWLEDGE, COMMENT -> {}
        }
        Healer healer = healer(incident.target());
        supervisor.post(healer, new Fact.Decided(Moment.of(clock), incidentId, decision));
    }

    private static void checkPlan(Incident incident, Decision decision) {
        Plan plan = incident.plan();
        if (plan == null) {
            throw new IllegalArgumentException("incident " + incident.id() + " waits for no decision");
        }
        if (!plan.hash().equals(decision.plan())) {
            throw new IllegalArgumentException("incident " + incident.id() + " waits for a decision on plan "
                    + plan.hash() + ", not on " + SafeText.of(decision.plan()) + ": read it again");
        }
    }

    private void append(Effect.Append append) {
        if (incidents.find(append.incident()).isEmpty()) {
            // It is too long ago, or its record was lost: what a human has to know is said all the same.
            LOG.warn(
                    "incident {}: {} {}",
                    SafeText.of(append.incident()),
                    append.type(),
                    SafeText.of(append.subject() == null ? append.text() : append.subject() + ": " + append.text()));
            return;
        }
        Instant now = clock.now();
        incidents.find(append.incident()).ifPresent(closed -> {
            Duration after = Duration.between(closed.opened(), now);
            IncidentEvent event = new IncidentEvent(
                    now,
                    after.isNegative() ? Duration.ZERO : after,
                    append.type(),
                    append.subject(),
                    append.text(),
                    Map.of());
            Incident annotated = incidents.annotate(append.incident(), incident -> incident.with(event));
            if (annotated != null) {
                books.write(IncidentRecords.event(annotated, event));
                observers.tell(annotated, event);
            }
        });
    }

    public Recording recording() {
        return books.recording();
    }

    public TargetStatus status(String target) {
        return healer(target).status();
    }

    /**
     * Nothing starts for any target any more, from this moment on.
     *
     * @return why the order would not outlive a restart, as soon as that is known; empty if it would
     */
    public CompletableFuture<String> stop(String by, String reason) {
        return ordering.stop(by, reason);
    }

    /** Nothing starts for the target any more, from this moment on; the answer is as above. */
    public CompletableFuture<String> stop(String target, String by, String reason) {
        return ordering.stop(healer(target), by, reason);
    }

    public CompletableFuture<String> release(String by) {
        return ordering.release(by);
    }

    public CompletableFuture<String> release(String target, String by) {
        return ordering.release(healer(target), by);
    }

    public CompletableFuture<String> mode(String target, @Nullable Mode mode, String by) {
        return ordering.mode(healer(target), mode, by);
    }

    /** @throws IllegalArgumentException if the target is no region */
    public CompletableFuture<String> pin(String target, String by, String reason) {
        Region<?> region = region(target);
        Orders.Pin pin = new Orders.Pin(target, by, reason, clock.now());
        RegionRouter<?> router = region.router();
        return ordering.pin(router.name(), pin, by, () -> router.pin(region.name()));
    }

    /** @throws IllegalArgumentException if the target is no region */
    public CompletableFuture<String> unpin(String target, String by) {
        RegionRouter<?> router = region(target).router();
        return ordering.pin(router.name(), null, by, router::unpin);
    }

    private Region<?> region(String target) {
        Region<?> region = healer(target).region();
        if (region == null) {
            throw new IllegalArgumentException("target " + target + " is no region of a router");
        }
        return region;
    }

    private Healer healer(String target) {
        Healer healer = byName.get(target);
        if (healer == null) {
            throw new IllegalArgumentException("there is no target \"" + SafeText.of(target) + "\"");
        }
        return healer;
    }
}
