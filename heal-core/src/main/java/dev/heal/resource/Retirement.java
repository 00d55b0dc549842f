package dev.heal.resource;

import dev.heal.resource.Borrows.Lease;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an old pool: callers are called out of it, hung connections are cut, those that work may finish, then it
 * is closed. Whatever touches the old pool or its connections runs on threads that may be left behind.
 */
final class Retirement {

    private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    private final Generation old;
    private final Waiters waiters;
    private final Clock clock;
    private final String name;
    private volatile boolean hurried;

    Retirement(String name, Generation old, Waiters waiters, Clock clock) {
        this.name = name;
        this.old = old;
        this.waiters = waiters;
        this.clock = clock;
    }

    /**
     * Calls the threads that wait in the old pool out of it.
     *
     * @return how many there were
     */
    int callOutWaiters(Duration limit) throws InterruptedException {
        int waiting = waiters.waitingOn(old);
        waiters.forEach(waiter -> {
            if (waiter.isWaitingOn(old)) {
                waiter.callOut();
            }
        });
        if (!until(() -> waiters.waitingOn(old) == 0, min(limit, Duration.ofMillis(50)))) {
            // Who is still inside hangs in the validation of a dead connection; an interrupt does not end that.
            old.borrows.returned().forEach(this::cut);
            until(() -> waiters.waitingOn(old) == 0, min(limit, Duration.ofMillis(500)));
        }
        return waiting;
    }

    /**
     * Cuts these connections under the feet of the threads that hang on them.
     *
     * @return how many of the threads came back within the limit
     */
    int free(List<Lease> hung, Duration limit) throws InterruptedException {
        hung.forEach(lease -> cut(lease.physical));
        until(() -> hung.stream().allMatch(Lease::isReturned), limit);
        return (int) hung.stream().filter(Lease::isReturned).count();
    }

    /**
     * Starts the rest: idle connections are closed at once, borrowed ones when they come back. One that does not come
     * back is cut after {@code patience}, or after {@code drain} if the server was executing for it.
     */
    SideThread<Boolean> drainAndClose(Set<Connection> executing, Duration patience, Duration drain, Runnable closed) {
        long swappedAt = clock.nanos();
        return SideThread.start("heal-" + name + "-retire", () -> {
            try {
                // An old pool that is to end must not open connections to make up for those it loses.
                old.source.setMinimumIdle(0);
                old.source.setMaximumPoolSize(1);
                old.pool.softEvictConnections();
                drain(executing, swappedAt, patience, drain);
                old.source.close();
            } catch (RuntimeException e) {
                LOG.warn("{} - an old pool was not closed cleanly: {}", name, SafeText.ofCause(e));
            } finally {
                closed.run();
            }
        });
    }

    /** Evicts a connection if it is one of this old pool's. */
    boolean evict(Connection handle) {
        if (!old.borrows.holds(handle)) {
            return false;
        }
        old.source.evictConnection(handle);
        return true;
    }

    /** The application shuts down: nobody is waited for any more. */
    void hurry() {
        hurried = true;
    }

    /** Ends connections that the pool's own shutdown may be slow to reach. */
    void cutAll() {
        old.borrows.open().forEach(lease -> cut(lease.physical));
        old.borrows.returned().forEach(this::cut);
    }

    private void drain(Set<Connection> executing, long swappedAt, Duration patience, Duration drain) {
        Set<Lease> cut = new HashSet<>();
        while (!hurried) {
            List<Lease> open = old.borrows.open();
            open.removeAll(cut);
            long waited = clock.nanos() - swappedAt;
            for (Lease lease : open) {
                Duration allowed = executing.contains(lease.physical) ? drain : patience;
                if (waited >= allowed.toNanos()) {
                    cut(lease.physical);
                    old.pool.evictConnection(lease.handle);
                    cut.add(lease);
                }
            }
            if (cut.containsAll(open)) {
                break;
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        if (!cut.isEmpty()) {
            LOG.info("{} - {} borrows of the old pool did not end in time and were cut", name, cut.size());
        }
    }

    // Abort, not close: some drivers' close waits for the very statement that hangs.
    private void cut(Connection physical) {
        SideThread.start("heal-" + name + "-cut", () -> {
            try {
                physical.abort(Runnable::run);
            } catch (SQLException | RuntimeException | AbstractMethodError unsupported) {
                try {
                    physical.close();
                } catch (SQLException | RuntimeException e) {
                    LOG.debug("{} - a connection could not be cut: {}", name, SafeText.ofCause(e));
                }
            }
        });
    }

    private boolean until(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long start = clock.nanos();
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while the old pool of " + name + " was left");
            }
            if (clock.nanos() - start >= limit.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
