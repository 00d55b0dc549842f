package dev.heal.region;

import dev.heal.admission.RetryBudget;
import dev.heal.check.Check;
import dev.heal.detect.Probe;
import dev.heal.detect.ProbeFails;
import dev.heal.guard.Breaker;
import dev.heal.guard.CheckedSupplier;
import dev.heal.guard.Guard;
import dev.heal.signal.SlicedWindow;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each call to one of several regions that can serve it. Where the traffic goes is decided elsewhere, by heal's loop or
 * a human; a call reads one field.
 *
 * <pre>{@code
 * RegionRouter<DataSource> router = RegionRouter.<DataSource>named("inventory")
 *     .region("east", east)                 // home
 *     .standby("west", west)
 *     .probe(JdbcProbe::new)
 *     .build();
 * DataSource inventory = RoutingDataSource.of(router);
 * }</pre>
 *
 * <p>Safe for use by all threads. Heal moves traffic, and no data.
 *
 * @param <T> what calls are made with: a pool, a base address, a client
 */
public final class RegionRouter<T> {

    private static final Logger LOG = LoggerFactory.getLogger(RegionRouter.class);
    private static final Duration SLICE = Duration.ofMillis(500);

    /** Longer is not counted: nanoseconds in a long reach for 292 years. */
    private static final Duration ENDLESS = Duration.ofDays(36_525);

    /** How far back it is known how many calls came, so that a destination can be asked to hold them. */
    public static final Duration LOAD_OVER = Duration.ofSeconds(10);

    private final String name;
    private final Writes writes;
    private final InFlight inFlight;
    private final ProbeFails.Settings probing;
    private final DoubleSupplier random;
    private final Clock clock;
    private final List<Region<T>> regions = new ArrayList<>();
    private final ThreadLocal<@Nullable Region<T>> bound = new ThreadLocal<>();
    private final Listeners<T> listeners;
    private final RetryBudget retries;

    private volatile Route<T> route;

    // What the route is made of; guarded by this.
    private final Map<String, Double> admitted = new HashMap<>();
    private final Map<String, List<String>> movedTo = new HashMap<>();
    private @Nullable String pinned;

    private RegionRouter(Builder<T> builder, Map<String, Probe> probes) {
        this.name = builder.name;
        this.writes = builder.writes;
        this.inFlight = builder.inFlight;
        this.probing = builder.probing;
        this.random = builder.random;
        this.clock = builder.clock;
        this.listeners = new Listeners<>(name);
        RetryBudget budget = builder.retries;
        this.retries = budget == null ? RetryBudget.standard(clock) : budget;
        builder.places.forEach((region, place) -> {
            String target = name + "@" + region;
            SlicedWindow window = new SlicedWindow(SLICE, builder.clock.nanos());
            window.keep(LOAD_OVER);
            Breaker breaker = Breaker.unarmed(target, builder.clock, window, WriteRefusedException::isCauseOf);
            Guard guard = new Guard(target, breaker, window, builder.clock);
            regions.add(new Region<>(
                    this,
                    region,
                    place.resource,
                    place.weight,
                    place.capacity,
                    window,
                    guard,
                    Objects.requireNonNull(probes.get(region))));
        });
        this.route = routed();
    }

    public static <T> Builder<T> named(String name) {
        return new Builder<>(name);
    }

    public String name() {
        return name;
    }

    public Writes writes() {
        return writes;
    }

    public InFlight inFlight() {
        return inFlight;
    }

    /** How many calls may be made once more around a move; one router's own, unless it was given another. */
    public RetryBudget retries() {
        return retries;
    }

    Clock clock() {
        return clock;
    }

    /** How its regions are asked whether they are well. */
    public ProbeFails.Settings probing() {
        return probing;
    }

    /** In the order in which they were named; the first has traffic while all is well. */
    public List<Region<T>> regions() {
        return List.copyOf(regions);
    }

