package dev.heal.resource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A pool built off to the side, from the same configuration, that counts only once it has proved to work. */
final class Replacement {

    private Replacement() {}

    /**
     * The configuration of the shell as it is now, run-time changes included, for a pool of our own. Metrics and
     * management beans are left out: only a pool that is really used may have them.
     */
    static HikariConfig blueprint(HikariConfig shell) {
        HikariConfig copy = new HikariConfig();
        shell.copyStateTo(copy);
        if (copy.getMetricsTrackerFactory() != null) {
            copy.setMetricsTrackerFactory(null);
        }
        if (copy.getMetricRegistry() != null) {
            copy.setMetricRegistry(null);
        }
        if (copy.getHealthCheckRegistry() != null) {
            copy.setHealthCheckRegistry(null);
        }
        copy.setRegisterMbeans(false);
        return copy;
    }

    /** The smallest pool there is, for a question only. */
    static HikariConfig forACheck(HikariConfig shell) {
        HikariConfig copy = blueprint(shell);
        copy.setPoolName(shell.getPoolName() + " (check)");
        copy.setMaximumPoolSize(1);
        copy.setMinimumIdle(1);
        copy.setLeakDetectionThreshold(0);
        copy.setScheduledExecutor(null);
        return copy;
    }

    /**
     * Opens the pool and proves it. The pool opens exactly one connection by itself before it starts to grow, and
     * fails if it cannot; it is asked whether it works. Takes as long as the driver takes.
     *
     * <p>The connection timeout stays as it is: the pool hands it to {@code DriverManager}, where all pools share it.
     *
     * @throws Exception if no connection can be had or the one had does not work; nothing is left open then
     */
    static HikariDataSource open(HikariConfig blueprint) throws Exception {
        blueprint.setInitializationFailTimeout(1);
        HikariDataSource source = new HikariDataSource(blueprint);
        try {
            prove(source);
            return source;
        } catch (Exception | Error e) {
            source.close();
            throw e;
        }
    }

    private static void prove(HikariDataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            String query = source.getConnectionTestQuery();
            if (query == null) {
                if (!connection.isValid((int) Math.max(1, source.getValidationTimeout() / 1_000))) {
                    throw new SQLException("a fresh connection said that it is not valid");
                }
            } else {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(query);
                }
            }
        }
    }
}
