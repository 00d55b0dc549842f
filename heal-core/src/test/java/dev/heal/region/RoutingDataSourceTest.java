package dev.heal.region;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.IGNORED;
import static dev.heal.signal.Outcome.REJECTED;
import static dev.heal.signal.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.heal.guard.CallRejectedException;
import dev.heal.resource.RestartablePool;
import dev.heal.time.ManualClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that needs no server; what a real one says to it is told in heal-test. */
@DisplayName("Connections come from the region that serves")
@Timeout(60)
class RoutingDataSourceTest {

    private final ManualClock clock = new ManualClock();
    private final FakePool east = new FakePool("east");
    private final FakePool west = new FakePool("west");
    private RegionRouter<DataSource> router =
            Regions.homeAndStandby(east.source, west.source, clock).build();
    private RoutingDataSource routing = RoutingDataSource.of(router);

    private void moveAway() {
        router.move("east", List.of("west"));
    }

    private void failFast() {
        router = Regions.homeAndStandby(east.source, west.source, clock)
                .inFlight(InFlight.FAIL_FAST)
                .build();
        routing = RoutingDataSource.of(router);
    }

    private Region<DataSource> home() {
        return router.region("east");
    }

    @Test
    void a_borrow_is_a_call_from_the_asking_to_the_closing() throws SQLException {
        Connection connection = routing.getConnection();
        assertThat(home().window().inFlightTotal()).isEqualTo(1);

        connection.close();
        connection.close();

        assertThat(home().window().inFlightTotal()).isZero();
        assertThat(Regions.total(home(), SUCCESS)).isEqualTo(1);
        assertThat(east.returned).hasValue(1);
        assertThat(connection.isClosed()).isTrue();
        assertThatThrownBy(connection::createStatement).hasMessageContaining("has been closed");
    }

    @Test
    void the_next_borrow_after_a_move_comes_from_the_other_region() throws SQLException {
        moveAway();
        routing.getConnection().close();

        assertThat(east.borrowed).hasValue(0);
        assertThat(Regions.total(router.region("west"), SUCCESS)).isEqualTo(1);
    }

    @Test
    void a_pool_that_gives_no_connection_is_a_failure_of_its_region() {
        east.refusal = new SQLTransientConnectionException("timed out after 30000ms");

        assertThatThrownBy(routing::getConnection).isSameAs(east.refusal);

        assertThat(Regions.total(home(), FAILURE)).isEqualTo(1);
        assertThat(home().window().inFlightTotal()).isZero();
        assertThat(west.borrowed).as("nothing moves").hasValue(0);
    }

