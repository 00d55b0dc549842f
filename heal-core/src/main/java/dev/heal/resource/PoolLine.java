package dev.heal.resource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.heal.time.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line of pools behind one {@link RestartablePool}: which one is current, who waits, and which old ones are still
 * on their way out.
 *
 * <p>No call is lost in a swap, because both sides write first and read second: a borrower enters its name and then
 * reads which pool is current; a swap changes the pool and then reads the names.
 */
final class PoolLine {

    private static final Logger LOG = LoggerFactory.getLogger(PoolLine.class);

    final Waiters waiters = new Waiters();
    final Clock clock;
    final String name;
    private final HikariDataSource shell;
    private final Object starting = new Object();
    private final Object swapping = new Object();
    private final Map<Retirement, SideThread<Boolean>> retiring = new ConcurrentHashMap<>();
    private final PoolMBeans mbeans;
    private volatile @Nullable Generation current;
    private volatile @Nullable SwapSafeMetrics metrics;
    private volatile boolean closed;

    PoolLine(String name, HikariDataSource shell, Clock clock) {
        this.name = name;
        this.shell = shell;
        this.clock = clock;
        this.mbeans = new PoolMBeans(shell.getPoolName(), shell, new CurrentPool(this));
    }

    @Nullable
    Generation current() {
        return current;
    }

    /** Also when somebody has closed the original behind our back, as a container does that knows only that one. */
    boolean isClosed() {
        Generation generation = current;
        return closed || (generation != null && generation.source.isClosed() && generation == current);
    }

    /** Hot: what heal adds to a borrow is four small objects, two clock reads and a few atomic operations; no lock. */
    Connection borrow() throws SQLException {
        Waiter waiter = new Waiter(Thread.currentThread(), clock.nanos());
        Waiters.Place place = waiters.enter(waiter);
        try {
            return borrow(waiter);
        } finally {
            waiter.settle();
            waiters.leave(place);
        }
    }

    private Connection borrow(Waiter waiter) throws SQLException {
        long left = shell.getConnectionTimeout();
        while (true) {
            Generation generation = current;
            if (generation == null || closed) {
                generation = start();
            }
            waiter.waitsOn(generation);
            if (generation != current) {
                continue;
            }
            if (generation.source.isClosed() && generation == current) {
                throw hasBeenClosed();
            }
            try {
                Connection connection = generation.pool.getConnection(left);
                waiter.settle();
                generation.borrows.lent(connection, waiter.thread, clock.nanos());
                if (generation == current) {
                    return connection;
                }
                // The pool was swapped in this moment: its connections are on their way out.
                connection.close();
            } catch (SQLException | RuntimeException e) {
                boolean calledOut = waiter.settle();
                boolean timeLeft = clock.nanos() - waiter.since < shell.getConnectionTimeout() * 1_000_000;
                boolean swapped = calledOut || (generation != current && timeLeft);
                if (!swapped) {
                    throw e;
                }
            }
            left = Math.max(1, shell.getConnectionTimeout() - (clock.nanos() - waiter.since) / 1_000_000);
            waiter.rearm();
        }
    }

    private SQLException hasBeenClosed() {
        return new SQLException("the pool " + name + " has been closed");
    }

    /** The current pool; a pool that is configured but not started yet is started, as HikariCP does. */
    Generation start() throws SQLException {
        synchronized (starting) {
            if (closed) {
                throw hasBeenClosed();
            }
            Generation known = current;
            if (known != null) {
                return known;
            }
            try {
                shell.validate();
                adopt(new HikariDataSource(Replacement.blueprint(shell)));
            } catch (PoolInitializationException e) {
                if (e.getCause() instanceof SQLException cause) {
                    throw cause;
                }
                throw e;
            }
            return Objects.requireNonNull(current);
        }
    }

