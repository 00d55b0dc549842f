package dev.heal.detect;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.resource.PoolGauges;
import dev.heal.resource.Resources;
import dev.heal.signal.Gauge;
import dev.heal.signal.Snapshot;
import dev.heal.text.Durations;
import java.time.Duration;
import java.util.List;

/**
 * A pool gives nothing any more: callers wait, and since a while no connection has been handed out or come back, because
 * those who hold one hang or because no new one can be opened. A pool that is merely busy makes progress and is healthy.
 *
 * @param pool whose gauges are read
 * @param settings the limits
 */
public record PoolStalled(PoolGauges pool, Settings settings) implements Detector {

    /**
     * @param oldestBorrow how long a connection must have been out, or a caller have waited, without any progress
     * @param pending how many callers must be waiting at the least
     */
    public record Settings(Duration oldestBorrow, int pending) implements Checked {
        @Override
        public void check(Check check) {
            check.positive("oldest-borrow", oldestBorrow);
            check.atLeast("pending", pending, 1);
        }
    }

    public static final DetectorKind<Settings> KIND = new DetectorKind<>() {
        @Override
        public String name() {
            return "pool-stalled";
        }

        @Override
        public String description() {
            return "Callers wait, and the pool has handed out nothing and got nothing back for so long.";
        }

        @Override
        public Settings defaults() {
            return new Settings(Duration.ofSeconds(2), 1);
        }

        @Override
        public String words(Settings settings) {
            return (settings.pending == 1 ? "a caller waits" : settings.pending + " callers or more wait")
                    + ", and no connection was handed out or came back for "
                    + Durations.written(settings.oldestBorrow);
        }

        @Override
        public boolean needsResource() {
            return true;
        }

        @Override
        public Detector create(Settings settings, Resources resources) {
            return new PoolStalled(resources.require(PoolGauges.class), settings);
        }
    };

    public PoolStalled oldestBorrow(Duration age) {
        return new PoolStalled(pool, new Settings(age, settings.pending));
    }

    public PoolStalled pending(int callers) {
        return new PoolStalled(pool, new Settings(settings.oldestBorrow, callers));
    }

    @Override
    public void check(Check check) {
        settings.check(check);
    }

    /** After a gap the pool has this long to move before it is judged. */
    @Override
    public Duration over() {
        return settings.oldestBorrow;
    }

    @Override
    public List<Gauge> gauges() {
        return pool.gauges();
    }

    @Override
    public Verdict judge(Snapshot snapshot) {
        double pending = read(snapshot, PoolGauges.PENDING);
        double sinceProgress = read(snapshot, PoolGauges.SINCE_PROGRESS);
        double oldestBorrow = read(snapshot, PoolGauges.OLDEST_BORROW);
        double oldestWait = read(snapshot, PoolGauges.OLDEST_WAIT);
        if (Double.isNaN(pending + sinceProgress + oldestBorrow + oldestWait)) {
            return Verdict.inconclusive("the pool " + pool.name() + " does not say what it is doing");
        }
        double limit = settings.oldestBorrow.toNanos() / 1e9;
        if (pending < settings.pending || sinceProgress < limit || Math.max(oldestBorrow, oldestWait) < limit) {
            return Verdict.healthy();
        }
        return Verdict.unhealthy(Evidence.of((long) pending + " callers wait for a connection of " + pool.name()
                        + " and none was handed out or came back for " + seconds(sinceProgress) + " (limit "
                        + Durations.text(settings.oldestBorrow) + ")")
                .with("pending", (long) pending)
                .with("active", whole(snapshot, PoolGauges.ACTIVE))
                .with("total", whole(snapshot, PoolGauges.TOTAL))
                .with("max", whole(snapshot, PoolGauges.MAX))
                .with("oldest borrow", seconds(oldestBorrow))
                .with("oldest wait", seconds(oldestWait)));
    }

    private double read(Snapshot snapshot, String gauge) {
        return snapshot.gauge(pool.gauge(gauge)).orElse(Double.NaN);
    }

    private String whole(Snapshot snapshot, String gauge) {
        double value = read(snapshot, gauge);
        return Double.isNaN(value) ? "unknown" : Long.toString((long) value);
    }

    private static String seconds(double value) {
        return Durations.text(Duration.ofMillis((long) (value * 1e3)));
    }
}
