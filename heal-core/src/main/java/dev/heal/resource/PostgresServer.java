package dev.heal.resource;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.postgresql.PGConnection;

/** PostgreSQL 10 and later, seen through {@code pg_stat_activity}; needs no privilege beyond logging in. */
final class PostgresServer implements ServerView {

    // Sessions of other roles hide their kind from an ordinary user: they are counted, to be on the safe side.
    private static final String HEADROOM = """
            SELECT current_setting('max_connections')::int,
                   current_setting('superuser_reserved_connections')::int
                       + coalesce(nullif(current_setting('reserved_connections', true), ''), '0')::int,
                   (SELECT count(*) FROM pg_catalog.pg_stat_activity
                     WHERE datid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'
                       AND pid <> pg_catalog.pg_backend_pid())""";

    // A statement that finished leaves 'idle'; one whose result nobody takes waits on 'Client': neither is executing.
    private static final String EXECUTING = """
            SELECT pid FROM pg_catalog.pg_stat_activity
             WHERE pid = ANY (?) AND state = 'active' AND wait_event_type IS DISTINCT FROM 'Client'""";

    private final Connection connection;

    PostgresServer(Connection connection) {
        this.connection = connection;
    }

    static boolean isDriverPresent() {
        try {
            Class.forName("org.postgresql.PGConnection", false, PostgresServer.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public Headroom headroom() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HEADROOM)) {
            row.next();
            int limit = row.getInt(1);
            return new Headroom(OptionalInt.of(Math.max(0, limit - row.getInt(2) - row.getInt(3))), limit);
        }
    }

    @Override
    public Set<Connection> executing(Collection<Connection> physical) throws SQLException {
        Map<Integer, Connection> byPid = new HashMap<>();
        for (Connection one : physical) {
            try {
                if (one.isWrapperFor(PGConnection.class)) {
                    byPid.put(one.unwrap(PGConnection.class).getBackendPID(), one);
                }
            } catch (SQLException closed) {
                // The driver answers no question about a closed connection; nothing runs on it either.
                continue;
            }
        }
        Set<Connection> executing = Collections.newSetFromMap(new IdentityHashMap<>());
        if (byPid.isEmpty()) {
            return executing;
        }
        Array pids = connection.createArrayOf("int4", byPid.keySet().toArray());
        try (PreparedStatement statement = connection.prepareStatement(EXECUTING)) {
            statement.setArray(1, pids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Connection found = byPid.get(rows.getInt(1));
                    if (found != null) {
                        executing.add(found);
                    }
                }
            }
        } finally {
            pids.free();
        }
        return executing;
    }
}