    /**
     * Makes this running pool the current one, from the next borrow on.
     *
     * @return the pool that was current before
     * @throws SQLException if the line has been closed; the pool handed in is closed then
     */
    @Nullable
    Generation adopt(HikariDataSource source) throws SQLException {
        Generation fresh = new Generation(source, clock.nanos());
        Generation old;
        synchronized (swapping) {
            if (isClosed()) {
                // On a thread of its own: a pool whose closing is interrupted leaves its connections open.
                SideThread.start("heal-" + name + "-discard", source::close);
                throw hasBeenClosed();
            }
            SwapSafeMetrics measured = metrics;
            if (measured != null) {
                fresh.pool.setMetricsTrackerFactory(measured);
            }
            if (shell.getHealthCheckRegistry() != null) {
                fresh.pool.setHealthCheckRegistry(shell.getHealthCheckRegistry());
            }
            old = current;
            current = fresh;
            // Changed while the replacement was built: setters write the shell first and the current pool second.
            RuntimeSettings.copy(shell, source);
            HikariShell.show(shell, fresh.pool);
            if (shell.isRegisterMbeans()) {
                mbeans.register();
            }
        }
        return old;
    }

    /** A pool that was running before it was wrapped. */
    void adoptOriginal(HikariDataSource original) {
        synchronized (swapping) {
            Generation first = new Generation(original, clock.nanos());
            current = first;
            SwapSafeMetrics measured = metrics;
            if (measured != null) {
                measured.takeOver();
                first.pool.setMetricsTrackerFactory(measured);
            }
            HikariShell.show(shell, first.pool);
            if (shell.isRegisterMbeans()) {
                mbeans.register();
            }
        }
    }

    /** From now on all pools of the line, the running one included, count here. */
    void measureBy(SwapSafeMetrics wanted) {
        synchronized (swapping) {
            metrics = wanted;
            Generation running = current;
            if (running != null) {
                running.pool.setMetricsTrackerFactory(wanted);
            }
        }
    }

    /** Lets an old pool come to its end in the background. */
    void retire(Retirement retirement, Function<Runnable, SideThread<Boolean>> start) {
        SideThread<Boolean> thread = start.apply(() -> {
            retiring.remove(retirement);
            synchronized (swapping) {
                SwapSafeMetrics measured = metrics;
                if (measured != null && !closed) {
                    measured.oldMetersAreGone();
                }
                if (shell.isRegisterMbeans() && !closed) {
                    // A pool that was started before it was wrapped takes its names away when it closes.
                    mbeans.register();
                }
            }
        });
        if (thread.isAlive()) {
            retiring.put(retirement, thread);
            if (!thread.isAlive()) {
                retiring.remove(retirement);
            }
        }
    }

    int retiring() {
        retiring.values().removeIf(thread -> !thread.isAlive());
        return retiring.size();
    }

    void evict(Connection handle) {
        Generation running = current;
        for (Retirement retirement : retiring.keySet()) {
            if (retirement.evict(handle)) {
                return;
            }
        }
        if (running != null) {
            running.source.evictConnection(handle);
        }
    }

    /** Ends all pools of the line. Returns after about the limit at the latest, even if a driver hangs. */
    void close(Duration limit) {
        Generation last;
        synchronized (swapping) {
            if (closed) {
                return;
            }
            closed = true;
            last = current;
            if (shell.isRegisterMbeans()) {
                mbeans.unregister();
            }
        }
        retiring.keySet().forEach(Retirement::hurry);
        waiters.forEach(Waiter::callOut);
        try {
            if (last != null) {
                closeLast(last, limit);
            }
            for (SideThread<Boolean> thread : retiring.values()) {
                thread.join(Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            SwapSafeMetrics measured = metrics;
            if (measured != null) {
                measured.close();
            }
        }
    }

    private void closeLast(Generation last, Duration limit) throws InterruptedException {
        Retirement end = new Retirement(name, last, waiters, clock);
        end.callOutWaiters(Duration.ofSeconds(1));
        SideThread<Boolean> closing = SideThread.start("heal-" + name + "-close", last.source::close);
        if (!closing.join(limit.dividedBy(2))) {
            // The pool first waits for its connection adder, which may hang in a login.
            end.cutAll();
            if (!closing.join(limit.dividedBy(2))) {
                LOG.warn(
                        "{} - not closed within {}: a thread of the pool still hangs, and is left behind", name, limit);
            }
        }
    }
}
