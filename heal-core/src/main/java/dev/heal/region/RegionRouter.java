package dev.heal.region;

import dev.heal.check.Check;
import dev.heal.detect.Probe;
import dev.heal.detect.ProbeFails;
import dev.heal.guard.Breaker;
import dev.heal.guard.CheckedSupplier;
import dev.heal.guard.Guard;
import dev.heal.signal.SlicedWindow;
import dev.heal.text.Nearest;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

    private static final Duration SLICE = Duration.ofMillis(500);

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
    private final List<Consumer<Region<T>>> leaving = new CopyOnWriteArrayList<>();

    private volatile Route<T> route;

    // What the route is made of; guarded by this.
    private final Map<String, Double> admitted = new HashMap<>();
    private final Map<String, List<String>> movedTo = new HashMap<>();
    private @Nullable String pinned;

    private RegionRouter(Builder<T> builder) {
        this.name = builder.name;
        this.writes = builder.writes;
        this.inFlight = builder.inFlight;
        this.probing = builder.probing;
        this.random = builder.random;
        this.clock = builder.clock;
        Function<T, Probe> probe = builder.probe;
        builder.places.forEach((region, place) -> {
            String target = name + "@" + region;
            SlicedWindow window = new SlicedWindow(SLICE, builder.clock.nanos());
            window.keep(LOAD_OVER);
            Breaker breaker = Breaker.create(target, builder.clock, window);
            Guard guard = new Guard(target, breaker, window, builder.clock);
            regions.add(new Region<>(
                    this,
                    region,
                    place.resource,
                    place.weight,
                    place.capacity,
                    window,
                    guard,
                    probe.apply(place.resource)));
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

    /** How its regions are asked whether they are well. */
    public ProbeFails.Settings probing() {
        return probing;
    }

    Clock clock() {
        return clock;
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

    /** The region that the next call goes to. */
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

    /** The part of the traffic that each region gets now, 0 to 1; they add up to 1. */
    public synchronized Map<String, Double> shares() {
        double[] shares = computed();
        Map<String, Double> byName = new LinkedHashMap<>();
        for (int i = 0; i < shares.length; i++) {
            byName.put(regions.get(i).name(), shares[i]);
        }
        return byName;
    }

    /** Moves all traffic of {@code from} to {@code destinations}, in proportion to their weights. Calls in flight stay. */
    public void move(String from, Collection<String> destinations) {
        Region<T> left = region(from);
        destinations.forEach(this::region);
        if (destinations.isEmpty() || destinations.contains(from)) {
            throw new IllegalArgumentException(
                    "the traffic of " + left.target() + " cannot be moved to " + destinations + ": name other regions");
        }
        synchronized (this) {
            admitted.put(from, 0.0);
            movedTo.put(from, List.copyOf(destinations));
            route = routed();
        }
        leaving.forEach(each -> each.accept(left));
    }

    /** Gives a region that its traffic was moved away from so much of it back; with 1 the move is over. */
    public synchronized void admit(String region, double share) {
        region(region);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share: " + share + " is not between 0 and 1");
        }
        if (!movedTo.containsKey(region)) {
            return;
        }
        if (share == 1) {
            admitted.remove(region);
            movedTo.remove(region);
        } else {
            admitted.put(region, share);
        }
        route = routed();
    }

    /** The part of its own traffic that a region gets: 1 unless it was moved away, and not all of it is back. */
    public synchronized double admitted(String region) {
        return admitted.getOrDefault(region(region).name(), 1.0);
    }

    /** Whether any traffic goes there now. */
    public boolean serves(Region<?> region) {
        return shares().getOrDefault(region.name(), 0.0) > 0;
    }

    /** A human has all traffic go there until {@link #unpin}, whatever is moved meanwhile. */
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

    /** Tells of each region that traffic is moved away from, after it is; on the thread that moves it. */
    public void onLeave(Consumer<Region<T>> listener) {
        leaving.add(listener);
    }

    private Route<T> routed() {
        return new Route<>(regions, computed());
    }

    private double[] computed() {
        double[] shares = new double[regions.size()];
        String fixed = pinned;
        double all = regions.stream().mapToDouble(Region::weight).sum();
        for (int i = 0; i < shares.length; i++) {
            Region<T> region = regions.get(i);
            if (fixed != null) {
                shares[i] = region.name().equals(fixed) ? 1 : 0;
            } else {
                give(region, region.weight() / all, new ArrayList<>(), shares);
            }
        }
        return shares;
    }

    /** A region keeps what it is admitted of an amount and hands the rest on; what went round stays where it came from. */
    private void give(Region<T> region, double amount, List<String> passed, double[] shares) {
        List<String> others = movedTo.getOrDefault(region.name(), List.of()).stream()
                .filter(other -> !passed.contains(other))
                .toList();
        double kept = others.isEmpty() ? amount : amount * admitted.getOrDefault(region.name(), 1.0);
        shares[regions.indexOf(region)] += kept;
        if (amount - kept <= 0) {
            return;
        }
        List<String> path = new ArrayList<>(passed);
        path.add(region.name());
        double weights =
                others.stream().mapToDouble(other -> region(other).weight()).sum();
        for (String other : others) {
            Region<T> destination = region(other);
            double part = weights > 0 ? destination.weight() / weights : 1.0 / others.size();
            if (part > 0) {
                give(destination, (amount - kept) * part, path, shares);
            }
        }
    }

    // -- calls

    /**
     * Makes one call in the region that its turn has come to, through that region's guard.
     *
     * @throws X whatever the body throws
     * @throws dev.heal.guard.CallRejectedException if the region's guard did not let it in
     */
    public <R extends @Nullable Object, X extends Exception> R call(RegionCall<? super T, R, X> body) throws X {
        Region<T> region = current();
        CheckedSupplier<R, X> there = () -> {
            Region<T> before = bind(region);
            try {
                return body.in(region.resource());
            } finally {
                leave(before);
            }
        };
        // Within a call that is measured already, this is a part of it.
        return isInCall() ? there.get() : region.guard().call(there);
    }

    /**
     * As {@link #call}, for one that writes.
     *
     * @throws WriteRefusedException without sending it, if the region only stands by and the store does not replicate
     */
    public <R extends @Nullable Object, X extends Exception> R write(RegionCall<? super T, R, X> body) throws X {
        Region<T> region = current();
        if (!region.mayWrite()) {
            throw new WriteRefusedException(region);
        }
        return call(body);
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
        private Function<T, Probe> probe = resource -> {
            throw new IllegalStateException("no probe");
        };
        private boolean hasProbe;
        private ProbeFails.Settings probing = new ProbeFails.Settings(3, Duration.ofSeconds(1), Duration.ofSeconds(1));
        private Writes writes = Writes.HOME_ONLY;
        private InFlight inFlight = InFlight.LEAVE;
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
            if (places.putIfAbsent(region, new Place<>(resource, weight, capacity)) != null) {
                at.problem(region, null, "is there twice", "give each region a name of its own");
            }
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                at.at(region)
                        .problem(
                                "weight",
                                weight,
                                "is not a number of at least 0",
                                "write 1, or 0 for one that stands by");
            }
            if (capacity <= 0 || Double.isInfinite(capacity)) {
                at.at(region)
                        .problem("capacity", capacity, "is not above 0", "write how many calls a second it can hold");
            }
            return this;
        }

        /** The question that tells whether a region is well; asked of each, also of those without traffic. */
        public Builder<T> probe(Function<T, Probe> probe) {
            this.probe = probe;
            this.hasProbe = true;
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
            if (places.size() < 2) {
                check.problem(
                        "regions",
                        places.isEmpty() ? null : String.join(", ", places.keySet()),
                        places.isEmpty() ? "there is none" : "there is only one, and so nowhere to go",
                        "name at least two");
            } else if (places.values().stream().noneMatch(place -> place.weight > 0)) {
                check.problem("regions", null, "all of them stand by", "give the one that is home a weight above 0");
            }
            if (!hasProbe) {
                check.problem(
                        "probe",
                        null,
                        "there is none, so nobody could tell whether a region without traffic is well",
                        "name the question that is asked of each region");
            }
            checkTwice();
            probing.check(check.at("probe"));
            check.orThrow();
            return new RegionRouter<>(this);
        }

        /** Two regions that are one thing would fail over to what is dead. */
        private void checkTwice() {
            Map<Object, String> known = new HashMap<>();
            Map<Object, String> same = new IdentityHashMap<>();
            places.forEach((region, place) -> {
                Object resource = place.resource;
                boolean isValue = resource instanceof java.net.URI || resource instanceof String;
                String other = isValue ? known.putIfAbsent(resource, region) : same.putIfAbsent(resource, region);
                if (other != null) {
                    check.at("regions")
                            .problem(
                                    region,
                                    isValue ? resource : null,
                                    "is the same as " + other,
                                    "name another place, or leave one of them out");
                }
            });
        }
    }
}
