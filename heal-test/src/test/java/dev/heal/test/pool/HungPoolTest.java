package dev.heal.test.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import dev.heal.resource.Readiness;
import dev.heal.resource.RestartablePool;
import dev.heal.test.fault.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The link or the database fails under a pool on library defaults: without socketTimeout. */
class HungPoolTest extends PoolUnderFault {

    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void workersHungOnAHalfOpenLinkAreFreedAndNewWorkFlows() throws Exception {
        start(config(4));
        CountDownLatch go = new CountDownLatch(1);
        List<Worker> hung = borrowers(4, go, "SELECT 2");
        proxy.inject(Fault.halfOpen());
        go.countDown();
        await().until(() -> gauge("oldest-borrow") > 2.1);
        assertThat(gauge("active")).isEqualTo(4);
        assertThat(gauge("since-progress")).isGreaterThan(2);

        assertThat(pool.check(LIMIT)).isEqualTo(Readiness.ready());
        long start = System.nanoTime();
        restart();
        assertThat(one()).isEqualTo(1);
        log.info("new work flowed {} ms after the restart began", millisSince(start));

        assertThat(millisSince(start)).isLessThan(SOON.toMillis());
        await().atMost(SOON).until(() -> hung.stream().allMatch(worker -> worker.done));
        assertThat(hung).allSatisfy(worker -> {
            assertThat(worker.failure).isInstanceOf(SQLException.class);
            assertThat(worker.leftInterrupted).isFalse();
        });
        assertThat(notes).anyMatch(note -> note.startsWith("4 of 4 hung connections freed after"));
        assertThat(gauge("oldest-borrow")).isZero();
        assertThat(gauge("since-progress")).isZero();
    }

    @Test
    void waitingBorrowersCarryOnInTheNewPool() throws Exception {
        start(config(2));
        CountDownLatch go = new CountDownLatch(1);
        borrowers(2, go, "SELECT 2");
        proxy.inject(Fault.halfOpen());
        go.countDown();
        List<Worker> waiting = List.of(work(this::one), work(this::one), work(this::one));
        await().until(() -> gauge("pending") == 3 && gauge("oldest-wait") > 2.1);

        long start = System.nanoTime();
        restart();

        await().atMost(SOON).until(() -> waiting.stream().allMatch(worker -> worker.done));
        log.info("waiting callers were served {} ms after the restart began", millisSince(start));
        assertThat(waiting).allSatisfy(worker -> {
            assertThat(worker.failure).isNull();
            assertThat(worker.leftInterrupted).isFalse();
        });
        assertThat(gauge("pending")).isZero();
        assertThat(gauge("oldest-wait")).isZero();
    }

    @Test
    void callersHeldUpInTheValidationOfDeadConnectionsAreReleasedAtOnce() throws Exception {
        start(config(3));
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        List<Worker> before = borrowers(2, go, "SELECT 2");
        borrowers(1, never, "SELECT 2");
        go.countDown();
        await().until(() -> before.stream().allMatch(worker -> worker.done));
        // Idle for longer than 500 ms, a connection is validated before it is lent; that may take 5 s.
        await().pollDelay(Duration.ofMillis(700)).until(() -> gauge("idle") == 2);
        proxy.inject(Fault.halfOpen());
        List<Worker> waiting = List.of(work(this::one), work(this::one));
        await().until(() -> gauge("oldest-wait") > 0.5);
        assertThat(gauge("pending")).isEqualTo(2);

        long start = System.nanoTime();
        restart();

        // The connection that is held keeps the old pool from closing, which would end the validation as well.
        await().atMost(Duration.ofSeconds(1)).until(() -> waiting.stream().allMatch(worker -> worker.done));
        log.info("callers were out of the validation {} ms after the restart began", millisSince(start));
        assertThat(waiting).allSatisfy(worker -> assertThat(worker.failure).isNull());
    }

    @Test
    void anInterruptOfTheApplicationStillEndsTheWait() throws Exception {
        start(config(1));
        CountDownLatch go = new CountDownLatch(1);
        borrowers(1, go, "SELECT 2");
        proxy.inject(Fault.halfOpen());
        go.countDown();
        Worker waiting = work(this::one);
        await().until(() -> gauge("pending") == 1);

        waiting.thread.interrupt();

        await().atMost(SOON).until(() -> waiting.done);
        assertThat(waiting.failure).isInstanceOf(SQLException.class).hasMessageContaining("Interrupted");
        assertThat(waiting.leftInterrupted).isTrue();
    }

