package dev.heal.region;

import dev.heal.detect.Peer;
import dev.heal.detect.Probe;
import dev.heal.guard.Guard;
import dev.heal.signal.SlicedWindow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A named place that a target can be served from, with a guard and signals of its own. Made by {@link RegionRouter.Builder};
 * safe for use by all threads.
 *
 * @param <T> what calls are made with there: a pool, a base address, a client
 */
public final class Region<T> implements Peer {

    private final RegionRouter<T> router;
    private final String name;
    private final T resource;
    private final double weight;
    private final double capacity;
    private final SlicedWindow window;
    private final Guard guard;
    private final Probe probe;
    private final AtomicInteger departures = new AtomicInteger();
    private final UnderWay underWay = new UnderWay();

    Region(
            RegionRouter<T> router,
            String name,
            T resource,
            double weight,
            double capacity,
            SlicedWindow window,
            Guard guard,
            Probe probe) {
        this.router = router;
        this.name = name;
        this.resource = resource;
        this.weight = weight;
        this.capacity = capacity;
        this.window = window;
        this.guard = guard;
        this.probe = probe;
    }

    public RegionRouter<T> router() {
        return router;
    }

    /** Such as {@code east}. */
    @Override
    public String name() {
        return name;
    }

    /** The name of the target that keeps this region healthy, such as {@code inventory@east}. */
    public String target() {
        return guard.name();
    }

    public T resource() {
        return resource;
    }

    /** Its part of the traffic while all is well, in proportion to the others'; zero for one that stands by. */
    public double weight() {
        return weight;
    }

    /** How many calls a second it can hold; NaN if nobody has said so. */
    public double capacity() {
        return capacity;
    }

    public Guard guard() {
        return guard;
    }

    /** What the guard's calls are measured in. */
    @Override
    public SlicedWindow window() {
        return window;
    }

    /** The question that tells whether it is well while no calls go there. */
    public Probe probe() {
        return probe;
    }

    /** Whether calls that write may go there. */
    public boolean mayWrite() {
        return weight > 0 || router.writes() == Writes.REPLICATED;
    }

    /** The other regions of its router, in their order. */
    @Override
    public List<Region<T>> peers() {
        return router.regions().stream().filter(other -> other != this).toList();
    }

    /**
     * How often its traffic has been moved away. A call that is to fail when its region is left, and sees more than before its
     * region was chosen, may have begun too late to be told. Takes no lock.
     */
    public int departures() {
        return departures.get();
    }

    void leave() {
        departures.incrementAndGet();
    }

    /** Its calls that can be cut, where the router is to {@link InFlight#FAIL_FAST}. */
    UnderWay underWay() {
        return underWay;
    }

    /**
     * How many calls a second were begun here, those that its guard rejected among them, when most came to all regions of the
     * router together over a whole {@code span} of the last five minutes: what would have to be held elsewhere, also while
     * calls here hang and hardly any end. Added up over the regions it is the load of the router.
     *
     * @return NaN while that is not known: within half of the span after the start
     */
    public double callsPerSecond(Duration span) {
        return router.load().perSecond(this, span);
    }

    @Override
    public String toString() {
        return target();
    }
}
