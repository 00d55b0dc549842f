package dev.heal.guard;

import dev.heal.signal.Gauge;
import dev.heal.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Since when the breaker has been in its state, as seen by looking at it again and again: subscribing to its transitions
 * would make every success allocate an event.
 */
public final class BreakerAge {

    private static final String OPEN_FOR = "breaker.open-for";
    private static final String HALF_OPEN_FOR = "breaker.half-open-for";

    /** As nearly always. */
    private static final Map<String, Double> NEITHER = Map.of(OPEN_FOR, 0.0, HALF_OPEN_FOR, 0.0);

    private final Breaker breaker;
    private final Clock clock;
    private BreakerState seen;
    private long since;

    public BreakerAge(Breaker breaker, Clock clock) {
        this.breaker = breaker;
        this.clock = clock;
        this.seen = breaker.state();
        this.since = clock.nanos();
    }

    /** Seconds that the breaker has been open, and half-open; 0 when it is not. Read on a sampler thread. */
    public List<Gauge> gauges() {
        return List.of(
                new Gauge(OPEN_FOR, () -> secondsIn(BreakerState.OPEN)),
                new Gauge(HALF_OPEN_FOR, () -> secondsIn(BreakerState.HALF_OPEN)));
    }

    /** What the {@link #gauges} read, in one go. */
    public synchronized Map<String, Double> read() {
        look();
        return seen == BreakerState.OPEN || seen == BreakerState.HALF_OPEN
                ? Map.of(OPEN_FOR, secondsIn(BreakerState.OPEN), HALF_OPEN_FOR, secondsIn(BreakerState.HALF_OPEN))
                : NEITHER;
    }

    private synchronized double secondsIn(BreakerState state) {
        look();
        return seen == state ? (clock.nanos() - since) / 1e9 : 0;
    }

    private void look() {
        BreakerState now = breaker.state();
        if (now != seen) {
            seen = now;
            since = clock.nanos();
        }
    }
}
