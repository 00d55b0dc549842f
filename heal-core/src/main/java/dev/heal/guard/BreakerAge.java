package dev.heal.guard;

import dev.heal.signal.Gauge;
import dev.heal.time.Clock;
import java.util.List;

/**
 * Since when the breaker has been in its state, as seen by looking at it again and again: subscribing to its transitions
 * would make every success allocate an event.
 */
public final class BreakerAge {

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
                new Gauge("breaker.open-for", () -> secondsIn(BreakerState.OPEN)),
                new Gauge("breaker.half-open-for", () -> secondsIn(BreakerState.HALF_OPEN)));
    }

    private synchronized double secondsIn(BreakerState state) {
        BreakerState now = breaker.state();
        if (now != seen) {
            seen = now;
            since = clock.nanos();
        }
        return seen == state ? (clock.nanos() - since) / 1e9 : 0;
    }
}
