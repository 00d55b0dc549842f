package dev.heal.region;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The read-only mode of a connection while it is borrowed in a region that may not be written to. */
final class ReadOnly {

    private static final String SETTING = "default_transaction_read_only";

    private final boolean before;
    private final @Nullable String sessionBefore;

    private ReadOnly(boolean before, @Nullable String sessionBefore) {
        this.before = before;
        this.sessionBefore = sessionBefore;
    }

    /**
     * @throws SQLException if the connection cannot be made read-only; it may then be closed as it is
     */
    static ReadOnly begin(Connection connection) throws SQLException {
        boolean before = connection.isReadOnly();
        if (!before) {
            connection.setReadOnly(true);
        }
        try {
            return new ReadOnly(before, session(connection, "on"));
        } catch (Throwable failure) {
            // Whether the server has taken the setting, and what it was, is not known.
            abort(connection, failure);
            throw failure;
        }
    }

    private static void abort(Connection connection, Throwable failure) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    /**
     * Has all be as it was. A connection for which that fails is aborted, so that no pool lends it to somebody who writes.
     *
     * @return why it failed; null if it did not
     */
    @Nullable
    SQLException end(Connection connection) {
        try {
            // What is open now would be rolled back by the pool; neither mode can be changed within a transaction.
            rollback(connection);
            if (sessionBefore != null) {
                session(connection, sessionBefore);
            }
            if (connection.isReadOnly() != before) {
                connection.setReadOnly(before);
            }
            return null;
        } catch (SQLException failure) {
            abort(connection, failure);
            return failure;
        } catch (RuntimeException failure) {
            abort(connection, failure);
            return new SQLException("the connection cannot be made as it was", failure);
        }
    }

    private static void rollback(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
    }

    /**
     * PostgreSQL's driver tells its server of the mode only where a transaction begins, so that a single statement could write
     * all the same.
     *
     * @return the setting before; null for another server
     */
    private static @Nullable String session(Connection connection, String value) throws SQLException {
        if (!"PostgreSQL".equals(connection.getMetaData().getDatabaseProductName())) {
            return null;
        }
        // One statement, because each is a round trip.
        String sql = "SELECT current_setting('" + SETTING + "'), set_config('" + SETTING + "', '"
                + (value.equals("on") ? "on" : "off") + "', false)";
        String before = null;
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            if (answer.next()) {
                before = answer.getString(1);
            }
        }
        if (!connection.getAutoCommit()) {
            // A setting made in a transaction goes with it.
            connection.commit();
        }
        return before;
    }
}
