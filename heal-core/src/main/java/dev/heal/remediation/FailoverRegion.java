package dev.heal.remediation;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.guard.Breaker;
import dev.heal.guard.BreakerState;
import dev.heal.guard.Guard;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import dev.heal.resource.Readiness;
import dev.heal.resource.Resources;
import dev.heal.text.Durations;
import dev.heal.text.Nearest;
import dev.heal.text.Percents;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Moves the traffic of one region to those that can take it, until it is well again; then by steps back. */
public final class FailoverRegion implements Remediation {

    /** A blip of 43 s once cost a day of repair: what has not lasted for longer moves nothing. */
    public static final Duration DEFAULT_SUSTAINED = Duration.ofSeconds(45);

    public static final RemediationKind<Settings> KIND = new RemediationKind<>() {
        @Override
        public String name() {
            return "failover-region";
        }

        @Override
        public String description() {
            return "Moves the traffic of a region to one that can take it, and by steps back once it is well again.";
        }

        @Override
        public Settings defaults() {
            return new Settings(List.of(), Failback.DEFAULT);
        }

        @Override
        public Duration sustained() {
            return DEFAULT_SUSTAINED;
        }

        @Override
        public String words(Settings settings) {
            Failback back = settings.failback();
            return "move the traffic of the region to "
                    + (settings.to().isEmpty()
                            ? "another one that is well"
                            : "the first of " + String.join(", ", settings.to()) + " that is well")
                    + ", and " + Percents.plain(back.step()) + " of it back after every "
                    + Durations.written(back.dwell()) + " of health, not before "
                    + Durations.written(back.minimumStay());
        }

        @Override
        public Remediation create(Settings settings, Guard guard, Resources resources) {
            return of(resources.require(Region.class))
                    .to(settings.to().toArray(String[]::new))
                    .failback(settings.failback());
        }
    };

    private static final int PROBES = 2;
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(1);

    /** Room for what grows while traffic moves: retries and cold caches. */
    private static final double HEADROOM = 1.2;

    private final Region<?> from;
    private final List<String> to;
    private final Failback failback;
    private volatile Set<String> destinations = Set.of();

    private FailoverRegion(Region<?> from, List<String> to, Failback failback) {
        this.from = from;
        this.to = List.copyOf(to);
        this.failback = failback;
    }

    /** Moves the traffic of {@code from} to any other region of its router. */
    public static FailoverRegion of(Region<?> from) {
        return new FailoverRegion(from, List.of(), Failback.DEFAULT);
    }

    /** The regions that may take the traffic, best first; left out: all others, in their order. */
    public FailoverRegion to(String... regions) {
        return new FailoverRegion(from, List.of(regions), failback);
    }

