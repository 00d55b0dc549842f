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
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One restart from beginning to end: a proven replacement first, then the swap, then the old pool's callers, its hung
 * connections, and its end. Up to the swap nothing of the running pool is touched.
 */
final class Restart {

    private static final Logger LOG = LoggerFactory.getLogger(Restart.class);
    private static final int MOST_OLD_POOLS = 8;
    private static final int MOST_HUNG_LOGINS = 3;
    private static final Duration SHORTEST_TRY = Duration.ofSeconds(2);
    private static final Duration FREED_WITHIN = Duration.ofSeconds(1);

    private final PoolLine line;
    private final HikariConfig shell;
    private final Duration stuckAfter;
    private final Clock clock;
    private final Duration limit;
    private final Consumer<String> notes;
    private final long startedAt;

    /**
     * A pool that has proved to work.
     *
     * @param executing connections of the old pool for which the server was executing a statement at that time
     * @param knownServer whether the server could tell its headroom
     */
    private record Proven(HikariDataSource source, Set<Connection> executing, boolean knownServer) {}

    Restart(PoolLine line, HikariConfig shell, Duration stuckAfter, Duration limit, Consumer<String> notes) {
        this.line = line;
        this.shell = shell;
        this.stuckAfter = stuckAfter;
        this.clock = line.clock;
        this.limit = limit;
        this.notes = contained(notes);
        this.startedAt = clock.nanos();
    }

    void run() throws Exception {
        Generation sick = line.current();
        if (sick != null && sick.isSuspended()) {
            throw new IllegalStateException("the pool " + line.name + " was suspended by its owner: resume it first");
        }
        if (line.retiring() >= MOST_OLD_POOLS) {
            throw new IllegalStateException(line.retiring() + " older pools of " + line.name
                    + " are still closing and may hold connections: wait until they are gone");
        }
        if (sick == null) {
            shell.validate();
        }
        Proven proven = replacement(sick);
        notes.accept("a replacement connected after " + elapsedMillis(startedAt) + " ms");
        if (!proven.knownServer()) {
            notes.accept("this database product does not tell how many connections it has left: not checked");
        }

        Generation old = line.adopt(proven.source());
        long swappedAt = clock.nanos();
        notes.accept("swapped: new work uses the replacement");
        if (old != null) {
            leave(old, proven.executing(), swappedAt);
        }
    }

    /** The swap is done: whatever happens here, the restart has worked, so nothing is thrown. */
    private void leave(Generation old, Set<Connection> executing, long swappedAt) {
        Retirement retirement = new Retirement(line.name, old, line.waiters, clock);
        try {
            int moved = retirement.callOutWaiters(remaining());
            if (moved > 0) {
                notes.accept(count(moved, "waiting caller") + " carried on in the replacement after "
                        + elapsedMillis(swappedAt) + " ms");
            }
            long cutAt = clock.nanos();
            List<Lease> hung = ReadinessCheck.olderThan(stuckAfter, old.borrows.open(), cutAt).stream()
                    .filter(lease -> !executing.contains(lease.physical))
                    .toList();
            if (!hung.isEmpty()) {
                int freed = retirement.free(hung, min(remaining(), FREED_WITHIN));
                notes.accept(freed + " of " + count(hung.size(), "hung connection") + " freed after "
                        + elapsedMillis(cutAt) + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            notes.accept("interrupted while the old pool was left: it closes in the background all the same");
        } finally {
            Duration drain = max(remaining(), stuckAfter);
            int inFlight = old.borrows.open().size();
            line.retire(retirement, closed -> retirement.drainAndClose(executing, stuckAfter, drain, closed));
            notes.accept(
                    inFlight == 0
                            ? "the old pool closes in the background"
                            : "the old pool closes in the background; " + count(inFlight, "connection")
                                    + " in use may finish first, for up to " + drain.toMillis() + " ms");
        }
    }

    /** Tries until the limit. A try that hangs in a login is left behind: only a few, as each may hold a connection. */
    private Proven replacement(@Nullable Generation sick) throws Exception {
        Duration longestTry = max(SHORTEST_TRY, limit.dividedBy(MOST_HUNG_LOGINS));
        String why = null;
        int hung = 0;
        while (hung < MOST_HUNG_LOGINS && !remaining().isZero()) {
            Duration aTry = min(longestTry, remaining());
            try {
                return SideThread.start(
                                "heal-" + line.name + "-replace",
                                () -> open(sick),
                                late -> late.source().close())
                        .await(aTry);
            } catch (TimeoutException e) {
                hung++;
                // A try cut short by the limit knows less than one that failed before it.
                why = why == null ? "no connection within " + aTry.toMillis() + " ms" : why;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                why = SafeText.ofCause(e);
            }
            if (line.isClosed()) {
                why = "the application has closed the pool";
                break;
            }
        }
        throw new SQLException("no replacement for the pool " + line.name + " within " + limit.toMillis()
                + " ms, the old one stays: " + (why == null ? "no time was given" : why));
    }

    private Proven open(@Nullable Generation sick) throws Exception {
        HikariDataSource source = Replacement.open(Replacement.blueprint(shell));
        Set<Connection> executing = Set.of();
        boolean knownServer = false;
        try (Connection connection = source.getConnection()) {
            ServerView server = ServerView.through(connection);
            knownServer = !(server instanceof ServerView.Unknown);
            if (sick != null) {
                executing = server.executing(sick.borrows.open().stream()
                        .map(lease -> lease.physical)
                        .toList());
            }
        } catch (SQLException | RuntimeException e) {
            // It only decides how long a borrow in flight may take to end; the swap goes on without.
            LOG.debug("{} - the server does not tell what it executes: {}", line.name, SafeText.ofCause(e));
        }
        return new Proven(source, executing, knownServer);
    }

    private Consumer<String> contained(Consumer<String> listener) {
        return note -> {
            try {
                listener.accept(note);
            } catch (RuntimeException e) {
                LOG.warn("{} - a listener failed on the note \"{}\": {}", line.name, note, SafeText.ofCause(e));
            }
        };
    }

    private Duration remaining() {
        Duration left = limit.minusNanos(clock.nanos() - startedAt);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private long elapsedMillis(long since) {
        return (clock.nanos() - since) / 1_000_000;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
