package dev.heal.region;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.IGNORED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.time.ManualClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool that misses one connection after every trouble is empty in the end. */
@DisplayName("A connection goes back to its pool, whatever happened to it, and as it was")
class GivingBackTest {

    private final ManualClock clock = new ManualClock();
    private final FakePool east = new FakePool("east");
    private final FakePool west = new FakePool("west");
    private RegionRouter<DataSource> router =
            Regions.homeAndStandby(east.source, west.source, clock).build();
    private RoutingDataSource routing = RoutingDataSource.of(router);

    private void standby() {
        router.move("east", List.of("west"));
    }

    private static String setting(String value) {
        return "executeQuery(SELECT current_setting('default_transaction_read_only'),"
                + " set_config('default_transaction_read_only', '" + value + "', false))";
    }

    @Test
    void one_that_was_aborted_goes_back_when_it_is_closed() throws SQLException {
        Connection connection = routing.getConnection();

        connection.abort(Runnable::run);
        assertThat(east.returned).hasValue(0);
        connection.close();

        assertThat(east.returned).hasValue(1);
        assertThat(Regions.total(router.region("east"), IGNORED)).isEqualTo(1);
        assertThat(router.region("east").window().inFlightTotal()).isZero();
    }

    @Test
    void one_that_was_closed_is_somebody_elses_by_now() throws SQLException {
        Connection connection = routing.getConnection();
        assertThat(connection.isValid(1)).isTrue();
        connection.close();

        connection.abort(Runnable::run);

        assertThat(east.aborted).hasValue(0);
        assertThat(connection.isValid(1)).isFalse();
    }

    @Test
    void one_whose_driver_cannot_tell_whether_it_is_closed_goes_back() throws SQLException {
        Connection connection = routing.getConnection();
        east.closedFailure = new SQLException("no idea");

        connection.close();

        assertThat(east.returned).hasValue(1);
        assertThat(Regions.total(router.region("east"), FAILURE)).isEqualTo(1);
    }

    @Test
    void so_does_one_whose_driver_breaks_when_it_is_asked() throws SQLException {
        Connection connection = routing.getConnection();
        east.closedFailure = new IllegalStateException("a fault of the driver");

        assertThatThrownBy(connection::close).isSameAs(east.closedFailure);

        assertThat(east.returned).hasValue(1);
        assertThat(router.region("east").window().inFlightTotal()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_that_cannot_be_made_as_it_was_is_aborted_and_goes_back(boolean isUnchecked) throws SQLException {
        standby();
        Connection connection = routing.getConnection();
        west.restoreFailure = isUnchecked ? new IllegalStateException("a fault") : new SQLException("a fault");
        west.whileAborting = () -> {
            throw new IllegalStateException("and another");
        };

        connection.close();

        assertThat(west.heardSince()).containsSubsequence("setReadOnly(false)", "close");
        assertThat(west.returned).hasValue(1);
        assertThat(Regions.total(router.region("west"), FAILURE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"53300", "57P01"})
    void one_that_outlives_an_error_of_its_server_can_be_written_to_again(String state) throws SQLException {
        west.product = "PostgreSQL";
        west.statementFailure = new SQLException("too many", state);
        standby();

        try (Connection connection = routing.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
            assertThat(west.heardSince()).contains(setting("on"));
            assertThatThrownBy(statement::executeQuery).isSameAs(west.statementFailure);
        }

        assertThat(west.heardSince()).containsSubsequence(setting("off"), "setReadOnly(false)", "close");
        assertThat(Regions.total(router.region("west"), FAILURE)).isEqualTo(1);
    }

    @Test
    void one_that_may_have_become_read_only_is_not_lent_to_somebody_who_writes() {
        west.product = "PostgreSQL";
        west.commitsItself = false;
        west.commitFailure = new SQLException("the answer to the commit was lost", "40003");
        standby();

        assertThatThrownBy(routing::getConnection).isSameAs(west.commitFailure);

        assertThat(west.aborted).hasValue(1);
        assertThat(west.returned).hasValue(1);
    }

    @Test
    void an_error_after_the_borrow_loses_none() {
        StackOverflowError error = new StackOverflowError();
        standby();
        west.product = "PostgreSQL";
        west.commitsItself = false;
        west.commitFailure = error;

        assertThatThrownBy(routing::getConnection).isSameAs(error);

        assertThat(west.returned).hasValue(1);
        assertThat(router.region("west").window().inFlightTotal()).isZero();
    }
}
