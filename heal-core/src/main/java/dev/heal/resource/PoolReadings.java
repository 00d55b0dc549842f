package dev.heal.resource;

import dev.heal.resource.Borrows.Lease;
import dev.heal.signal.Gauge;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Reads a line of pools, for its gauges. */
final class PoolReadings {

    // A borrow that is served at once is inside for microseconds: a look that happens to catch it has seen no queue.
    private static final long HELD_UP_NANOS = Duration.ofMillis(5).toNanos();

    private final Supplier<@Nullable Generation> line;
    private final Waiters waiters;
    private final Clock clock;

    PoolReadings(Supplier<@Nullable Generation> line, Waiters waiters, Clock clock) {
        this.line = line;
        this.waiters = waiters;
        this.clock = clock;
    }

    List<Gauge> of(String pool, Supplier<Integer> max) {
        return List.of(
                gauge(pool, PoolGauges.ACTIVE, generation -> generation.pool.getActiveConnections()),
                gauge(pool, PoolGauges.IDLE, generation -> generation.pool.getIdleConnections()),
                gauge(pool, PoolGauges.TOTAL, generation -> generation.pool.getTotalConnections()),
                new Gauge(fullName(pool, PoolGauges.MAX), () -> max.get()),
                new Gauge(fullName(pool, PoolGauges.PENDING), this::pending),
                gauge(pool, PoolGauges.OLDEST_BORROW, this::oldestBorrow),
                new Gauge(fullName(pool, PoolGauges.OLDEST_WAIT), this::oldestWait),
                gauge(pool, PoolGauges.SINCE_PROGRESS, this::sinceProgress));
    }

    int pending() {
        long now = clock.nanos();
        int[] count = {0};
        waiters.forEach(waiter -> {
            if (now - waiter.since >= HELD_UP_NANOS) {
                count[0]++;
            }
        });
        return count[0];
    }

    double oldestWait() {
        long now = clock.nanos();
        long[] oldest = {0};
        waiters.forEach(waiter -> oldest[0] = Math.max(oldest[0], now - waiter.since));
        return seconds(oldest[0]);
    }

    private double oldestBorrow(Generation generation) {
        List<Lease> open = generation.borrows.open();
        return open.isEmpty() ? 0 : seconds(clock.nanos() - open.get(0).since);
    }

    private double sinceProgress(Generation generation) {
        long now = clock.nanos();
        long progressAt = generation.borrows.progressAt(now);
        boolean quiet = pending() == 0 && generation.borrows.open().isEmpty();
        return quiet ? 0 : seconds(now - progressAt);
    }

    private Gauge gauge(String pool, String name, ToDoubleFunction<Generation> reading) {
        return new Gauge(fullName(pool, name), () -> {
            Generation generation = line.get();
            return generation == null ? 0 : reading.applyAsDouble(generation);
        });
    }

    private static String fullName(String pool, String gauge) {
        return pool + "." + gauge;
    }

    private static double seconds(long nanos) {
        return Math.max(0, nanos) / 1e9;
    }
}
