package dev.heal.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.heal.signal.Gauge;
import dev.heal.time.Clock;
import dev.heal.time.ManualClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that needs no server; the rest is told in heal-test, on a real one. */
@Timeout(60)
class RestartablePoolTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final FakeDatabase database = new FakeDatabase();
    private final ManualClock clock = new ManualClock();
    private final List<String> notes = new ArrayList<>();
    private RestartablePool pool = start(2);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void theGaugesTellHowLongWorkHasStoodStill() throws SQLException {
        Connection first = pool.getConnection();
        clock.advance(Duration.ofSeconds(3));
        Connection second = pool.getConnection();
        clock.advance(Duration.ofSeconds(4));

        assertThat(gauge(PoolGauges.OLDEST_BORROW)).isEqualTo(7);
        assertThat(gauge(PoolGauges.SINCE_PROGRESS)).isEqualTo(4);
        assertThat(gauge(PoolGauges.ACTIVE)).isEqualTo(2);
        assertThat(gauge(PoolGauges.MAX)).isEqualTo(2);
        assertThat(gauge(PoolGauges.PENDING)).isZero();

        first.close();
        assertThat(gauge(PoolGauges.SINCE_PROGRESS)).isZero();
        assertThat(gauge(PoolGauges.OLDEST_BORROW)).isEqualTo(4);
        second.close();
        clock.advance(Duration.ofHours(1));
        assertThat(gauge(PoolGauges.SINCE_PROGRESS)).as("nobody wants anything").isZero();
    }

    @Test
    void theGaugesAreCalledByTheNameGivenToThePool() {
        RestartablePool named = RestartablePool.wrap("inventoryDataSource", lazy(), clock);

        assertThat(named.gauges())
                .extracting(Gauge::name)
                .contains("inventoryDataSource.pending", "inventoryDataSource.oldest-wait");
        assertThat(named.getPoolName()).isEqualTo("shop");
    }

    @Test
    void everyConnectionAfterARestartIsYoungerThanTheRestart() throws Exception {
        Connection before = physical();
        pool.restart(LIMIT, notes::add);

        assertThat(physical()).isNotSameAs(before);
        assertThat(notes).contains("this database product does not tell how many connections it has left: not checked");
    }

    @Test
    void aReplacementThatCannotConnectLeavesTheOldPoolInPlace() throws Exception {
        pool.close();
        pool = RestartablePool.wrap("shop", lazy(), Clock.system());
        Connection before = physical();
        database.refusal = new SQLException("password=hunter2 is wrong", "28P01");

        assertThatThrownBy(() -> pool.restart(Duration.ofSeconds(3), notes::add))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("the old one stays")
                .hasMessageContaining("28P01")
                .hasMessageNotContaining("hunter2");
        assertThat(physical()).isSameAs(before);
    }

    @Test
    void aListenerThatFailsDoesNotFailTheRestart() throws Exception {
        pool.restart(LIMIT, note -> {
            throw new IllegalStateException("broken notebook");
        });

        assertThat(physical()).isNotNull();
    }

    @Test
    void aServerOfAnUnknownProductIsAllowed() {
        assertThat(pool.check(LIMIT)).isEqualTo(Readiness.ready());
    }

    @Test
    void mySqlIsAskedForItsHeadroom() {
        database.product = "MySQL";
        database.answers.put("SHOW GLOBAL VARIABLES LIKE 'max_connections'", 151);
        database.answers.put("SHOW GLOBAL STATUS LIKE 'Threads_connected'", 151);
        assertThat(pool.check(LIMIT))
                .isEqualTo(Readiness.notReady("a swap needs 2 more connections, the server has 1 left of 151:"
                        + " raise max_connections or lower maximumPoolSize"));

        database.answers.put("SHOW GLOBAL STATUS LIKE 'Threads_connected'", 150);
        assertThat(pool.check(LIMIT)).isEqualTo(Readiness.ready());
    }

    @Test
    void aServerThatRefusesIsNotReady() {
        database.refusal = new SQLException("too many clients", "53300");

        assertThat(pool.check(LIMIT))
                .isEqualTo(Readiness.notReady(
                        "the database does not accept connections: SQLException 53300: too many clients"));
    }

    @Test
    void wrappingTwiceGivesTheSamePoolAndWrappingAClosedOneIsRefused() {
        assertThat(RestartablePool.wrap(pool)).isSameAs(pool);
        HikariDataSource closed = lazy();
        closed.close();

        assertThatThrownBy(() -> RestartablePool.wrap(closed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the pool shop is closed");
    }

    @Test
    void closingTheOriginalBehindItsBackClosesThePoolForGood() throws Exception {
        pool.close();
        HikariDataSource original = lazy();
        original.getConnection().close();
        pool = RestartablePool.wrap(original);
        physical();

        original.close();

        assertThat(pool.isClosed()).isTrue();
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> pool.restart(LIMIT, notes::add)).hasMessageContaining("closed");
    }

    private Connection physical() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return connection.unwrap(Connection.class);
        }
    }

    private double gauge(String name) {
        return pool.gauges().stream()
                .filter(gauge -> gauge.name().equals("shop." + name))
                .findFirst()
                .orElseThrow()
                .reading()
                .getAsDouble();
    }

    private RestartablePool start(int size) {
        HikariDataSource lazy = lazy();
        lazy.setMaximumPoolSize(size);
        return RestartablePool.wrap(null, lazy, clock);
    }

    private HikariDataSource lazy() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setPoolName("shop");
        config.setMinimumIdle(1);
        HikariDataSource lazy = new HikariDataSource();
        config.copyStateTo(lazy);
        return lazy;
    }
}