    @Test
    void what_the_guard_rejects_fails_as_jdbc_fails() {
        east.refusal = new SQLException("refused", "08001");
        home().guard().breaker().arm();
        while (Regions.total(home(), REJECTED) == 0) {
            assertThatThrownBy(routing::getConnection).isInstanceOf(SQLException.class);
        }

        assertThatThrownBy(routing::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessageContaining("inventory@east takes no calls")
                .hasCauseInstanceOf(CallRejectedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08003", "57P01", "57P03", "53300"})
    void an_error_of_the_connection_or_its_server_makes_the_borrow_a_failure(String state) throws SQLException {
        east.statementFailure = new SQLException("gone", state);

        useOnce();

        assertThat(Regions.total(home(), FAILURE)).isEqualTo(1);
    }

    @Test
    void so_does_one_that_the_driver_calls_recoverable() throws SQLException {
        east.statementFailure = new SQLException("batch", "");
        east.statementFailure.setNextException(new SQLRecoverableException("gone"));

        useOnce();

        assertThat(Regions.total(home(), FAILURE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42601", "57014", "40001", "25006"})
    void an_error_of_the_statement_does_not(String state) throws SQLException {
        east.statementFailure = new SQLException("your own", state);

        useOnce();

        assertThat(Regions.total(home(), SUCCESS)).isEqualTo(1);
        assertThat(Regions.total(home(), FAILURE)).isZero();
    }

    private void useOnce() throws SQLException {
        try (Connection connection = routing.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
            assertThatThrownBy(statement::executeQuery).isSameAs(east.statementFailure);
        }
    }

    @Test
    void within_a_call_a_connection_is_a_part_of_it_and_is_the_pools_own() throws SQLException {
        router.call(pool -> {
            moveAway();
            try (Connection connection = routing.getConnection()) {
                return connection.createStatement();
            }
        });

        assertThat(east.borrowed).hasValue(1);
        assertThat(west.borrowed).hasValue(0);
        assertThat(Regions.total(home(), SUCCESS)).as("one call").isEqualTo(1);
    }

    @Test
    void in_a_region_that_stands_by_connections_only_read_and_are_given_back_as_they_were() throws SQLException {
        moveAway();
        try (Connection connection = routing.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT 1").getStatement();
            assertThat(west.heardSince()).contains("setReadOnly(true)");

            assertRefused(() -> statement.executeUpdate("SET x = 1"));
            assertRefused(() -> statement.executeLargeUpdate("SET x = 1"));
            assertRefused(statement::executeBatch);
            assertRefused(() -> statement.execute("/* why */ -- not\n INSERT INTO item VALUES (1)"));
            assertRefused(() -> statement.executeQuery("delete from item returning id"));
            assertRefused(() -> connection.prepareStatement("UPDATE item SET id = 2"));
            assertRefused(() -> connection.prepareStatement("SELECT 1").executeUpdate());
            assertRefusedOrder(() -> connection.setReadOnly(false));
            assertThat(west.heardSince()).as("nothing was sent").containsExactly("prepareStatement(SELECT 1)");
            assertThatCode(() -> connection.setReadOnly(true)).doesNotThrowAnyException();
            assertThat(statement.execute("select 1")).isFalse();
        }

        assertThat(west.heardSince()).containsSubsequence("setReadOnly(false)", "close");
        assertThat(Regions.total(router.region("west"), SUCCESS))
                .as("a refusal says nothing of the region")
                .isEqualTo(1);
    }

    @Test
    void a_pool_of_connections_that_only_read_stays_one() throws SQLException {
        moveAway();
        west.startsReadOnly = true;

        routing.getConnection().close();

        assertThat(west.heardSince()).doesNotContain("setReadOnly(true)", "setReadOnly(false)");
    }

    @Test
    void a_write_that_only_the_server_recognises_is_refused_in_the_same_words() throws SQLException {
        moveAway();
        SQLException server = new SQLException("cannot execute nextval() in a read-only transaction", "25006");
        west.statementFailure = server;

        try (Connection connection = routing.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT nextval('ids')"))
                    .isInstanceOf(SQLException.class)
                    .hasMessage(WriteRefusedException.text(router.region("west")))
                    .hasCauseInstanceOf(WriteRefusedException.class)
                    .hasRootCause(server)
                    .extracting(error -> ((SQLException) error).getSQLState())
                    .isEqualTo("25006");
        }
    }

    @Test
    void a_store_that_replicates_is_written_to_anywhere() throws SQLException {
        router = Regions.homeAndStandby(east.source, west.source, clock)
                .writes(Writes.REPLICATED)
                .build();
        routing = RoutingDataSource.of(router);
        moveAway();

        try (Connection connection = routing.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("INSERT INTO item VALUES (1)")).isEqualTo(1);
        }
        assertThat(west.heardSince()).doesNotContain("setReadOnly(true)");
    }

    @Test
    void handles_lead_to_each_other_and_never_past_the_router() throws SQLException {
        try (Connection connection = routing.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            assertThat(List.of(connection)).contains(statement.getConnection());
            assertThat(connection.toString()).contains("inventory@east");
        }
        moveAway();
        try (Connection connection = routing.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("SELECT 1").getStatement()).isSameAs(statement);
        }
    }

    @Test
    void a_borrow_that_fails_while_the_traffic_moves_is_made_where_it_goes_to() throws SQLException {
        east.refusal = new SQLException("refused", "08001");
        east.whileBorrowing = this::moveAway;

        routing.getConnection().close();

        assertThat(east.borrowed).hasValue(1);
        assertThat(west.borrowed).hasValue(1);
        assertThat(west.returned).hasValue(1);
        assertThat(Regions.total(home(), FAILURE)).isEqualTo(1);
    }

    @Test
    void connections_out_in_a_region_that_is_left_are_aborted_where_that_is_wanted() throws SQLException {
        failFast();
        Connection out = routing.getConnection();
        Connection alsoOut = routing.getConnection();
        routing.getConnection().close();
        assertThat(home().underWay().size()).as("closed ones are not kept").isEqualTo(2);

        moveAway();

        await().until(() -> east.aborted.get() == 2);
        assertThat(home().underWay().size()).isZero();
        out.close();
        alsoOut.close();
        assertThat(Regions.total(home(), FAILURE)).isEqualTo(2);
        assertThat(Regions.total(home(), SUCCESS)).isEqualTo(1);
    }

    @Test
    void an_abort_that_hangs_holds_up_neither_the_move_nor_the_other_aborts() throws SQLException {
        failFast();
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        for (int i = 0; i < 10; i++) {
            routing.getConnection();
        }
        east.whileAborting = () -> {
            boolean isFirst = hangs.getCount() == 1;
            hangs.countDown();
            if (isFirst) {
                try {
                    released.await();
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }
        };

        moveAway();

        await().until(() -> east.aborted.get() >= 9);
        assertThat(router.pick()).isSameAs(router.region("west"));
        released.countDown();
        await().until(() -> east.aborted.get() == 10);
    }

    @Test
    void a_connection_that_comes_out_of_a_region_after_it_was_left_goes_back_unused() throws SQLException {
        failFast();
        east.whileBorrowing = this::moveAway;

        try (Connection connection = routing.getConnection()) {
            assertThat(connection.toString()).contains("inventory@west");
        }

        assertThat(east.returned).hasValue(1);
        assertThat(home().underWay().size()).isZero();
        assertThat(Regions.total(home(), IGNORED)).isEqualTo(1);
    }

    @Test
    void connections_are_left_to_their_deadline_where_nothing_else_was_said() throws SQLException {
        Connection out = routing.getConnection();
        moveAway();
        out.close();

        assertThat(east.aborted).hasValue(0);
        assertThat(Regions.total(home(), SUCCESS)).isEqualTo(1);
    }

    @Test
    void the_pool_of_the_region_that_serves_is_found_by_unwrapping() throws SQLException {
        HikariDataSource eastern = new HikariDataSource();
        RestartablePool western = RestartablePool.wrap(new HikariDataSource());
        RegionRouter<HikariDataSource> pools = Regions.homeAndStandby(eastern, (HikariDataSource) western, clock)
                .build();
        RoutingDataSource both = RoutingDataSource.of(pools);

        assertThat(both.isWrapperFor(HikariDataSource.class)).isTrue();
        assertThat(both.unwrap(HikariDataSource.class)).isSameAs(eastern);
        pools.move("east", List.of("west"));
        assertThat(both.unwrap(RestartablePool.class)).isSameAs(western);
        assertThat(both.unwrap(RoutingDataSource.class)).isSameAs(both);
        assertThat(both.unwrap(DataSource.class)).isSameAs(both);
        western.close();
        eastern.close();
    }

    private interface Write {
        Object make() throws SQLException;
    }

    private interface Order {
        void give() throws SQLException;
    }

    private void assertRefused(Write write) {
        assertThatThrownBy(write::make)
                .isInstanceOf(SQLException.class)
                .hasCauseInstanceOf(WriteRefusedException.class)
                .hasMessage(WriteRefusedException.text(router.region("west")));
    }

    private void assertRefusedOrder(Order order) {
        assertThatThrownBy(order::give)
                .isInstanceOf(SQLException.class)
                .hasCauseInstanceOf(WriteRefusedException.class)
                .hasMessage(WriteRefusedException.text(router.region("west")));
    }
}
