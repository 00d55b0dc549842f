package dev.heal.resource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.util.Credentials;
import dev.heal.signal.Gauge;
import dev.heal.time.Clock;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A HikariCP pool that can be replaced by a fresh one while the application goes on using it.
 *
 * <p>It is itself a {@link HikariDataSource}, so whatever looks for one finds this, and a reference kept over a restart
 * is never stale. The pools that do the work stand behind it; docs/adr/001-restartable-pool.md says why it is built so.
 *
 * <p>Do not keep what {@link #getHikariPoolMXBean()} returns: that is the pool of the moment. And set a
 * {@code socketTimeout} in the driver all the same: it is the first line of defence against a hung connection.
 *
 * <p>Safe for use by all threads.
 */
public class RestartablePool extends HikariDataSource implements Restartable, PoolGauges {

    /** A connection out for longer than this is taken for hung, unless the server says that it is executing. */
    public static final Duration STUCK_AFTER = Duration.ofSeconds(2);

    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(10);
    private static final AtomicInteger UNNAMED = new AtomicInteger();

    private final PoolLine line;
    private final PoolReadings readings;
    private final ReadinessCheck readiness;
    private final ReentrantLock restarting = new ReentrantLock();

    /** Not private and not in a final class: an application may put aspects around its pools. */
    RestartablePool(@Nullable String name, HikariDataSource original, Clock clock) {
        original.copyStateTo(this);
        if (getPoolName() == null) {
            setPoolName("RestartablePool-" + UNNAMED.incrementAndGet());
        }
        this.line = new PoolLine(name == null ? getPoolName() : name, this, clock);
        this.readings = new PoolReadings(line::current, line.waiters, clock);
        this.readiness = new ReadinessCheck(line, this, STUCK_AFTER, clock);
        if (getMetricsTrackerFactory() != null) {
            measureBy(getMetricsTrackerFactory());
        } else if (getMetricRegistry() != null) {
            measureBy(SwapSafeMetrics.factoryFor(getMetricRegistry()));
        }
        if (original.getHikariPoolMXBean() != null) {
            line.adoptOriginal(original);
        }
    }

    /**
     * Makes a pool restartable, under its own name. A running pool goes on running behind this one; one that has not
     * been started stays so until the first borrow. From here on only the returned data source may be used: the
     * original is closed at the first restart, and connections borrowed from it before are not watched.
     *
     * @throws IllegalArgumentException if the pool is closed already
     */
    public static RestartablePool wrap(HikariDataSource original) {
        return wrap(null, original, Clock.system());
    }

    /** As {@link #wrap(HikariDataSource)}, under a name of your own for gauges, logs and notebooks. */
    public static RestartablePool wrap(@Nullable String name, HikariDataSource original, Clock clock) {
        if (original instanceof RestartablePool already) {
            return already;
        }
        if (original.isClosed()) {
            throw new IllegalArgumentException("the pool " + original.getPoolName()
                    + " is closed and cannot be made restartable: wrap it before it is closed");
        }
        return new RestartablePool(name, original, clock);
    }

    @Override
    public String name() {
        return line.name;
    }

    /** The gauges of {@link PoolGauges}; their names begin with {@link #name()}. */
    @Override
    public List<Gauge> gauges() {
        return readings.of(name(), this::getMaximumPoolSize);
    }

    @Override
    public Readiness check(Duration limit) {
        return readiness.check(limit);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Callers that wait in the old pool carry on in the new one within what is left of their connection timeout.
     * Connections that are hung are cut, so that the threads on them get an {@link SQLException}; others may finish.
     *
     * @throws SQLException if no working replacement was had within the limit
     * @throws IllegalStateException if another restart is running, or the owner has suspended the pool
     */
    @Override
    public void restart(Duration limit, Consumer<String> notes) throws Exception {
        if (!restarting.tryLock()) {
            throw new IllegalStateException("the pool " + name() + " is being restarted already");
        }
        try {
            new Restart(line, this, STUCK_AFTER, limit, notes).run();
        } finally {
            restarting.unlock();
        }
    }

    // ---- the data source, always that of the current pool

    @Override
    public Connection getConnection() throws SQLException {
        return line.borrow();
    }

    /** Ends the current pool and all that are still closing; returns after about 10 s even if a driver hangs. */
    @Override
    public void close() {
        line.close(CLOSED_WITHIN);
    }

    @Override
    public boolean isClosed() {
        return line.isClosed();
    }

    @Override
    public boolean isRunning() {
        Generation generation = line.current();
        return generation != null && !line.isClosed() && generation.isRunning();
    }

    /** The pool of this moment, or null if it has not been started. It is another one after a restart. */
    @Override
    @SuppressWarnings("NullAway") // as HikariCP documents it
    public HikariPoolMXBean getHikariPoolMXBean() {
        Generation generation = line.current();
        return generation == null ? null : generation.pool;
    }

    @Override
    public void evictConnection(Connection connection) {
        if (!isClosed()) {
            line.evict(connection);
        }
    }

    @Override
    public <T> T unwrap(Class<T> iface) throws SQLException {
        Generation generation = line.current();
        if (iface.isInstance(this) || generation == null) {
            return super.unwrap(iface);
        }
        return generation.source.unwrap(iface);
    }

    @Override
    public boolean isWrapperFor(Class<?> iface) throws SQLException {
        Generation generation = line.current();
        return iface.isInstance(this) || (generation != null && generation.source.isWrapperFor(iface));
    }

    @Override
    @SuppressWarnings("NullAway") // as HikariCP documents it
    public PrintWriter getLogWriter() throws SQLException {
        Generation generation = line.current();
        return generation == null ? null : generation.source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        Generation generation = line.current();
        if (generation != null) {
            generation.source.setLogWriter(out);
        }
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        Generation generation = line.current();
        return generation == null ? 0 : generation.source.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        Generation generation = line.current();
        if (generation != null) {
            generation.source.setLoginTimeout(seconds);
        }
    }

    @Override
    public String toString() {
        return "RestartablePool (" + name() + ")";
    }

    // ---- metrics: registered once for the whole line of pools

    @Override
    public void setMetricsTrackerFactory(@Nullable MetricsTrackerFactory factory) {
        refuseASecond(getMetricsTrackerFactory(), "MetricsTrackerFactory");
        withoutTouchingThePool(() -> super.setMetricsTrackerFactory(factory));
        if (factory != null) {
            measureBy(factory);
        }
    }

    @Override
    public void setMetricRegistry(@Nullable Object registry) {
        refuseASecond(getMetricRegistry(), "MetricRegistry");
        withoutTouchingThePool(() -> super.setMetricRegistry(registry));
        if (getMetricRegistry() != null) {
            measureBy(SwapSafeMetrics.factoryFor(getMetricRegistry()));
        }
    }

    private void measureBy(MetricsTrackerFactory factory) {
        line.measureBy(new SwapSafeMetrics(factory, getPoolName(), line::current));
    }

    private void refuseASecond(@Nullable Object known, String what) {
        if (known != null && current() != null) {
            throw new IllegalStateException(what + " of the pool " + name() + " can only be set one time");
        }
    }

    // The shell shows the current pool in a private field, and HikariCP's setter would hand it the bare factory.
    private void withoutTouchingThePool(Runnable change) {
        Generation generation = current();
        if (generation == null) {
            change.run();
            return;
        }
        HikariShell.hide(this);
        try {
            change.run();
        } finally {
            HikariShell.show(this, generation.pool);
        }
    }

    // ---- run-time settings: kept here for the pools to come, and handed to the current one

    @Override
    public void setCatalog(String catalog) {
        super.setCatalog(catalog);
        current(pool -> pool.setCatalog(catalog));
    }

    @Override
    public void setConnectionTimeout(long millis) {
        super.setConnectionTimeout(millis);
        current(pool -> pool.setConnectionTimeout(millis));
    }

    @Override
    public void setValidationTimeout(long millis) {
        super.setValidationTimeout(millis);
        current(pool -> pool.setValidationTimeout(millis));
    }

    @Override
    public void setIdleTimeout(long millis) {
        super.setIdleTimeout(millis);
        current(pool -> pool.setIdleTimeout(millis));
    }

    @Override
    public void setLeakDetectionThreshold(long millis) {
        super.setLeakDetectionThreshold(millis);
        current(pool -> pool.setLeakDetectionThreshold(millis));
    }

    @Override
    public void setMaxLifetime(long millis) {
        super.setMaxLifetime(millis);
        current(pool -> pool.setMaxLifetime(millis));
    }

    @Override
    public void setKeepaliveTime(long millis) {
        super.setKeepaliveTime(millis);
        current(pool -> pool.setKeepaliveTime(millis));
    }

    @Override
    public void setMaximumPoolSize(int size) {
        super.setMaximumPoolSize(size);
        current(pool -> pool.setMaximumPoolSize(size));
    }

    @Override
    public void setMinimumIdle(int idle) {
        super.setMinimumIdle(idle);
        current(pool -> pool.setMinimumIdle(idle));
    }

    @Override
    public void setUsername(String username) {
        super.setUsername(username);
        current(pool -> pool.setUsername(username));
    }

    @Override
    public void setPassword(String password) {
        super.setPassword(password);
        current(pool -> pool.setPassword(password));
    }

    @Override
    public void setCredentials(Credentials credentials) {
        super.setCredentials(credentials);
        current(pool -> pool.setCredentials(credentials));
    }

    private void current(Consumer<HikariDataSource> change) {
        Generation generation = current();
        if (generation != null) {
            change.accept(generation.source);
        }
    }

    // HikariCP's own constructor calls setters if a configuration file is named by system property: before our fields.
    private @Nullable Generation current() {
        return line == null ? null : line.current();
    }
}
