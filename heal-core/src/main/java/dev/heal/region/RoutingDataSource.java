package dev.heal.region;

import dev.heal.guard.CallRejectedException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.OptionalLong;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A data source whose connections come from the region that serves at present.
 *
 * <pre>{@code
 * RegionRouter<DataSource> router = RegionRouter.<DataSource>named("inventory")
 *     .region("east", east)                 // home
 *     .standby("west", west)
 *     .probe(JdbcProbe::new)
 *     .build();
 * DataSource inventory = RoutingDataSource.of(router);
 * }</pre>
 *
 * <p>Within a call of the router its connections belong to that call. Outside of one each borrow is a call of its own, through
 * the region's guard, from the moment it is asked for until the connection is closed: it has failed if no connection was had,
 * or if one of its errors said that the connection or its server is gone (SQLState 08, 53 and 57P0, recoverable and
 * non-transient connection exceptions). A borrow that the guard rejects fails with an {@link SQLTransientConnectionException}.
 * A borrow that fails while the traffic moves is made once more in the region that serves then, within the router's
 * {@linkplain RegionRouter#retries budget}: no statement was sent on it.
 *
 * <p>In a region that may not be written to, connections are read-only and writes fail with SQLState 25006 and the sentence of
 * {@link WriteRefusedException}. The server's own check is asked for too: by {@link Connection#setReadOnly}, and on PostgreSQL
 * also outside of transactions. Whatever the flag was before, it is again when the connection goes back to its pool.
 *
 * <p>With {@link InFlight#FAIL_FAST} connections out of a region that is left are aborted, on threads of their own. A caller
 * that still waits for a connection there waits as long as its pool has it wait: set a short connection timeout.
 *
 * <p>Safe for use by all threads. It owns no pool and closes none; {@link #unwrap} finds the one that serves at present.
 */
public final class RoutingDataSource implements DataSource {

    /** The server has rejected the connection, by the standard. */
    private static final String REJECTED = "08004";

    private final RegionRouter<? extends DataSource> router;

    private RoutingDataSource(RegionRouter<? extends DataSource> router) {
        this.router = router;
    }

    public static RoutingDataSource of(RegionRouter<? extends DataSource> router) {
        return new RoutingDataSource(router);
    }

    public RegionRouter<? extends DataSource> router() {
        return router;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return borrow(DataSource::getConnection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return borrow(pool -> pool.getConnection(user, password));
    }

    private interface Borrow {
        Connection from(DataSource pool) throws SQLException;
    }

    private Connection borrow(Borrow how) throws SQLException {
        if (router.isInCall()) {
            Region<? extends DataSource> region = router.current();
            return lend(region, region.departures(), how, Borrowed.Measure.NONE);
        }
        FirstTry<? extends DataSource> turn = router.turn(OptionalLong.empty());
        try {
            return measured(turn.region(), how);
        } catch (SQLException | RuntimeException first) {
            Region<? extends DataSource> next = turn.again(first);
            if (next == null) {
                throw first;
            }
            try {
                return measured(next, how);
            } catch (SQLException | RuntimeException second) {
                FirstTry.withFirst(second, first);
                throw second;
            }
        }
    }

    private static Connection measured(Region<? extends DataSource> region, Borrow how) throws SQLException {
        int departures = region.departures();
        long token;
        try {
            token = region.guard().enter();
        } catch (CallRejectedException rejected) {
            throw new SQLTransientConnectionException(rejected.getMessage(), REJECTED, rejected);
        }
        Borrowed.Measure measure = new Borrowed.Measure(region.guard(), token);
        try {
            return lend(region, departures, how, measure);
        } catch (Throwable failure) {
            measure.failed(failure);
            throw failure;
        }
    }

    private static Connection lend(
            Region<? extends DataSource> region, int departures, Borrow how, Borrowed.Measure measure)
            throws SQLException {
        Connection connection = how.from(region.resource());
        if (region.mayWrite() && !measure.counts() && region.router().inFlight() == InFlight.LEAVE) {
            return connection;
        }
        return Borrowed.of(connection, region, departures, measure);
    }

    // -- the rest is that of the pool that serves at present

    private DataSource pool() {
        return router.current().resource();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        DataSource pool = pool();
        return type.isInstance(pool) ? type.cast(pool) : pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || type.isInstance(pool()) || pool().isWrapperFor(type);
    }

    @Override
    @SuppressWarnings("NullAway") // as JDBC documents it
    public PrintWriter getLogWriter() throws SQLException {
        return pool().getLogWriter();
    }

    /** Sets it in all regions. */
    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        for (Region<? extends DataSource> region : router.regions()) {
            region.resource().setLogWriter(out);
        }
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool().getLoginTimeout();
    }

    /** Sets it in all regions. */
    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        for (Region<? extends DataSource> region : router.regions()) {
            region.resource().setLoginTimeout(seconds);
        }
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool().getParentLogger();
    }

    @Override
    public String toString() {
        return "RoutingDataSource (" + router.name() + ")";
    }
}
