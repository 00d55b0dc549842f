package dev.heal.benchmarks.overload;

import dev.heal.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/** The simulation's time, for what asks a clock. */
record VirtualClock(LongSupplier time) implements Clock {

    @Override
    public long nanos() {
        return time.getAsLong();
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos());
    }
}
