package dev.heal.resource;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import com.zaxxer.hikari.util.UtilityElf;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the application's metrics and the line of pools: the meters are registered once, read the current
 * pool, count on over a swap, and are not removed when an old pool is closed (HikariCP #1689).
 */
final class SwapSafeMetrics implements MetricsTrackerFactory {

    private final MetricsTrackerFactory application;
    private final String poolName;
    private final PoolStats current;
    private volatile @Nullable IMetricsTracker tracker;
    private boolean waitsForOldMeters;

    // Given to every pool of the line: closing one of them closes nothing.
    private final IMetricsTracker shared = new IMetricsTracker() {
        @Override
        public void recordConnectionCreatedMillis(long millis) {
            IMetricsTracker to = tracker;
            if (to != null) {
                to.recordConnectionCreatedMillis(millis);
            }
        }

        @Override
        public void recordConnectionAcquiredNanos(long nanos) {
            IMetricsTracker to = tracker;
            if (to != null) {
                to.recordConnectionAcquiredNanos(nanos);
            }
        }

        @Override
        public void recordConnectionUsageMillis(long millis) {
            IMetricsTracker to = tracker;
            if (to != null) {
                to.recordConnectionUsageMillis(millis);
            }
        }

        @Override
        public void recordConnectionTimeout() {
            IMetricsTracker to = tracker;
            if (to != null) {
                to.recordConnectionTimeout();
            }
        }
    };

    SwapSafeMetrics(MetricsTrackerFactory application, String poolName, Supplier<@Nullable Generation> line) {
        this.application = application;
        this.poolName = poolName;
        this.current = new CurrentStats(line);
    }

    /** As the pool itself would turn a registry into a factory. */
    static MetricsTrackerFactory factoryFor(Object registry) {
        String kind;
        if (UtilityElf.safeIsAssignableFrom(registry, "com.codahale.metrics.MetricRegistry")) {
            kind = "com.zaxxer.hikari.metrics.dropwizard.CodahaleMetricsTrackerFactory";
        } else if (UtilityElf.safeIsAssignableFrom(registry, "io.dropwizard.metrics5.MetricRegistry")) {
            kind = "com.zaxxer.hikari.metrics.dropwizard.Dropwizard5MetricsTrackerFactory";
        } else {
            kind = "com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory";
        }
        return UtilityElf.createInstance(kind, MetricsTrackerFactory.class, registry);
    }

    /** For a pool that had registered its meters before it was wrapped: they are to be ours. */
    synchronized void takeOver() {
        try {
            // Registering the same names again gives the meters that exist, and closing removes them.
            application.create(poolName, current).close();
        } catch (RuntimeException refusesASecond) {
            waitsForOldMeters = true;
        }
    }

    @Override
    public synchronized IMetricsTracker create(String name, PoolStats ofOnePool) {
        if (tracker == null && !waitsForOldMeters) {
            tracker = application.create(poolName, current);
        }
        return shared;
    }

    /** The pool whose meters could not be taken over is closed: from now on ours can be registered. */
    synchronized void oldMetersAreGone() {
        if (waitsForOldMeters) {
            waitsForOldMeters = false;
            tracker = application.create(poolName, current);
        }
    }

    synchronized void close() {
        IMetricsTracker last = tracker;
        tracker = null;
        if (last != null) {
            last.close();
        }
    }

    /** Never older than the question: a cached figure would still be that of the old pool right after a swap. */
    private static final class CurrentStats extends PoolStats {
        private final Supplier<@Nullable Generation> line;

        CurrentStats(Supplier<@Nullable Generation> line) {
            super(0);
            this.line = line;
        }

        @Override
        protected void update() {
            Generation generation = line.get();
            if (generation != null) {
                totalConnections = generation.pool.getTotalConnections();
                idleConnections = generation.pool.getIdleConnections();
                activeConnections = generation.pool.getActiveConnections();
                pendingThreads = generation.pool.getThreadsAwaitingConnection();
                maxConnections = generation.source.getMaximumPoolSize();
                minConnections = generation.source.getMinimumIdle();
            }
        }
    }
}
