package dev.heal.detect;

import dev.heal.resource.Resources;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Borrows a connection as the application does and asks whether its database answers. */
public record JdbcProbe(DataSource dataSource) implements Probe {

    public static final ProbeKind KIND = new ProbeKind() {
        @Override
        public String name() {
            return "jdbc";
        }

        @Override
        public String description() {
            return "Borrows a connection as the application does and asks whether its database answers.";
        }

        @Override
        public boolean needsResource() {
            return true;
        }

        @Override
        public Probe create(Resources resources) {
            return new JdbcProbe(resources.require(DataSource.class));
        }
    };

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public void ask(Duration limit) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.isValid((int) Math.max(1, limit.toSeconds()))) {
                throw new SQLException("the connection is not valid");
            }
        }
    }
}