    @Test
    void aDatabaseThatWasAwayIsPickedUpAtOnce() throws Exception {
        HikariConfig config = config(4);
        config.setConnectionTimeout(1_000);
        start(config);
        proxy.inject(Fault.refuse());
        proxy.inject(Fault.reset());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThatThrownBy(this::one).isInstanceOf(SQLException.class));
        assertThat(pool.check(LIMIT))
                .isInstanceOfSatisfying(
                        Readiness.NotReady.class,
                        notReady -> assertThat(notReady.reason())
                                .startsWith("the database does not accept connections: ")
                                .contains("refused"));

        Generation before = new Generation(pool);
        assertThatThrownBy(() -> pool.restart(Duration.ofSeconds(2), notes::add))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("the old one stays");
        before.isStillInPlace(pool);

        proxy.heal();
        long start = System.nanoTime();
        restart();
        assertThat(one()).isEqualTo(1);
        log.info("back {} ms after the restart began", millisSince(start));
        assertThat(millisSince(start)).isLessThan(SOON.toMillis());
    }

    @Test
    void anAdderHungInABlackHoledLoginIsCuredByASwap() throws Exception {
        start(config(4));
        one();
        proxy.inject(Fault.blackHoledLogin());
        proxy.inject(Fault.reset());
        // The dead connections fail at once; then the caller waits for the one thread that opens new ones.
        Worker waiting = work(this::oneAfterFailures);
        await().until(() -> gauge("oldest-wait") > 2);
        assertThat(pool.check(Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        Readiness.NotReady.class,
                        notReady -> assertThat(notReady.reason()).contains("no connection within 1000 ms"));
        assertThat(pool.check(Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        Readiness.NotReady.class,
                        notReady -> assertThat(notReady.reason()).contains("still without an answer"));
        proxy.heal();
        assertThat(waiting.done).as("the one adder still hangs in its login").isFalse();

        long start = System.nanoTime();
        restart();

        await().atMost(SOON).until(() -> waiting.done);
        log.info("the waiting caller was served {} ms after the restart began", millisSince(start));
        assertThat(waiting.failure).isNull();
        assertThat(one()).isEqualTo(1);

        start = System.nanoTime();
        pool.close();
        log.info("closed in {} ms with an adder still hung", millisSince(start));
        assertThat(millisSince(start)).isLessThan(12_000);
    }

    @Test
    void aHealthyBorrowInFlightFinishesOnTheOldPool() throws Exception {
        start(config(2));
        Worker inFlight = work(() -> {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_sleep(3)");
            }
        });
        await().until(() -> gauge("active") == 1);

        restart();

        assertThat(inFlight.done).isFalse();
        await().atMost(Duration.ofSeconds(10)).until(() -> inFlight.done);
        assertThat(inFlight.failure).isNull();
        await().atMost(SOON).until(() -> sessions() <= 2);
    }

    @Test
    void theSameObjectServesWhoeverUnwrapsItBeforeAndAfterASwap() throws Exception {
        start(config(1));
        HikariDataSource kept = pool.unwrap(HikariDataSource.class);
        restart();

        assertThat(kept).isSameAs(pool);
        assertThat(pool.unwrap(DataSource.class)).isSameAs(pool);
        assertThat(pool.unwrap(RestartablePool.class)).isSameAs(pool);
        assertThat(pool.isWrapperFor(HikariDataSource.class)).isTrue();
        assertThat(pool.isWrapperFor(DriverDataSource.class)).isTrue();
        assertThat(pool.unwrap(DriverDataSource.class)).isNotNull();
        try (Connection connection = kept.getConnection()) {
            assertThat(connection.isWrapperFor(org.postgresql.PGConnection.class))
                    .isTrue();
        }
        assertThat(kept.isRunning()).isTrue();
        assertThat(kept.getHikariPoolMXBean().getTotalConnections()).isPositive();
        assertThat(kept.getJdbcUrl()).contains("jdbc:postgresql");
    }

    private void oneAfterFailures() {
        for (int attempt = 1; ; attempt++) {
            try {
                one();
                return;
            } catch (SQLException e) {
                if (attempt == 10 || Thread.currentThread().isInterrupted()) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** Which pool is at work, by the object that the library calls its pool. */
    private record Generation(Object pool) {
        Generation(RestartablePool pool) {
            this((Object) pool.getHikariPoolMXBean());
        }

        void isStillInPlace(RestartablePool now) {
            assertThat(now.getHikariPoolMXBean()).isSameAs(pool);
        }
    }
}
