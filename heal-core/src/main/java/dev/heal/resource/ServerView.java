package dev.heal.resource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** What a database server says about itself: the only place where heal knows one product from another. */
interface ServerView {

    /**
     * Room for more connections.
     *
     * @param free how many more the server accepts from us, our own question not counted; empty if unknown
     * @param limit how many it accepts in all, for the message
     */
    record Headroom(OptionalInt free, int limit) {
        static final Headroom UNKNOWN = new Headroom(OptionalInt.empty(), 0);
    }

    Headroom headroom() throws SQLException;

    /**
     * Which of these connections the server is executing a statement for at this moment, as opposed to waiting for the
     * client. No I/O happens on them. Empty if the server cannot tell.
     */
    Set<Connection> executing(Collection<Connection> physical) throws SQLException;

    /** The view through an open connection; a product nobody knows has a view that tells nothing. */
    static ServerView through(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        if (product.contains("postgresql") && PostgresServer.isDriverPresent()) {
            return new PostgresServer(connection);
        }
        if (product.contains("mysql") || product.contains("mariadb")) {
            return new MySqlServer(connection);
        }
        return new Unknown();
    }

    /** A server that heal knows nothing about. */
    final class Unknown implements ServerView {
        @Override
        public Headroom headroom() {
            return Headroom.UNKNOWN;
        }

        @Override
        public Set<Connection> executing(Collection<Connection> physical) {
            return Set.of();
        }
    }
}
