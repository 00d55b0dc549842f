package dev.heal;

import dev.heal.admission.LoadShedder;
import dev.heal.check.Check;
import dev.heal.gate.Gates;
import dev.heal.guard.Breaker;
import dev.heal.guard.Guard;
import dev.heal.incident.Decision;
import dev.heal.incident.Incident;
import dev.heal.incident.Story;
import dev.heal.journal.Journal;
import dev.heal.journal.Recording;
import dev.heal.loop.HealLoop;
import dev.heal.loop.StopSwitch;
import dev.heal.loop.Surroundings;
import dev.heal.loop.TargetPlan;
import dev.heal.loop.Workers;
import dev.heal.observe.HealMetrics;
import dev.heal.observe.LoggingObserver;
import dev.heal.observe.Observer;
import dev.heal.observe.Observers;
import dev.heal.observe.TargetStatus;
import dev.heal.policy.Budget;
import dev.heal.policy.Limits;
import dev.heal.policy.Mode;
import dev.heal.policy.Policy;
import dev.heal.policy.Scope;
import dev.heal.policy.Step;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import dev.heal.remediation.ShedLoad;
import dev.heal.text.Durations;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The front door: keeps targets healthy while the application runs.
 *
 * <pre>{@code
 * Heal heal = Heal.builder()
 *     .target("inventory", target -> target
 *         .detect("stalled", poolStalled(pool).oldestBorrow(ofSeconds(2)))
 *         .step("restart", restartPool(pool), step -> step
 *             .when("stalled")
 *             .verify(probe(pool).within(ofSeconds(10)).hold(ofSeconds(3))))
 *         .mode(ACT))
 *     .build();
 * Item item = heal.guard("inventory").call(() -> dao.find(id));
 * }</pre>
 *
 * <p>Safe for use by all threads. Closing it ends healing, not the guards: calls pass on as before.
 */
public final class Heal implements AutoCloseable {

    private final Map<String, Guard> guards;
    private static final Logger LOG = LoggerFactory.getLogger(Heal.class);
    private static final Duration DISK_WITHIN = Duration.ofSeconds(2);

    private final Map<String, RegionRouter<?>> routers;
    private final List<Breaker> armed;
    private final HealLoop loop;

