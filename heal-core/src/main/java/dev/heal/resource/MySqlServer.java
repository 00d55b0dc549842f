package dev.heal.resource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.Set;

/** MySQL and MariaDB: headroom only; which sessions execute is not asked, as it needs the driver's own classes. */
final class MySqlServer implements ServerView {

    private final Connection connection;

    MySqlServer(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Headroom headroom() throws SQLException {
        int limit = number("SHOW GLOBAL VARIABLES LIKE 'max_connections'");
        int others = number("SHOW GLOBAL STATUS LIKE 'Threads_connected'") - 1;
        return new Headroom(OptionalInt.of(Math.max(0, limit - others)), limit);
    }

    @Override
    public Set<Connection> executing(Collection<Connection> physical) {
        return Set.of();
    }

    private int number(String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            if (!row.next()) {
                throw new SQLException("no answer to \"" + question + "\"");
            }
            return row.getInt(2);
        }
    }
}
