package dev.heal.test.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import com.zaxxer.hikari.util.Credentials;
import dev.heal.resource.RestartablePool;
import dev.heal.test.fault.Fault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What the application must not notice of a swap. */
class SwapUnderLoadTest extends PoolUnderFault {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void noCallFailsWhileEightThreadsHammerThePoolThroughFiveSwaps() throws Exception {
        HikariConfig config = config(4);
        start(config);
        AtomicBoolean stop = new AtomicBoolean();
        LongAdder calls = new LongAdder();
        List<Worker> hammering = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            hammering.add(work(() -> {
                while (!stop.get()) {
                    one();
                    calls.increment();
                    if (Thread.currentThread().isInterrupted()) {
                        throw new AssertionError("an interrupt of the swap escaped into the application");
                    }
                }
            }));
        }

        for (int swap = 0; swap < 5; swap++) {
            long before = calls.sum();
            await().until(() -> calls.sum() > before + 200);
            restart();
        }
        long after = calls.sum();
        await().until(() -> calls.sum() > after + 200);
        stop.set(true);
        await().atMost(SOON).until(() -> hammering.stream().allMatch(worker -> worker.done));

        log.info("{} calls through 5 swaps", calls.sum());
        assertThat(hammering).allSatisfy(worker -> {
            assertThat(worker.failure).isNull();
            assertThat(worker.leftInterrupted).isFalse();
        });
        await().atMost(SOON).until(() -> sessions() <= 4);
    }

    @Test
    void metersReadTheCurrentPoolAndCountOnOverSwaps() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        start(config(3));
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        metersAreRightOverTwoSwaps(meters);
    }

    @Test
    void metersRegisteredBeforeThePoolWasWrappedAreRightToo() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        HikariConfig config = config(3);
        config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        start(config);
        metersAreRightOverTwoSwaps(meters);
    }

    @Test
    void aMeterRegistryGivenToThePoolIsRightToo() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        HikariConfig config = config(3);
        config.setMetricRegistry(meters);
        start(config);
        metersAreRightOverTwoSwaps(meters);
    }

    private void metersAreRightOverTwoSwaps(SimpleMeterRegistry meters) throws Exception {
        one();
        one();
        assertThat(acquired(meters)).isEqualTo(2);
        for (int swap = 1; swap <= 2; swap++) {
            restart();
            long before = acquired(meters);
            try (Connection first = pool.getConnection();
                    Connection second = pool.getConnection()) {
                assertThat(first).isNotSameAs(second);
                assertThat(active(meters)).as("swap " + swap).isEqualTo(2);
                assertThat(meters.get("hikaricp.connections.max")
                                .tag("pool", "shop")
                                .gauge()
                                .value())
                        .isEqualTo(3);
            }
            assertThat(active(meters)).isZero();
            assertThat(acquired(meters)).isEqualTo(before + 2);
            oldPoolsAreGone();
            assertThat(meters.find("hikaricp.connections.active").gauges()).hasSize(1);
            assertThat(acquired(meters)).isEqualTo(before + 2);
        }
        assertThat(acquired(meters)).isEqualTo(6);
        pool.close();
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void changesAtRunTimeReachTheCurrentPoolAndSurviveASwap() throws Exception {
        start(config(2));
        pool.setMaximumPoolSize(5);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(1_234);
        pool.setCredentials(Credentials.of("postgres", "unused"));
        assertThat(gauge("max")).isEqualTo(5);
        restart();

        List<Connection> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(pool.getConnection());
        }
        long start = System.nanoTime();
        assertThatThrownBy(() -> pool.getConnection()).isInstanceOf(SQLException.class);
        assertThat(millisSince(start)).isBetween(1_000L, 3_000L);
        assertThat(pool.getCredentials().getUsername()).isEqualTo("postgres");
        assertThatThrownBy(() -> pool.setJdbcUrl("jdbc:other")).isInstanceOf(IllegalStateException.class);
        for (Connection connection : five) {
            connection.close();
        }
    }

    @Test
    void managementBeansStayUnderTheirNamesAndReadTheCurrentPool() throws Exception {
        HikariConfig config = config(2);
        config.setRegisterMbeans(true);
        start(config);
        ObjectName name = new ObjectName("com.zaxxer.hikari:type=Pool (shop)");
        var server = ManagementFactory.getPlatformMBeanServer();
        restart();
        oldPoolsAreGone();

        try (Connection connection = pool.getConnection()) {
            assertThat(connection.isClosed()).isFalse();
            assertThat(server.getAttribute(name, "ActiveConnections")).isEqualTo(1);
        }
        pool.close();
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void aPoolThatWasNotStartedYetStartsAtTheFirstBorrow() throws Exception {
        HikariDataSource lazy = new HikariDataSource();
        config(2).copyStateTo(lazy);
        pool = RestartablePool.wrap(lazy);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        assertThat(pool.isRunning()).isFalse();
        assertThat(gauge("total")).isZero();

        assertThat(one()).isEqualTo(1);

        assertThat(pool.isRunning()).isTrue();
        assertThat(lazy.isRunning()).isFalse();
        assertThat(acquired(meters)).isEqualTo(1);
        restart();
        assertThat(one()).isEqualTo(1);
    }

    @Test
    void springBootsReflectiveReadersSeeTheCurrentPool() throws Exception {
        start(config(2));
        restart();

        var field = HikariDataSource.class.getDeclaredField("pool");
        field.setAccessible(true);

        assertThat(field.get(pool)).isSameAs(pool.getHikariPoolMXBean());
    }

    @Test
    void evictingAConnectionFindsThePoolItCameFrom() throws Exception {
        start(config(2));
        Connection ofTheOldPool = pool.getConnection();
        restart();
        Connection ofTheNewPool = pool.getConnection();

        pool.evictConnection(ofTheOldPool);
        pool.evictConnection(ofTheNewPool);

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(ofTheOldPool.isValid(1)).isFalse();
            assertThat(ofTheNewPool.isValid(1)).isFalse();
        });
        assertThat(one()).isEqualTo(1);
    }

    @Test
    void closeIsBoundedTurnsWaitersAwayAndLeavesNoThread() throws Exception {
        start(config(1));
        Connection held = pool.getConnection();
        Worker waiting = work(this::one);
        await().until(() -> gauge("pending") == 1);
        restart();
        Connection heldToo = pool.getConnection();
        await().until(() -> waiting.done || gauge("pending") == 1);

        long start = System.nanoTime();
        pool.close();
        log.info("closed in {} ms", millisSince(start));

        assertThat(millisSince(start)).isLessThan(5_000);
        assertThat(pool.isClosed()).isTrue();
        await().atMost(SOON).until(() -> waiting.done);
        assertThat(waiting.leftInterrupted).isFalse();
        assertThatThrownBy(() -> pool.getConnection())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("has been closed");
        assertThatThrownBy(() -> pool.restart(Duration.ofSeconds(2), notes::add))
                .hasMessageContaining("closed");
        await().atMost(SOON).untilAsserted(() -> assertThat(ownThreads()).isEmpty());
        assertThat(held.isValid(1)).isFalse();
        assertThat(heldToo.isValid(1)).isFalse();
        await().atMost(SOON).until(() -> sessions() == 0);
    }

    @Test
    void aSecondRestartAtTheSameTimeIsRefused() throws Exception {
        start(config(1));
        proxy.inject(Fault.blackHoledLogin());
        Worker first = work(() -> pool.restart(Duration.ofSeconds(3), notes::add));
        await().until(() -> ownThreads().stream().anyMatch(name -> name.contains("-replace")));

        assertThatThrownBy(() -> pool.restart(LIMIT, notes::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("restarted already");
        await().atMost(SOON).until(() -> first.done);
        assertThat(first.failure).hasMessageContaining("the old one stays");
        assertThat(one()).isEqualTo(1);
    }

    @Test
    void closingInTheMiddleOfARestartWinsAndLeavesNothingOpen() throws Exception {
        start(config(2));
        one();
        proxy.inject(Fault.blackHoledLogin().lasting(Duration.ofMillis(2_500)));
        Worker restarting = work(() -> pool.restart(LIMIT, notes::add));
        await().until(() -> ownThreads().stream().anyMatch(name -> name.contains("-replace")));

        long start = System.nanoTime();
        pool.close();
        assertThat(millisSince(start)).isLessThan(12_000);

        await().atMost(Duration.ofSeconds(20)).until(() -> restarting.done);
        assertThat(restarting.failure).isInstanceOf(SQLException.class).hasMessageContaining("closed");
        await().atMost(SOON).until(() -> sessions() == 0);
    }

    private void oldPoolsAreGone() {
        await().atMost(SOON).until(() -> ownThreads().stream().noneMatch(name -> name.contains("-retire")));
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("heal-shop") || name.startsWith("shop"))
                .toList();
    }

    private static long acquired(SimpleMeterRegistry meters) {
        return meters.get("hikaricp.connections.acquire")
                .tag("pool", "shop")
                .timer()
                .count();
    }

    private static double active(SimpleMeterRegistry meters) {
        return meters.get("hikaricp.connections.active")
                .tag("pool", "shop")
                .gauge()
                .value();
    }
}
