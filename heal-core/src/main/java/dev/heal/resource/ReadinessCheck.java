package dev.heal.resource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.heal.resource.Borrows.Lease;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Would a swap work, and would it help? Asked through a pool of one connection off to the side; the running pool is not
 * touched. At most one such question hangs at a time.
 */
final class ReadinessCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessCheck.class);
    private static final Duration JUST_BORROWED = Duration.ofMillis(100);

    private final PoolLine line;
    private final HikariConfig shell;
    private final Duration stuckAfter;
    private final Clock clock;
    private @Nullable SideThread<Readiness> last;
    private long lastSince;

    ReadinessCheck(PoolLine line, HikariConfig shell, Duration stuckAfter, Clock clock) {
        this.line = line;
        this.shell = shell;
        this.stuckAfter = stuckAfter;
        this.clock = clock;
    }

    Readiness check(Duration limit) {
        if (line.isClosed()) {
            return Readiness.notReady("the pool " + line.name + " has been closed by the application");
        }
        if (isSuspended()) {
            return Readiness.notReady("the pool " + line.name + " was suspended by its owner: resume it first");
        }
        SideThread<Readiness> asking;
        synchronized (this) {
            if (last != null && last.isWorking()) {
                long seconds = (clock.nanos() - lastSince) / 1_000_000_000;
                return Readiness.notReady("the database does not accept connections: a login begun " + seconds
                        + " s ago is still without an answer");
            }
            lastSince = clock.nanos();
            asking = SideThread.start("heal-" + line.name + "-check", this::ask, late -> {});
            last = asking;
        }
        try {
            return asking.await(limit);
        } catch (TimeoutException e) {
            return Readiness.notReady(
                    "the database does not accept connections: no connection within " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Readiness.notReady("the check was interrupted");
        } catch (Exception e) {
            return Readiness.notReady("the database does not accept connections: " + SafeText.ofCause(e));
        }
    }

    private Readiness ask() throws Exception {
        try (HikariDataSource candidate = Replacement.open(Replacement.forACheck(shell));
                Connection connection = candidate.getConnection()) {
            ServerView server = ServerView.through(connection);
            String busy = busy(server);
            if (busy != null) {
                return Readiness.notReady(busy);
            }
            String tight = tight(server);
            return tight == null ? Readiness.ready() : Readiness.notReady(tight);
        }
    }

    private @Nullable String busy(ServerView server) {
        List<Lease> suspects = suspects();
        if (suspects.isEmpty()) {
            return null;
        }
        int executing;
        try {
            executing = server.executing(
                            suspects.stream().map(lease -> lease.physical).toList())
                    .size();
        } catch (SQLException e) {
            LOG.debug("{} - the server does not tell what it executes: {}", line.name, SafeText.ofCause(e));
            return null;
        }
        return 2 * executing <= suspects.size()
                ? null
                : executing + " of " + suspects.size() + " borrowed connections are executing on the server: the pool"
                        + " is busy, not dead; a restart would orphan them";
    }

    /** The borrows that make the pool look sick: those out for long or, if others have to wait, all of them. */
    private List<Lease> suspects() {
        Generation generation = line.current();
        if (generation == null) {
            return List.of();
        }
        long now = clock.nanos();
        List<Lease> open = generation.borrows.open();
        List<Lease> stuck = olderThan(stuckAfter, open, now);
        boolean starving = stuck.isEmpty() && line.waiters.waitingOn(generation) > 0;
        return starving ? olderThan(JUST_BORROWED, open, now) : stuck;
    }

    private @Nullable String tight(ServerView server) {
        int needed = shell.getMaximumPoolSize();
        ServerView.Headroom headroom;
        try {
            headroom = server.headroom();
        } catch (SQLException e) {
            LOG.debug("{} - the server does not tell its connection headroom: {}", line.name, SafeText.ofCause(e));
            return null;
        }
        if (headroom.free().isEmpty() || headroom.free().getAsInt() >= needed) {
            return null;
        }
        return "a swap needs " + needed + " more connections, the server has "
                + headroom.free().getAsInt() + " left of " + headroom.limit()
                + ": raise max_connections or lower maximumPoolSize";
    }

    private boolean isSuspended() {
        Generation generation = line.current();
        return generation != null && generation.isSuspended();
    }

    static List<Lease> olderThan(Duration age, List<Lease> leases, long now) {
        return leases.stream()
                .filter(lease -> now - lease.since >= age.toNanos())
                .toList();
    }
}
