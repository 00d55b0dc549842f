package dev.heal.test.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import dev.heal.resource.Readiness;
import dev.heal.test.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** When a restart would not help, or would harm, on a server with room for 20 connections. */
class ReadinessTest extends PoolUnderFault {

    @Override
    String maxConnections() {
        return "20";
    }

    @Test
    void aHealthyPoolWithRoomIsReadyAndTheRunningPoolIsNotTouched() throws Exception {
        start(config(2));
        await().until(() -> gauge("total") == 2);
        Object before = pool.getHikariPoolMXBean();

        assertThat(pool.check(LIMIT)).isEqualTo(Readiness.ready());

        assertThat(pool.getHikariPoolMXBean()).isSameAs(before);
        assertThat(gauge("total")).isEqualTo(2);
        await().until(() -> sessions() == 2);
    }

    @Test
    void aServerWithoutRoomForAReplacementSaysHowMuchIsMissing() throws Exception {
        start(config(10));
        await().until(() -> gauge("total") == 10);

        // 20, less the 3 reserved for administrators, less the 10 of the pool.
        assertThat(reason())
                .isEqualTo("a swap needs 10 more connections, the server has 7 left of 20:"
                        + " raise max_connections or lower maximumPoolSize");
    }

    @Test
    void aPoolThatIsMerelyBusyIsNotToBeRestarted() {
        start(config(4));
        CountDownLatch go = new CountDownLatch(1);
        List<Worker> busy = borrowers(4, go, "SELECT pg_sleep(4)");
        go.countDown();
        await().until(() -> gauge("oldest-borrow") > 2.2);

        assertThat(reason())
                .isEqualTo("4 of 4 borrowed connections are executing on the server: the pool is busy, not dead;"
                        + " a restart would orphan them");

        await().atMost(Duration.ofSeconds(15)).until(() -> busy.stream().allMatch(worker -> worker.done));
        assertThat(busy).allSatisfy(worker -> assertThat(worker.failure).isNull());
    }

    @Test
    void callersThatQueueBehindShortQueriesMeetABusyPoolToo() {
        start(config(2));
        CountDownLatch go = new CountDownLatch(1);
        borrowers(2, go, "SELECT pg_sleep(1.5)");
        go.countDown();
        work(this::one);
        await().until(() -> gauge("pending") == 1 && gauge("oldest-wait") > 0.2);

        assertThat(reason()).startsWith("2 of 2 borrowed connections are executing");
    }

    @Test
    void aQueryThatWasRunningWhenTheLinkFrozeIsNotTakenForABusyPoolOnceTheServerIsThroughWithIt() {
        start(config(3));
        CountDownLatch go = new CountDownLatch(1);
        borrowers(3, go, "SELECT pg_sleep(3)");
        go.countDown();
        await().until(() -> gauge("oldest-borrow") > 0.5);
        proxy.inject(Fault.halfOpen());
        await().until(() -> gauge("oldest-borrow") > 2.1);
        assertThat(reason()).startsWith("3 of 3 borrowed connections are executing");

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(pool.check(LIMIT)).isEqualTo(Readiness.ready()));
    }

    @Test
    void aDatabaseThatIsAwayIsNotReadyAndNoSecretIsTold() {
        HikariConfig config = config(1);
        config.setJdbcUrl(config.getJdbcUrl() + "&password=hunter2");
        start(config);
        proxy.inject(Fault.refuse());

        assertThat(reason())
                .startsWith("the database does not accept connections: ")
                .doesNotContain("hunter2");
    }

    @Test
    void aPoolSuspendedByItsOwnerIsLeftAlone() {
        HikariConfig config = config(1);
        config.setAllowPoolSuspension(true);
        start(config);
        pool.getHikariPoolMXBean().suspendPool();

        assertThat(reason()).contains("suspended by its owner");

        pool.getHikariPoolMXBean().resumePool();
    }

    @Test
    void aClosedPoolIsNotReady() {
        start(config(1));
        pool.close();

        assertThat(reason()).contains("has been closed");
    }

    private String reason() {
        assertThat(pool.check(LIMIT)).isInstanceOf(Readiness.NotReady.class);
        return pool.check(LIMIT) instanceof Readiness.NotReady notReady ? notReady.reason() : "ready";
    }
}