    /**
     * @throws IllegalArgumentException if there is no such region; the message names the nearest
     */
    public Region<T> region(String region) {
        return regions.stream()
                .filter(each -> each.name().equals(region))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the router " + name + " has no region \"" + region + "\"; " + Nearest.hint(region, names())));
    }

    private List<String> names() {
        return regions.stream().map(Region::name).toList();
    }

    // -- data plane

    /** The region that the next call goes to. Reads one field and allocates nothing. */
    public Region<T> pick() {
        return route.pick(random);
    }

    /** The region of the call that this thread is in; where it is in none, the one that the next call goes to. */
    public Region<T> current() {
        Region<T> region = bound.get();
        return region != null ? region : pick();
    }

    /** Whether this thread is in a call of this router, which its region's guard measures already. */
    public boolean isInCall() {
        return bound.get() != null;
    }

    /**
     * Has {@link #current} be this region for this thread until {@link #leave}: all that one call does goes to one place.
     *
     * @return what was bound before, to be handed to {@link #leave}
     */
    public @Nullable Region<T> bind(Region<T> region) {
        Region<T> before = bound.get();
        bound.set(region);
        return before;
    }

    public void leave(@Nullable Region<T> before) {
        if (before == null) {
            bound.remove();
        } else {
            bound.set(before);
        }
    }

    // -- control plane: where the traffic goes

    /** The part of the traffic that each region gets now, 0 to 1; they add up to 1. Takes no lock. */
    public Map<String, Double> shares() {
        Route<T> now = route;
        Map<String, Double> byName = new LinkedHashMap<>();
        regions.forEach(region -> byName.put(region.name(), now.share(region)));
        return byName;
    }

    /** The part of the traffic that the region gets now, 0 to 1; 0 for a region of another router. Takes no lock. */
    public double share(Region<?> region) {
        return route.share(region);
    }

    /**
     * Moves all traffic of {@code from} to {@code destinations}, in proportion to their weights, or evenly if all of them stand
     * by. A destination whose own traffic was moved hands its part on. Returns at once; what becomes of the calls in flight is
     * said by {@link #inFlight}.
     *
     * @throws IllegalArgumentException if there is no such region, no destination, or {@code from} is one of them
     */
    public void move(String from, Collection<String> destinations) {
        Region<T> left = region(from);
        List<String> to = destinations.stream().distinct().toList();
        to.forEach(this::region);
        if (to.isEmpty() || to.contains(from)) {
            throw new IllegalArgumentException(
                    "the traffic of " + left.target() + " cannot be moved to " + to + ": name other regions");
        }
        change(left, () -> {
            admitted.put(from, 0.0);
            movedTo.put(from, to);
        });
    }

    /**
     * Gives a region that its traffic was moved away from so much of it back; with 1 the move is over. Does nothing if its
     * traffic was not moved.
     *
     * @param share 0 to 1; 0 takes all of it away again
     * @throws IllegalArgumentException if there is no such region, or the share is none
     */
    public void admit(String region, double share) {
        Region<T> known = region(region);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share: " + share + " is not between 0 and 1");
        }
        change(known, () -> {
            if (!movedTo.containsKey(region)) {
                return;
            }
            if (share == 1) {
                admitted.remove(region);
                movedTo.remove(region);
            } else {
                admitted.put(region, share);
            }
        });
    }

    /** A region that an order takes its last traffic from is left; one that loses it because another came back is not. */
    private void change(Region<T> region, Runnable order) {
        boolean isLeft;
        synchronized (this) {
            boolean served = route.share(region) > 0;
            order.run();
            Route<T> next = routed();
            isLeft = served && next.share(region) == 0;
            if (isLeft) {
                // Before the route: a call that finds the region without traffic then knows that it was left.
                region.leave();
            }
            route = next;
        }
        if (isLeft) {
            told(region);
        }
    }

    private void told(Region<T> left) {
        try {
            if (inFlight == InFlight.FAIL_FAST) {
                left.underWay().cutAll(name);
            }
        } catch (Throwable failure) {
            // No thread to be had, say: the traffic has been moved, and that is what counts.
            LOG.warn("the calls in flight at {} could not be cut: {}", left.target(), SafeText.of(failure));
        }
        listeners.tell(left);
    }

    /** The part of its own traffic that a region gets: 1 unless it was moved away, and not all of it is back. */
    public synchronized double admitted(String region) {
        return admitted.getOrDefault(region(region).name(), 1.0);
    }

    /** Whether any traffic goes there now. */
    public boolean serves(Region<?> region) {
        return share(region) > 0;
    }

    /** A human has all traffic go there until {@link #unpin}, whatever is moved meanwhile. Calls in flight are left alone. */
    public synchronized void pin(String region) {
        pinned = region(region).name();
        route = routed();
    }

    public synchronized void unpin() {
        pinned = null;
        route = routed();
    }

    /** The region that a human has pinned; null if none has. */
    public synchronized @Nullable String pinned() {
        return pinned;
    }

    /**
     * Tells of each region that loses all its traffic by {@link #move} or {@link #admit}, after it has: on a thread of the
     * listener's own, in the order of the events. A listener that throws is logged; one that blocks misses what comes after
     * the next 16 events.
     */
    public void onLeave(Consumer<Region<T>> listener) {
        listeners.add(listener);
    }

    private Route<T> routed() {
        return new Route<>(regions, Shares.of(regions, admitted, movedTo, pinned));
    }

    /** A region that serves now, and is not this one; null if there is none. */
    @Nullable
    Region<T> other(Region<T> but) {
        return route.pickOther(but, random);
    }

    // -- calls

    /**
     * Makes one call in the region that its turn has come to, through that region's guard. Within a call of this router it is
     * a part of that one.
     *
     * @throws X whatever the body throws
     * @throws dev.heal.guard.CallRejectedException if the region's guard did not let it in
     */
    public <R extends @Nullable Object, X extends Exception> R call(RegionCall<? super T, R, X> body) throws X {
        Region<T> region = current();
        return isInCall() ? body.in(region.resource()) : region.guard().call(within(region, body));
    }

    /**
     * As {@link #call}, for one that writes.
     *
     * @throws WriteRefusedException without sending it, if the region only stands by and the store does not replicate
     */
    public <R extends @Nullable Object, X extends Exception> R write(RegionCall<? super T, R, X> body) throws X {
        // Asked once: of two looks at several regions that serve, each could be another one.
        Region<T> region = current();
        if (!region.mayWrite()) {
            throw new WriteRefusedException(region);
        }
        return isInCall() ? body.in(region.resource()) : region.guard().call(within(region, body));
    }

    /**
     * As {@link #call}, for one that may be carried out twice and does not write. If the traffic was moved away from its
     * region while it was under way, and it failed, or if the region's guard did not let it in while its traffic is on its way
     * elsewhere, it is made once more in a region that serves now, as far as {@link #retries} allows. Nothing else is ever made
     * twice. Within a call of this router it is a part of that one, and is made once.
     *
     * @throws X whatever the body throws, the second time with what it threw the first time as suppressed
     * @throws dev.heal.guard.CallRejectedException if the region's guard did not let it in
     */
    public <R extends @Nullable Object, X extends Exception> R callIdempotent(RegionCall<? super T, R, X> body)
            throws X {
        return again(OptionalLong.empty(), body);
    }

    /**
     * As {@link #callIdempotent(RegionCall)}.
     *
     * @param within so long after its beginning it is not made once more; how long it takes is up to the body
     */
    public <R extends @Nullable Object, X extends Exception> R callIdempotent(
            Duration within, RegionCall<? super T, R, X> body) throws X {
        return again(until(within), body);
    }

    private <R extends @Nullable Object, X extends Exception> R again(
            OptionalLong until, RegionCall<? super T, R, X> body) throws X {
        if (isInCall()) {
            return body.in(current().resource());
        }
        Turn<T> turn = turn(until);
        try {
            return turn.region().guard().call(turn.sending(within(turn.region(), body)));
        } catch (Exception first) {
            Region<T> next = turn.again(first);
            if (next == null) {
                throw first;
            }
            try {
                return next.guard().call(within(next, body));
            } catch (Exception second) {
                Turn.withFirst(second, first);
                throw second;
            }
        }
    }

    private <R extends @Nullable Object, X extends Exception> CheckedSupplier<R, X> within(
            Region<T> region, RegionCall<? super T, R, X> body) {
        return () -> {
            Region<T> before = bind(region);
            try {
                return body.in(region.resource());
            } finally {
                leave(before);
            }
        };
    }

    /**
     * As {@link #call}, for one whose answer comes later; it counts as in flight until then. With {@link InFlight#FAIL_FAST} its
     * stage fails with {@link RegionLeftException} as soon as the traffic is moved away from its region, whatever its body goes
     * on doing.
     *
     * @throws dev.heal.guard.CallRejectedException if the region's guard did not let it in
     */
    public <R extends @Nullable Object> CompletionStage<R> callStage(StageCall<? super T, R> body) {
        return isInCall() ? body.in(current().resource()) : Stages.once(new Turn<>(this, OptionalLong.empty()), body);
    }

    /** What {@link #callIdempotent(RegionCall)} is to {@link #call}; the second try begins on the thread that ended the first. */
    public <R extends @Nullable Object> CompletionStage<R> callStageIdempotent(StageCall<? super T, R> body) {
        return isInCall() ? body.in(current().resource()) : Stages.twice(turn(OptionalLong.empty()), body);
    }

    /** As {@link #callStageIdempotent(StageCall)}; so long after its beginning it is not made once more. */
    public <R extends @Nullable Object> CompletionStage<R> callStageIdempotent(
            Duration within, StageCall<? super T, R> body) {
        return isInCall() ? body.in(current().resource()) : Stages.twice(turn(until(within)), body);
    }

    /** On the router's clock; a span that is as good as endless is none. */
    OptionalLong until(Duration within) {
        return within.compareTo(ENDLESS) < 0 ? OptionalLong.of(clock.nanos() + within.toNanos()) : OptionalLong.empty();
    }

    /** One call that may be sent twice; it is paid into the budget. */
    Turn<T> turn(OptionalLong until) {
        retries.requested();
        return new Turn<>(this, until);
    }

    /** What one call does with the region that it is made in, whose answer comes later. */
    @FunctionalInterface
    public interface StageCall<T, R extends @Nullable Object> {
        CompletionStage<R> in(T resource);
    }

    /** What one call does with the region that it is made in. */
    @FunctionalInterface
    public interface RegionCall<T, R extends @Nullable Object, X extends Exception> {
        R in(T resource) throws X;
    }

    /** Collects the regions and checks them all at once. Not safe for use by several threads. */
    public static final class Builder<T> {

        private record Place<T>(T resource, double weight, double capacity) {}

        private final String name;
        private final Map<String, Place<T>> places = new LinkedHashMap<>();
        private final Check check;
        private @Nullable Function<T, Probe> probe;
        private ProbeFails.Settings probing = new ProbeFails.Settings(3, Duration.ofSeconds(1), Duration.ofSeconds(1));
        private Writes writes = Writes.HOME_ONLY;
        private InFlight inFlight = InFlight.LEAVE;
        private @Nullable RetryBudget retries;
        private Clock clock = Clock.system();
        private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

        private Builder(String name) {
            this.name = name;
            this.check = Check.of("routers").at(name);
        }

        /** A region that has traffic while all is well, as much as each other such one. */
        public Builder<T> region(String region, T resource) {
            return region(region, resource, 1, Double.NaN);
        }

        /** A region that has none while all is well. */
        public Builder<T> standby(String region, T resource) {
            return region(region, resource, 0, Double.NaN);
        }

        /**
         * @param weight its part of the traffic, in proportion to the others'; zero for one that stands by
         * @param capacity how many calls a second it can hold; NaN if that is not known, and then it is taken to hold all
         */
        public Builder<T> region(String region, T resource, double weight, double capacity) {
            Check at = check.at("regions");
            checkName(at, region, "region", "east");
            if (places.putIfAbsent(region, new Place<>(resource, weight, capacity)) != null) {
                at.problem(SafeText.of(region), null, "is there twice", "give each region a name of its own");
            }
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                at.at(SafeText.of(region))
                        .problem(
                                "weight",
                                weight,
                                "is not a number of at least 0",
                                "write 1, or 0 for one that stands by");
            }
            if (capacity <= 0 || Double.isInfinite(capacity)) {
                at.at(SafeText.of(region))
                        .problem("capacity", capacity, "is not above 0", "write how many calls a second it can hold");
            }
            return this;
        }

        /** The question that tells whether a region is well; asked of each, also of those without traffic. */
        public Builder<T> probe(Function<T, Probe> probe) {
            this.probe = probe;
            return this;
        }

        /** How often it is asked; left out: every second, an answer within a second, three failures in a row are sick. */
        public Builder<T> probing(int failures, Duration every, Duration within) {
            this.probing = new ProbeFails.Settings(failures, every, within);
            return this;
        }

        /** Left out: {@link Writes#HOME_ONLY}. */
        public Builder<T> writes(Writes writes) {
            this.writes = writes;
            return this;
        }

        /** Left out: {@link InFlight#LEAVE}. */
        public Builder<T> inFlight(InFlight inFlight) {
            this.inFlight = inFlight;
            return this;
        }

        /** How many calls may be made once more around a move; left out: {@link RetryBudget#standard}. */
        public Builder<T> retries(RetryBudget budget) {
            this.retries = budget;
            return this;
        }

        /** Another clock than the process's own. */
        public Builder<T> clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** What spreads calls over several regions: numbers from 0 to 1. Left out: the thread's own random numbers. */
        public Builder<T> random(DoubleSupplier random) {
            this.random = random;
            return this;
        }

        /**
         * @throws dev.heal.check.InvalidConfigurationException naming all that is wrong
         */
        public RegionRouter<T> build() {
            checkName(check, name, "router", "inventory");
            if (places.size() < 2) {
                check.problem(
                        "regions",
                        places.isEmpty() ? null : String.join(", ", places.keySet()),
                        places.isEmpty() ? "there is none" : "there is only one, and so nowhere to go",
                        "name at least two");
            } else if (places.values().stream().allMatch(place -> place.weight == 0)) {
                check.problem("regions", null, "all of them stand by", "give the one that is home a weight above 0");
            }
            checkTwice();
            probing.check(check.at("probe"));
            Map<String, Probe> probes = probes();
            check.orThrow();
            return new RegionRouter<>(this, probes);
        }

        /** Made before anything else is: a probe may find that the address of its region cannot be asked. */
        private Map<String, Probe> probes() {
            Map<String, Probe> probes = new LinkedHashMap<>();
            Function<T, Probe> maker = probe;
            if (maker == null) {
                check.problem(
                        "probe",
                        null,
                        "there is none, so nobody could tell whether a region without traffic is well",
                        "name the question that is asked of each region");
                return probes;
            }
            places.forEach((region, place) -> {
                String wrong;
                try {
                    Probe made = maker.apply(place.resource);
                    if (made != null) {
                        probes.put(region, made);
                        return;
                    }
                    wrong = "is null";
                } catch (RuntimeException failure) {
                    wrong = "could not be made: " + SafeText.of(failure);
                }
                check.at("regions")
                        .at(SafeText.of(region))
                        .problem("probe", null, wrong, "give a probe that can ask this region");
            });
            return probes;
        }

        /** Both are parts of the names of targets, {@code router@region}. */
        private static void checkName(Check at, String name, String what, String example) {
            if (name.isBlank() || name.contains("@") || !name.equals(name.strip())) {
                at.problem(
                        name.isBlank() ? "" : SafeText.of(name),
                        null,
                        name.isBlank() ? "a " + what + " needs a name" : "is no name of a " + what,
                        "write one without @ and without space around it, such as " + example);
            }
        }

        /** Two regions that are one thing would fail over to what is dead. */
        private void checkTwice() {
            Map<Object, String> known = new HashMap<>();
            Map<Object, String> same = new IdentityHashMap<>();
            places.forEach((region, place) -> {
                Object resource = place.resource;
                boolean isValue = resource instanceof URI || resource instanceof String;
                String other =
                        isValue ? known.putIfAbsent(address(resource), region) : same.putIfAbsent(resource, region);
                if (other != null) {
                    check.at("regions")
                            .problem(
                                    SafeText.of(region),
                                    isValue ? resource : null,
                                    "is the same as " + other,
                                    "name another place, or leave one of them out");
                }
            });
        }

        /** One address may be written in several ways. */
        private static Object address(Object resource) {
            String text = resource.toString();
            return text.endsWith("/")
                    ? text.substring(0, text.length() - 1).toLowerCase(Locale.ROOT)
                    : text.toLowerCase(Locale.ROOT);
        }
    }
}
