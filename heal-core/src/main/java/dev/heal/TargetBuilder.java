package dev.heal;

import dev.heal.check.Check;
import dev.heal.detect.Detector;
import dev.heal.detect.ProbeFails;
import dev.heal.guard.Breaker;
import dev.heal.guard.Guard;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Mode;
import dev.heal.policy.Policy;
import dev.heal.policy.Step;
import dev.heal.region.Region;
import dev.heal.remediation.Remediation;
import dev.heal.signal.SlicedWindow;
import dev.heal.signal.Timing;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what keeps one target healthy. Belongs to {@link Heal.Builder#target}; not safe for use by several threads. */
public final class TargetBuilder {

    /** The detector that every region has. */
    private static final String REGION_PROBE = "region-probe";

    private static final Duration SLICE = Duration.ofMillis(500);

    private final String name;
    private final Clock clock;
    private final Map<String, Detector> detectors = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Set<String> dependsOn = new LinkedHashSet<>();
    private final Check check;
    private SlicedWindow window;
    private Timing timing = Timing.ADAPTIVE;
    private @Nullable Breaker breaker;
    private @Nullable Guard guard;
    private Budget budget = Budget.DEFAULT;
    private Duration cooldown = Policy.DEFAULT_COOLDOWN;
    private @Nullable Mode mode;
    private Escalation escalation = Escalation.DEFAULT;
    private GiveUp giveUp = GiveUp.DEFAULT;
    private @Nullable String scope;
    private @Nullable Region<?> region;
    private boolean arms;
    private OptionalInt limitConcurrency = OptionalInt.empty();

    TargetBuilder(String name, Clock clock, Check check) {
        this.name = name;
        this.clock = clock;
        this.check = check;
        this.window = new SlicedWindow(SLICE, clock.nanos());
    }

    /**
     * The circuit breaker that the guard stands around. Left out, heal makes one with Resilience4j's defaults, which in mode
     * observe counts only and lets every call in. A driven one brings the window along that the target is judged by: it
     * belongs to one target alone.
     *
     * @throws IllegalStateException if {@link #guard()} has already been asked for
     */
    public TargetBuilder breaker(Breaker breaker) {
        if (guard != null) {
            throw new IllegalStateException("target " + name + ": name the breaker before asking for the guard");
        }
        this.breaker = breaker;
        breaker.window().ifPresent(own -> window = own);
        window.timing(timing);
        return this;
    }

    /** The target's guard, as {@link Heal#guard} will give it: for remediations that act on it. */
    public Guard guard() {
        Guard made = guard;
        if (made == null) {
            Breaker around = breaker == null ? Breaker.create(name, clock, window) : breaker;
            made = new Guard(name, around, window, clock);
            guard = made;
            limitConcurrency.ifPresent(made::limitConcurrency);
        }
        return made;
    }

    /**
     * At most so many calls are in flight at once, whatever the mode, from now on; left out: as many as come. A step
     * {@code limit-concurrency} goes below it while it holds.
     */
    public TargetBuilder limitConcurrency(int most) {
        if (most < 1) {
            check.problem("limit-concurrency", most, "must be at least 1", "write 1 or more, or leave it out");
        } else {
            limitConcurrency = OptionalInt.of(most);
            if (guard != null) {
                guard.limitConcurrency(most);
            }
        }
        return this;
    }

    /** The target is a region: its guard, its signals and its probe are those of the router, which is its scope. */
    void region(Region<?> region) {
        window = region.window();
        window.timing(timing);
        breaker = region.guard().breaker();
        guard = region.guard();
        limitConcurrency.ifPresent(region.guard()::limitConcurrency);
        this.region = region;
        scope = region.router().name();
        detect(REGION_PROBE, new ProbeFails(region.probe(), region.router().probing()));
    }

    /** Has the target looked at; each name once. */
    public TargetBuilder detect(String name, Detector detector) {
        if (detectors.putIfAbsent(name, detector) != null) {
            check.at("detectors").problem(name, null, "is there twice", "give each detector a name of its own");
        }
        return this;
    }

    /** A step that answers to every detector; steps are tried in the order in which they are named. */
    public TargetBuilder step(String name, Remediation remediation) {
        return step(name, remediation, step -> {});
    }

    /** A step; steps are tried in the order in which they are named. */
    public TargetBuilder step(String name, Remediation remediation, Consumer<StepBuilder> how) {
        if (steps.stream().anyMatch(step -> step.name().equals(name))) {
            check.at("steps").problem(name, null, "is there twice", "give each step a name of its own");
            return this;
        }
        StepBuilder step = new StepBuilder(name, remediation);
        how.accept(step);
        steps.add(step.build());
        return this;
    }

    /** At most so many remediations within any span of that length; left out: 3 in 10 min. */
    public TargetBuilder budget(int remediations, Duration per) {
        budget = new Budget(remediations, per);
        return this;
    }

    /** How soon the same step may be taken again; left out: 60 s. */
    public TargetBuilder cooldown(Duration cooldown) {
        this.cooldown = cooldown;
        return this;
    }

    /** For which calls the clock is read; left out: {@link Timing#ADAPTIVE}. */
    public TargetBuilder timing(Timing timing) {
        this.timing = timing;
        window.timing(timing);
        return this;
    }

    /** What heal may do here; left out: what {@link Heal.Builder#mode} says. */
    public TargetBuilder mode(Mode mode) {
        this.mode = mode;
        return this;
    }

    public TargetBuilder escalate(Escalation escalation) {
        this.escalation = escalation;
        return this;
    }

    /**
     * The targets that this one needs in order to be well: while one of them is sick and still being repaired, only SAFE
     * steps start here. One that heal may not repair, because it is observed or stopped, is waited for until the time of its
     * {@link #escalate escalation} has passed.
     */
    public TargetBuilder dependsOn(String... targets) {
        dependsOn.addAll(List.of(targets));
        return this;
    }

    /** When heal stops trying by itself and waits for a human; left out: {@link GiveUp#DEFAULT}. */
    public TargetBuilder giveUp(GiveUp giveUp) {
        this.giveUp = giveUp;
        return this;
    }

    /** The targets of a scope can stand in for each other: what must not happen to too many of them at once. */
    public TargetBuilder scope(String scope) {
        if (region != null) {
            check.problem("scope", scope, "is of a region, whose scope is its router", "leave it out");
            return this;
        }
        this.scope = scope;
        return this;
    }

    /** Whether its breaker keeps calls out once heal has started: until then nobody asked it to. */
    boolean arms() {
        return arms;
    }

    /** The region that it is; null if it is none. */
    @Nullable
    Region<?> region() {
        return region;
    }

    @Nullable
    String scope() {
        return scope;
    }

    Policy policy(Mode fallback, Mode ceiling) {
        Mode own = mode == null ? fallback : mode;
        Policy policy = new Policy(detectors, steps, budget, cooldown, own, ceiling, escalation, giveUp);
        boolean observes = policy.steps().stream().allMatch(step -> policy.modeOf(step) == Mode.OBSERVE);
        if (breaker == null && observes) {
            // Observing must not cost a call: the application has asked for no breaker.
            guard().breaker().onlyMeasure();
        }
        arms = region != null && !observes;
        return policy;
    }

    Set<String> dependsOn() {
        return dependsOn;
    }

    SlicedWindow window() {
        return window;
    }

    Check check() {
        return check;
    }
}