    /** Left out: {@link Failback#DEFAULT}. */
    public FailoverRegion failback(Failback how) {
        return new FailoverRegion(from, to, how);
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Risk risk() {
        return Risk.REVERSIBLE;
    }

    @Override
    public Object actsOn() {
        return from;
    }

    @Override
    public Set<String> takesAway() {
        return Set.of(from.target());
    }

    @Override
    public Set<String> showsAt() {
        return destinations;
    }

    @Override
    public Failback failback() {
        return failback;
    }

    @Override
    public Duration sustained() {
        return DEFAULT_SUSTAINED;
    }

    @Override
    public boolean endsWithProcess() {
        return true;
    }

    /** What was begun when the process died ended with it: it is decided on anew. */
    @Override
    public boolean idempotent() {
        return true;
    }

    @Override
    public String plan() {
        return "move the traffic of " + from.router().name() + " from " + from.name() + " to the first of "
                + candidates().stream().map(Region::name).collect(Collectors.joining(", ")) + " that is well";
    }

    @Override
    public void check(Check check) {
        List<String> known = from.router().regions().stream().map(Region::name).toList();
        for (String region : to) {
            if (!known.contains(region)) {
                check.problem(
                        "to",
                        region,
                        "is no region of the router " + from.router().name(),
                        Nearest.hint(region, known));
            } else if (region.equals(from.name()) && to.size() == 1) {
                check.problem("to", region, "is the region itself", "name another, or leave it out");
            }
        }
        failback.check(check.at("failback"));
    }

    private List<Region<?>> candidates() {
        List<Region<?>> all = new ArrayList<>();
        if (to.isEmpty()) {
            all.addAll(from.router().regions());
        } else {
            to.forEach(region -> all.add(from.router().region(region)));
        }
        all.removeIf(region -> region == from);
        return all;
    }

    @Override
    public Readiness ready(RemediationContext context) {
        String pinned = from.router().pinned();
        if (pinned != null) {
            return Readiness.notReady("a human has pinned " + pinned);
        }
        if (!from.router().serves(from)) {
            return Readiness.notReady("no traffic goes to " + from.name());
        }
        List<String> refusals = new ArrayList<>();
        return destinations(context, load(), refusals).isEmpty()
                ? Readiness.notReady(noneCan(refusals))
                : Readiness.ready();
    }

    /** Those that serve already take it together, if each can hold its part; else the first that stands by and can hold all. */
    private List<Region<?>> destinations(RemediationContext context, double all, List<String> refusals) {
        Map<String, Double> shares = from.router().shares();
        double moved = shares.getOrDefault(from.name(), 0.0);
        List<Region<?>> serving = candidates().stream()
                .filter(region -> region.weight() > 0 && isWell(region, context, refusals))
                .toList();
        double weights = serving.stream().mapToDouble(Region::weight).sum();
        if (!serving.isEmpty()
                && serving.stream()
                        .allMatch(region -> canHold(
                                region,
                                all * (shares.getOrDefault(region.name(), 0.0) + moved * region.weight() / weights),
                                refusals))) {
            return serving;
        }
        // One after the other: those that are not needed are not asked, since the question to one of them may hang.
        return candidates().stream()
                .filter(region -> region.weight() == 0)
                .filter(region -> canHold(region, all * (shares.getOrDefault(region.name(), 0.0) + moved), refusals))
                .filter(region -> isWell(region, context, refusals))
                .findFirst()
                .<List<Region<?>>>map(List::of)
                .orElse(List.of());
    }

    /** Calls a second of the whole, since a region's own of the last while may be from before an earlier move. */
    private double load() {
        return from.router().regions().stream()
                .mapToDouble(region -> region.callsPerSecond(RegionRouter.LOAD_OVER))
                .sum();
    }

    private boolean isWell(Region<?> region, RemediationContext context, List<String> refusals) {
        String refusal = refusal(region, context);
        if (refusal != null) {
            refusals.add(region.name() + " " + refusal);
        }
        return refusal == null;
    }

    /** Why the region is no place to go to; null if it is one. */
    private @Nullable String refusal(Region<?> region, RemediationContext context) {
        if (from.router().admitted(region.name()) < 1) {
            return "is being left itself";
        }
        if (!context.mayBeHealthy(region.target())) {
            return "is not known healthy";
        }
        BreakerState breaker = region.guard().breaker().state();
        if (breaker == BreakerState.OPEN || breaker == BreakerState.FORCED_OPEN) {
            return "has its circuit breaker " + breaker;
        }
        return silence(region, context);
    }

    /** Why the region cannot be said to answer; null if it does. */
    private static @Nullable String silence(Region<?> region, RemediationContext context) {
        for (int i = 0; i < PROBES; i++) {
            Duration left = context.remaining();
            if (left.isNegative() || left.isZero()) {
                return "was not asked: there was no time left";
            }
            try {
                region.probe().ask(left.compareTo(LONGEST_PROBE) < 0 ? left : LONGEST_PROBE);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return "did not answer in time";
            } catch (Exception | LinkageError bad) {
                return "does not answer: " + SafeText.of(bad);
            }
        }
        return null;
    }

    private static boolean canHold(Region<?> region, double load, List<String> refusals) {
        double needed = load * HEADROOM;
        if (Double.isNaN(region.capacity()) || needed <= region.capacity()) {
            return true;
        }
        if (Double.isNaN(load)) {
            refusals.add(String.format(
                    Locale.ROOT,
                    "%s holds %.0f calls a second, and nobody knows yet how many come",
                    region.name(),
                    region.capacity()));
            return false;
        }
        refusals.add(String.format(
                Locale.ROOT,
                "%s holds %.0f calls a second, and would need to hold %.0f",
                region.name(),
                region.capacity(),
                needed));
        return false;
    }

    @Override
    public Undo apply(RemediationContext context) {
        List<String> refusals = new ArrayList<>();
        return move(destinations(context, load(), refusals), refusals, context);
    }

    private Undo move(List<Region<?>> chosen, List<String> refusals, RemediationContext context) {
        if (chosen.isEmpty()) {
            throw new IllegalStateException(noneCan(refusals));
        }
        if (Thread.currentThread().isInterrupted() || context.remaining().isNegative()) {
            throw new IllegalStateException("the time was over before the traffic was moved");
        }
        RegionRouter<?> router = from.router();
        List<String> names = chosen.stream().map(Region::name).toList();
        router.move(from.name(), names);
        destinations = chosen.stream().map(Region::target).collect(Collectors.toUnmodifiableSet());
        context.note("the traffic of " + router.name() + " goes to " + String.join(", ", names) + " instead of "
                + from.name());
        return new GradualUndo() {
            @Override
            public void admit(double share, RemediationContext again) {
                if (share > 0) {
                    letIn();
                }
                router.admit(from.name(), share);
            }

            @Override
            public void undo(RemediationContext again) {
                letIn();
                router.admit(from.name(), 1);
            }
        };
    }

    /** Not where the region answers again: then nothing has to be left. */
    @Override
    public Undo restore(RemediationContext context) {
        String silence = silence(from, context);
        if (silence == null) {
            throw new IllegalStateException(from.name() + " answers again");
        }
        List<String> refusals = new ArrayList<>();
        // How many calls come is not known right after a restart: what could hold them before is taken to do so still.
        return move(destinations(context, 0, refusals), refusals, context);
    }

    /** A breaker that is still open from before would reject what comes back, and that would look like a sickness. */
    private void letIn() {
        Breaker breaker = from.guard().breaker();
        if (breaker.state() == BreakerState.OPEN) {
            breaker.tryAgain();
        }
    }

    private static String noneCan(List<String> refusals) {
        return "no region can take the traffic: " + String.join("; ", refusals);
    }

    /** @param to the regions that may take the traffic, best first; empty for all others */
    public record Settings(List<String> to, Failback failback) implements Checked {
        @Override
        public void check(Check check) {
            failback.check(check.at("failback"));
        }
    }
}
