package dev.heal.test.region;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.heal.detect.JdbcProbe;
import dev.heal.region.InFlight;
import dev.heal.region.RegionRouter;
import dev.heal.region.RoutingDataSource;
import dev.heal.region.WriteRefusedException;
import dev.heal.resource.RestartablePool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Two regions on a real PostgreSQL, with restartable pools")
@Timeout(90)
class RoutingOnPostgresTest {

    private static EmbeddedPostgres server;

    private RestartablePool east;
    private RestartablePool west;
    private RegionRouter<DataSource> router;
    private DataSource routing;

    @BeforeAll
    static void startServer() throws IOException, SQLException {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        for (String region : List.of("east", "west")) {
            try (Connection admin = server.getPostgresDatabase().getConnection();
                    Statement statement = admin.createStatement()) {
                statement.execute("CREATE DATABASE " + region);
            }
            try (Connection there = server.getDatabase("postgres", region).getConnection();
                    Statement statement = there.createStatement()) {
                statement.execute("CREATE TABLE item (id serial PRIMARY KEY, name text)");
                statement.execute("CREATE SEQUENCE ids");
            }
        }
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void start() {
        begin(true, InFlight.LEAVE);
    }

    private void begin(boolean autoCommit, InFlight inFlight) {
        stop();
        east = pool("east", autoCommit);
        west = pool("west", autoCommit);
        router = RegionRouter.<DataSource>named("inventory")
                .region("east", east)
                .standby("west", west)
                .probe(JdbcProbe::new)
                .inFlight(inFlight)
                .build();
        routing = RoutingDataSource.of(router);
    }

    @AfterEach
    void stop() {
        if (east != null) {
            east.close();
            west.close();
        }
    }

    private static RestartablePool pool(String region, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + region + "?user=postgres");
        config.setPoolName(region);
        // One, so that what is given back is what is lent next.
        config.setMaximumPoolSize(1);
        config.setAutoCommit(autoCommit);
        return RestartablePool.wrap(new HikariDataSource(config));
    }

    private void moveAway() {
        router.move("east", List.of("west"));
    }

    @Test
    void at_home_all_is_as_without_a_router() throws SQLException {
        try (Connection connection = routing.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO item (name) VALUES (?)")) {
            insert.setString(1, "bolt");
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }

        assertThat(database()).isEqualTo("east");
        assertThat(router.region("east").window().total(SUCCESS)).isEqualTo(2);
        moveAway();
        assertThat(database()).isEqualTo("west");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void where_it_only_stands_by_the_server_refuses_every_write_in_heals_words(boolean autoCommit) throws SQLException {
        begin(autoCommit, InFlight.LEAVE);
        moveAway();

        for (String hidden : List.of(
                "SELECT nextval('ids')",
                "WITH made AS (INSERT INTO item (name) VALUES ('nut') RETURNING id) SELECT * FROM made",
                "DO $$ BEGIN INSERT INTO item (name) VALUES ('nut'); END $$")) {
            try (Connection connection = routing.getConnection();
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute(hidden))
                        .as(hidden)
                        .isInstanceOf(SQLException.class)
                        .hasMessage(WriteRefusedException.text(router.region("west")))
                        .satisfies(error ->
                                assertThat(((SQLException) error).getSQLState()).isEqualTo("25006"))
                        .hasCauseInstanceOf(WriteRefusedException.class)
                        .hasRootCauseInstanceOf(SQLException.class);
            }
        }

        assertThat(count(west)).as("nothing was written").isZero();
        assertThat(router.region("west").window().total(FAILURE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_connection_goes_back_to_its_pool_as_it_was(boolean autoCommit) throws SQLException {
        begin(autoCommit, InFlight.LEAVE);
        moveAway();
        try (Connection connection = routing.getConnection();
                Statement statement = connection.createStatement()) {
            // A transaction of its own, left open.
            statement.executeQuery("SELECT count(*) FROM item");
            assertThat(connection.isReadOnly()).isTrue();
        }

        try (Connection connection = west.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(connection.isReadOnly()).isFalse();
            assertThat(statement.executeUpdate("INSERT INTO item (name) VALUES ('back')"))
                    .isEqualTo(1);
            assertThat(statement.executeUpdate("DELETE FROM item")).isEqualTo(1);
            if (!autoCommit) {
                connection.commit();
            }
        }
    }

    @Test
    void one_whose_server_process_was_ended_is_a_failure_and_an_error_of_a_statement_is_none() throws SQLException {
        try (Connection connection = routing.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT nothing")).isInstanceOf(SQLException.class);
        }
        assertThat(router.region("east").window().total(FAILURE)).isZero();

        try (Connection connection = routing.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT pg_terminate_backend(pg_backend_pid())"))
                    .isInstanceOf(SQLException.class);
        }

        assertThat(router.region("east").window().total(FAILURE)).isEqualTo(1);
    }

    @Test
    void a_query_in_flight_in_a_region_that_is_left_is_cut_off_where_that_is_wanted() throws Exception {
        begin(true, InFlight.FAIL_FAST);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try (Connection connection = routing.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_sleep(600)");
            } catch (SQLException expected) {
                failure.set(expected);
            }
        });
        caller.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> sleeping() == 1);

        moveAway();
        caller.join(Duration.ofSeconds(30).toMillis());

        assertThat(failure.get()).isInstanceOf(SQLException.class);
        assertThat(router.region("east").window().total(FAILURE)).isEqualTo(1);
        assertThat(database()).isEqualTo("west");
        router.admit("east", 1);
        assertThat(database()).as("its pool has another one by then").isEqualTo("east");
    }

    private String database() throws SQLException {
        try (Connection connection = routing.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT current_database()")) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static int count(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT count(*) FROM item")) {
            answer.next();
            return answer.getInt(1);
        }
    }

    private static int sleeping() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE datname = 'east'"
                        + " AND state = 'active' AND query LIKE '%pg_sleep%'")) {
            answer.next();
            return answer.getInt(1);
        }
    }
}
