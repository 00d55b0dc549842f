package dev.heal.resource;

import dev.heal.resource.Borrows.Lease;
import dev.heal.signal.Gauge;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The gauges of a restartable pool and how they are called: the pool's name, a dot, and one of these. */
public final class PoolGauges {

    /** Connections in somebody's hands. */
    public static final String ACTIVE = "active";

    /** Connections ready to be borrowed. */
    public static final String IDLE = "idle";

    /** Connections there are, in use or not. */
    public static final String TOTAL = "total";

    /** Connections there may be. */
    public static final String MAX = "max";

    /** Threads held up in {@code getConnection}: in the pool's own queue or elsewhere in it, such as in a validation. */
    public static final String PENDING = "pending";

    /** Seconds for which the connection that is out longest has been out; 0 when none is. */
    public static final String OLDEST_BORROW = "oldest-borrow";

    /** Seconds for which the thread that waits longest has waited; 0 when nobody waits. */
    public static final String OLDEST_WAIT = "oldest-wait";

    /** Seconds since a borrow last succeeded or a return was last seen; 0 when nobody borrows or waits. */
    public static final String SINCE_PROGRESS = "since-progress";

    // A borrow that is served at once is inside for microseconds: a look that happens to catch it has seen no queue.
    private static final long HELD_UP_NANOS = Duration.ofMillis(5).toNanos();

    private final Supplier<@Nullable Generation> line;
    private final Waiters waiters;
    private final Clock clock;

    PoolGauges(Supplier<@Nullable Generation> line, Waiters waiters, Clock clock) {
        this.line = line;
        this.waiters = waiters;
        this.clock = clock;
    }

    /** The full name of a gauge, such as {@code inventory.oldest-borrow}. */
    public static String name(String pool, String gauge) {
        return pool + "." + gauge;
    }

    List<Gauge> of(String pool, Supplier<Integer> max) {
        return List.of(
                gauge(pool, ACTIVE, generation -> generation.pool.getActiveConnections()),
                gauge(pool, IDLE, generation -> generation.pool.getIdleConnections()),
                gauge(pool, TOTAL, generation -> generation.pool.getTotalConnections()),
                new Gauge(name(pool, MAX), () -> max.get()),
                new Gauge(name(pool, PENDING), this::pending),
                gauge(pool, OLDEST_BORROW, this::oldestBorrow),
                new Gauge(name(pool, OLDEST_WAIT), this::oldestWait),
                gauge(pool, SINCE_PROGRESS, this::sinceProgress));
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
        return new Gauge(name(pool, name), () -> {
            Generation generation = line.get();
            return generation == null ? 0 : reading.applyAsDouble(generation);
        });
    }

    private static double seconds(long nanos) {
        return Math.max(0, nanos) / 1e9;
    }
}
