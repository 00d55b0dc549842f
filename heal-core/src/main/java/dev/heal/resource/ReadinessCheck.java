package dev.heal.resource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.heal.resource.Borrows.Lease;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Would a swap work, and would it help? Asked through a pool of one connection off to the side; the running pool is not
 * touched.
 *
 * <p>A login can hang long after logins work again, so a question that hangs does not keep the next one from being asked.
 * Each one that hangs doubles the pause before the next, and there are never more than a few.
 */
final class ReadinessCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessCheck.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(3);
    private static final Duration STILL_FRESH = Duration.ofSeconds(2);
    private static final int MOST_HANGING = 8;
    private static final Duration JUST_BORROWED = Duration.ofMillis(100);

    private final PoolLine line;
    private final HikariConfig shell;
    private final Duration stuckAfter;
    private final Clock clock;
    private final List<SideThread<Readiness>> hanging = new ArrayList<>();
    private long lastAsked;
    private @Nullable Late late;

    /** An answer that nobody waited for any more, and when it came. */
    private record Late(Readiness answer, long at) {}

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
        Duration wait = limit.compareTo(LONGEST_WAIT) < 0 ? limit : LONGEST_WAIT;
        SideThread<Readiness> asking;
        synchronized (this) {
            Late answered = late;
            late = null;
            if (answered != null && clock.nanos() - answered.at <= STILL_FRESH.toNanos()) {
                return answered.answer;
            }
            hanging.removeIf(question -> !question.isWorking());
            long sinceLast = clock.nanos() - lastAsked;
            if (hanging.size() >= MOST_HANGING || sinceLast < pauseNanos()) {
                return Readiness.notReady("the database does not accept connections: a login begun "
                        + sinceLast / 1_000_000_000 + " s ago is still without an answer");
            }
            lastAsked = clock.nanos();
            asking = SideThread.start("heal-" + line.name + "-check", this::ask, this::answeredLate);
        }
        try {
            return asking.await(wait);
        } catch (TimeoutException e) {
            leaveBehind(asking);
            return Readiness.notReady(
                    "the database does not accept connections: no connection within " + wait.toMillis() + " ms");
        } catch (InterruptedException e) {
            leaveBehind(asking);
            Thread.currentThread().interrupt();
            return Readiness.notReady("the check was interrupted");
        } catch (Exception e) {
            return Readiness.notReady("the database does not accept connections: " + SafeText.ofCause(e));
        }
    }

    private synchronized void leaveBehind(SideThread<Readiness> question) {
        hanging.add(question);
    }

    private synchronized void answeredLate(Readiness answer) {
        late = new Late(answer, clock.nanos());
    }

    private long pauseNanos() {
        return hanging.isEmpty() ? 0 : FIRST_PAUSE.toNanos() << (hanging.size() - 1);
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
