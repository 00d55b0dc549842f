package dev.heal.region;

import dev.heal.guard.Guard;
import dev.heal.text.SafeText;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection in somebody's hands, and what its errors tell of its region. The handle that the application has is a proxy:
 * JDBC has some 400 methods, and of them six matter here.
 */
final class Borrowed implements InvocationHandler, UnderWay.Cut {

    private static final Logger LOG = LoggerFactory.getLogger(Borrowed.class);

    /** Writes are not allowed in a transaction that only reads, by the standard. */
    static final String READ_ONLY = "25006";

    private static final String CLOSED = "08003";

    /** What the guard is told when the borrow ends; once. */
    static final class Measure {

        /** A part of a call that is measured already. */
        static final Measure NONE = new Measure(null, 0);

        private final @Nullable Guard guard;
        private final long token;
        private final AtomicBoolean ended = new AtomicBoolean();

        Measure(@Nullable Guard guard, long token) {
            this.guard = guard;
            this.token = token;
        }

        boolean counts() {
            return guard != null;
        }

        void succeeded() {
            Guard known = guard;
            if (known != null && ended.compareAndSet(false, true)) {
                known.succeeded(token);
            }
        }

        void failed(Throwable error) {
            Guard known = guard;
            if (known != null && ended.compareAndSet(false, true)) {
                known.failed(token, error);
            }
        }

        void ignored() {
            Guard known = guard;
            if (known != null && ended.compareAndSet(false, true)) {
                known.ignored(token);
            }
        }
    }

    private final Connection real;
    private final Region<?> region;
    private final Measure measure;
    private final @Nullable ReadOnly readOnly;
    private final Connection handle;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable SQLException gone;

    private Borrowed(Connection real, Region<?> region, Measure measure, @Nullable ReadOnly readOnly) {
        this.real = real;
        this.region = region;
        this.measure = measure;
        this.readOnly = readOnly;
        this.handle = (Connection)
                Proxy.newProxyInstance(Borrowed.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    /**
     * The handle to give to the application.
     *
     * @param departures how often the region had been left when the connection was asked for
     * @throws SQLException if it could not be made read-only, or its region was left meanwhile; it was given back then
     */
    static Connection of(Connection real, Region<?> region, int departures, Measure measure) throws SQLException {
        ReadOnly readOnly = null;
        Borrowed borrowed;
        boolean failsFast = region.router().inFlight() == InFlight.FAIL_FAST;
        try {
            readOnly = region.mayWrite() ? null : ReadOnly.begin(real);
            borrowed = new Borrowed(real, region, measure, readOnly);
            if (failsFast) {
                region.underWay().add(borrowed);
            }
        } catch (Throwable failure) {
            giveBack(real, readOnly, failure);
            throw failure;
        }
        if (failsFast && region.departures() != departures) {
            measure.ignored();
            borrowed.end();
            throw new java.sql.SQLTransientConnectionException(RegionLeftException.text(region), CLOSED);
        }
        return borrowed.handle;
    }

    private static void giveBack(Connection real, @Nullable ReadOnly mode, Throwable failure) {
        try (real) {
            if (mode != null) {
                mode.end(real);
            }
        } catch (SQLException | RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    boolean refusesWrites() {
        return readOnly != null;
    }

    Connection handle() {
        return handle;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "equals":
                return arguments != null && proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "toString":
                return SafeText.of(String.valueOf(real)) + " in " + region.target();
            case "close":
                end();
                return null;
            case "abort":
                return aborted(method, arguments);
            case "isClosed":
                return ended.get() || real.isClosed();
            case "isValid":
                if (ended.get()) {
                    return false;
                }
                break;
            case "unwrap":
            case "isWrapperFor":
                return call(real, method, arguments);
            default:
                break;
        }
        if (ended.get()) {
            throw new SQLException("the connection has been closed", CLOSED);
        }
        if (refusesWrites() && arguments != null && isWrite(method, arguments)) {
            throw refused(null);
        }
        return JdbcHandle.around(call(real, method, arguments), sql(arguments), this, handle);
    }

    /** Preparing or asking for what changes something, or for a connection that may. */
    private static boolean isWrite(Method method, Object[] arguments) {
        if (method.getName().equals("setReadOnly")) {
            return Boolean.FALSE.equals(arguments[0]);
        }
        return method.getName().equals("prepareStatement") && Sql.writes(sql(arguments));
    }

    static String sql(Object @Nullable [] arguments) {
        return arguments != null && arguments.length > 0 && arguments[0] instanceof String sql ? sql : "";
    }

    /** It is still to be closed: a pool has the place of a connection back by that alone. */
    private @Nullable Object aborted(Method method, Object @Nullable [] arguments) throws Throwable {
        if (ended.get()) {
            return null;
        }
        region.underWay().remove(this);
        // Somebody gave it up: that alone says nothing of the region.
        measure.ignored();
        return call(real, method, arguments);
    }

    /** As the driver answers; what its errors tell is kept, and one that refuses a write says why. */
    @Nullable
    Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            Throwable failure = thrown.getCause() == null ? thrown : thrown.getCause();
            if (failure instanceof SQLException error) {
                if (Sql.isGone(error)) {
                    gone = error;
                }
                if (refusesWrites() && Sql.isRefusedWrite(error)) {
                    throw refused(error);
                }
            }
            throw failure;
        }
    }

    /** Whoever wraps it in an exception of its own keeps the cause, by which it is known that the region is not to blame. */
    SQLException refused(@Nullable SQLException cause) {
        return new SQLNonTransientException(
                WriteRefusedException.text(region), READ_ONLY, new WriteRefusedException(region, cause));
    }

    private void end() throws SQLException {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        region.underWay().remove(this);
        SQLException seen = gone;
        // Whatever becomes of the rest, it goes back to its pool.
        try (real) {
            SQLException lost = restore();
            seen = seen == null ? lost : seen;
        } catch (SQLException failure) {
            seen = seen == null && Sql.isGone(failure) ? failure : seen;
            throw failure;
        } finally {
            if (seen == null) {
                measure.succeeded();
            } else {
                measure.failed(seen);
            }
        }
    }

    /** @return why the connection is of no use to anybody else; null if it is */
    private @Nullable SQLException restore() {
        SQLException lost = null;
        try {
            // A driver that has lost its server closes the connection by itself, whoever saw the error.
            if (real.isClosed()) {
                return new SQLException("the connection was closed by its driver", CLOSED);
            }
        } catch (SQLException failure) {
            lost = failure;
        }
        ReadOnly mode = readOnly;
        // Also after an error that tells of the server: the connection may have outlived it.
        SQLException unrestored = mode == null ? null : mode.end(real);
        return lost == null ? unrestored : lost;
    }

    /** On a thread that may hang in it; whoever uses the connection gets the driver's error. */
    @Override
    public void cut() throws SQLException {
        gone = new SQLException(RegionLeftException.text(region), CLOSED);
        LOG.debug("aborting a connection of {}, which was left", region.target());
        real.abort(Runnable::run);
    }
}