    private Heal(Map<String, Guard> guards, Map<String, RegionRouter<?>> routers, List<Breaker> armed, HealLoop loop) {
        this.armed = armed;
        this.guards = guards;
        this.routers = routers;
        this.loop = loop;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts the loop; does nothing if it runs.
     *
     * @throws IllegalStateException if it has been closed
     */
    public void start() {
        armed.forEach(Breaker::arm);
        loop.start();
    }

    /** Ends the loop: interrupts what is under way, closes open incidents as STOPPED; takes at most about 3 s. */
    @Override
    public void close() {
        loop.close();
    }

    /**
     * The handle through which calls to the target pass.
     *
     * @throws IllegalArgumentException if there is no such target; the message names the nearest
     */
    public Guard guard(String target) {
        Guard guard = guards.get(target);
        if (guard == null) {
            throw new IllegalArgumentException(
                    "there is no target \"" + target + "\"; " + Nearest.hint(target, guards.keySet()));
        }
        return guard;
    }

    /** The routers whose regions are kept healthy, by name. */
    public Map<String, RegionRouter<?>> routers() {
        return routers;
    }

    /** The targets' names, in the order in which they were named. */
    public Set<String> targets() {
        return guards.keySet();
    }

    /** The latest incidents, newest first, open and closed. */
    public List<Incident> incidents() {
        return loop.incidents().all();
    }

    public Optional<Incident> incident(String id) {
        return loop.incidents().find(id);
    }

    /** The incident with what was around it, for {@link dev.heal.incident.Notebook}. */
    public Optional<Story> story(String id) {
        return loop.story(id);
    }

    /**
     * Says that somebody has changed something, a deployment or a setting for instance: incidents that are opened within the
     * next 48 h tell of it. The latest 200 are kept, over restarts too where there is a journal. Does not block.
     *
     * @param what in a word or two, such as {@code deploy}
     * @param text one sentence, such as {@code shop 1.2.3}
     */
    public void changed(String what, String text) {
        loop.changed(what, text);
    }

    /**
     * Takes what a human says to an incident. The loop takes it up at once; a plan is answered if it still stands.
     *
     * @throws IllegalArgumentException if the incident does not exist, or waits for no such decision
     */
    public void decide(String incident, Decision decision) {
        loop.decide(incident, decision);
    }

    /**
     * What is known of a target now.
     *
     * @throws IllegalArgumentException if there is no such target; the message names the nearest
     */
    public TargetStatus status(String target) {
        return loop.status(guard(target).name());
    }

    /** Whether what heal does can be written down now: where it should be and cannot, nothing starts. */
    public Recording recording() {
        return loop.recording();
    }

    /**
     * Nothing starts for any target until {@link #release(String)}; what is under way comes to its end.
     *
     * @param by who orders it
     * @param reason one sentence for the incidents
     */
    public void stop(String by, String reason) {
        outlives(loop.stop(by, reason));
    }

    /**
     * Nothing starts for the target until {@link #release(String, String)}; what is under way comes to its end.
     *
     * @throws IllegalArgumentException if there is no such target
     */
    public void stop(String target, String by, String reason) {
        outlives(loop.stop(guard(target).name(), by, reason));
    }

    /** Takes the stop of all targets back; targets that were stopped by themselves stay so. */
    public void release(String by) {
        outlives(loop.release(by));
    }

    /**
     * Takes the stop of the target back; a stop of all targets stays.
     *
     * @throws IllegalArgumentException if there is no such target
     */
    public void release(String target, String by) {
        outlives(loop.release(guard(target).name(), by));
    }

    /**
     * Orders what heal may do for the target, under the ceiling, until it is ordered otherwise. A step whose own mode is less
     * keeps it; none may do more. Once this has returned, nothing begins that it does not allow; what is under way comes to
     * its end.
     *
     * @param mode null for what the policy says
     * @throws IllegalArgumentException if there is no such target
     */
    public void mode(String target, @Nullable Mode mode, String by) {
        outlives(loop.mode(guard(target).name(), mode, by));
    }

    /**
     * All traffic goes to the region, and heal moves none, until {@link #unpin}; over restarts too where there is a journal.
     * What is under way comes to its end.
     *
     * @param target the region's target, such as {@code inventory@west}
     * @throws IllegalArgumentException if there is no such target, or it is no region of a router
     */
    public void pin(String target, String by, String reason) {
        outlives(loop.pin(guard(target).name(), by, reason));
    }

    /**
     * Takes the pin of that router's regions back: traffic goes where it went without it.
     *
     * @param target any region of the router
     * @throws IllegalArgumentException if there is no such target, or it is no region of a router
     */
    public void unpin(String target, String by) {
        outlives(loop.unpin(guard(target).name(), by));
    }

    /** Waits for the disk, not for long: an order holds at once, and once it has returned it should outlive a crash too. */
    private static void outlives(CompletableFuture<String> order) {
        String failure;
        try {
            failure = order.get(DISK_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return;
        } catch (ExecutionException | TimeoutException slow) {
            failure = "the journal has not answered within " + Durations.text(DISK_WITHIN);
        }
        if (!failure.isEmpty()) {
            LOG.error("this order holds now, but would not outlive a restart: {}", failure);
        }
    }

    /** Collects the targets and checks them all at once. */
    public static final class Builder {

        /** How often detectors look, where nothing is said. */
        public static final Duration DEFAULT_TICK = Duration.ofMillis(250);

        /** Looking more often would cost more than it tells. */
        public static final Duration SHORTEST_TICK = Duration.ofMillis(10);

        /** Where the journal is, where nothing is said: below the directory that the process was started in. */
        public static final Path DEFAULT_JOURNAL = Path.of("heal");

        /** How long the journal keeps what is over, where nothing is said. */
        public static final Duration DEFAULT_RETENTION = Duration.ofDays(30);

        private final Check check = Check.of("");
        private final Map<String, Consumer<TargetBuilder>> byName = new LinkedHashMap<>();
        private final Map<String, RegionRouter<?>> routers = new LinkedHashMap<>();
        private final List<Breaker> armed = new ArrayList<>();
        private final List<Observer> observers = new ArrayList<>(List.of(new LoggingObserver()));
        private Clock clock = Clock.system();
        private Duration tick = DEFAULT_TICK;
        private Mode mode = Mode.OBSERVE;
        private Mode ceiling = Mode.ACT;
        private final Set<LoadShedder> shedders = new LinkedHashSet<>();
        private @Nullable HealMetrics metrics;
        private Limits limits = Limits.DEFAULT;
        private final Map<String, Scope> scopes = new LinkedHashMap<>();
        private Supplier<Journal> journal = () -> Journal.open(DEFAULT_JOURNAL, DEFAULT_RETENTION, clock);
        private @Nullable StopSwitch stopSwitch;

        private Builder() {}

        /** Another clock than the process's own; a {@code ManualClock} goes with {@link #assemble} and hands-on ticks. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** How often detectors look; left out: every 250 ms. */
        public Builder tick(Duration tick) {
            this.tick = tick;
            return this;
        }

        /** What heal may do where a target says nothing; left out: observe. */
        public Builder mode(Mode mode) {
            this.mode = mode;
            return this;
        }

        /** What heal may do at the most, whatever a target or step says; left out: act. */
        public Builder ceiling(Mode ceiling) {
            this.ceiling = ceiling;
            return this;
        }

        /**
         * Where heal writes down what it does, durable before it does it; no other process may use the directory. Left out:
         * {@link #DEFAULT_JOURNAL}. Nothing is opened before {@link #build} or {@link #assemble}; where it cannot be written,
         * heal says so loudly and starts no remediation.
         */
        public Builder journal(Path directory) {
            return journal(directory, DEFAULT_RETENTION);
        }

        /** @param retention how long what is over is kept */
        public Builder journal(Path directory, Duration retention) {
            this.journal = () -> Journal.open(directory, retention, clock);
            return this;
        }

        /**
         * A journal that is open; closing heal closes it. With {@link Journal#memory} only what is safe or reversible starts,
         * and a restart forgets all.
         */
        public Builder journal(Journal journal) {
            this.journal = () -> journal;
            return this;
        }

        /** As long as this file exists nothing starts, whatever is in it; nor when that cannot be known. */
        public Builder stopFile(Path file) {
            this.stopSwitch = StopSwitch.file(file);
            return this;
        }

        /** At most so many remediations in all within any span of that length; left out: 10 in 10 min. */
        public Builder budget(int remediations, Duration per) {
            limits = limits.budget(new Budget(remediations, per));
            return this;
        }

        /** So long after the start only what is SAFE starts; left out: 10 s. */
        public Builder warmUp(Duration span) {
            limits = limits.warmUp(span);
            return this;
        }

        /** Each step waits for a part of this span, so that instances do not act at once; left out: 1 s. */
        public Builder jitter(Duration most) {
            limits = limits.jitter(most);
            return this;
        }

        /** What must not happen to too many targets of this scope at once; left out: {@link Scope#DEFAULT}. */
        public Builder scope(String name, Scope scope) {
            if (scopes.putIfAbsent(name, scope) != null) {
                check.at("scopes").problem(name, null, "is there twice", "give each scope a name of its own");
            }
            return this;
        }

        /** Exports {@code heal.*} there. */
        public Builder metrics(MeterRegistry registry) {
            this.metrics = new HealMetrics(registry);
            return this;
        }

        /** Exports this load shedder's meters too; one that a step acts on is exported anyway. */
        public Builder shedder(LoadShedder shedder) {
            shedders.add(shedder);
            return this;
        }

        /** Tells it of every event, on a thread of its own. */
        public Builder observer(Observer observer) {
            observers.add(observer);
            return this;
        }

        /** A thing to keep healthy; each name once. */
        public Builder target(String name, Consumer<TargetBuilder> how) {
            if (name.isBlank()) {
                check.at("targets").problem("", name, "a target needs a name", "name what is kept healthy");
            } else if (byName.putIfAbsent(name, how) != null) {
                check.at("targets").problem(name, null, "is there twice", "give each target a name of its own");
            }
            return this;
        }

        /**
         * A target that can be served from several regions: each region is a target of its own, {@code router@region}, and all
         * of them are the scope {@code router}.
         *
         * @param how says what keeps one region healthy; asked for each
         */
        public <T> Builder regions(RegionRouter<T> router, BiConsumer<TargetBuilder, Region<T>> how) {
            if (routers.putIfAbsent(router.name(), router) != null) {
                check.at("routers")
                        .problem(router.name(), null, "is there twice", "give each router a name of its own");
                return this;
            }
            for (Region<T> region : router.regions()) {
                target(region.target(), target -> {
                    target.region(region);
                    how.accept(target, region);
                });
            }
            return this;
        }

        /**
         * Checks everything and starts.
         *
         * @throws dev.heal.check.InvalidConfigurationException naming all that is wrong
         */
        public Heal build() {
            Heal heal = assemble();
            heal.start();
            return heal;
        }

        /**
         * Checks everything and starts nothing: {@link Heal#start} is up to the caller.
         *
         * @throws dev.heal.check.InvalidConfigurationException naming all that is wrong
         */
        public Heal assemble() {
            if (tick.compareTo(SHORTEST_TICK) < 0) {
                check.problem("tick", Durations.text(tick), "is too short", "write 250ms, or at least 10ms");
            }
            List<TargetPlan> plans = new ArrayList<>();
            byName.forEach((name, how) -> {
                TargetBuilder target =
                        new TargetBuilder(name, clock, check.at("targets").at(name));
                how.accept(target);
                Policy policy = target.policy(mode, ceiling);
                policy.check(target.check());
                Together.checkNames(name, policy, check.at("targets").at(SafeText.of(name)));
                if (target.arms()) {
                    armed.add(target.guard().breaker());
                }
                plans.add(new TargetPlan(
                        target.guard(), target.window(), policy, target.dependsOn(), target.scope(), target.region()));
            });
            limits = limits.scopes(scopes);
            new Together(plans, scopes.keySet(), check).check();
            limits.check(check);
            check.orThrow();
            return assemble(plans);
        }

        /** Those that were named, and those that a step acts on. */
        private Set<LoadShedder> shedders(List<TargetPlan> plans) {
            Set<LoadShedder> all = new LinkedHashSet<>(shedders);
            plans.stream()
                    .flatMap(plan -> plan.policy().steps().stream())
                    .map(Step::remediation)
                    .filter(ShedLoad.class::isInstance)
                    .map(shed -> ((ShedLoad) shed).shedder())
                    .forEach(all::add);
            return all;
        }

        private Heal assemble(List<TargetPlan> plans) {
            List<Observer> all = new ArrayList<>(observers);
            if (metrics != null) {
                all.add(metrics);
            }
            Surroundings world = new Surroundings(
                    clock,
                    tick,
                    Workers.threads(),
                    Observers.onOwnThreads(all, Workers.named("heal-observer-")),
                    journal.get(),
                    limits,
                    Gates.ALL,
                    stopSwitch,
                    new SecureRandom().nextLong());
            HealLoop loop = new HealLoop(world, plans);
            if (metrics != null) {
                loop.bind(metrics);
                routers.values().forEach(metrics::bind);
                plans.forEach(plan -> metrics.bind(plan.guard()));
                shedders(plans).forEach(metrics::bind);
            }
            Map<String, Guard> guards = new LinkedHashMap<>();
            plans.forEach(plan -> guards.put(plan.guard().name(), plan.guard()));
            return new Heal(
                    Collections.unmodifiableMap(guards),
                    Collections.unmodifiableMap(routers),
                    List.copyOf(armed),
                    loop);
        }
    }
}
