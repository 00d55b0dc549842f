package dev.heal.test.pool;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.heal.resource.RestartablePool;
import dev.heal.test.fault.FaultProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real PostgreSQL behind a fault proxy, and a restartable pool on the defaults of the library. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
abstract class PoolUnderFault {

    static final Duration LIMIT = Duration.ofSeconds(15);

    final Logger log = LoggerFactory.getLogger(getClass());
    final List<String> notes = new CopyOnWriteArrayList<>();
    private EmbeddedPostgres database;
    FaultProxy proxy;
    RestartablePool pool;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();

    @BeforeAll
    void startDatabase() throws IOException {
        // These stories wait for real servers on machines that may be busy; none of them is about being fast.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        database = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", maxConnections())
                .setServerConfig("fsync", "off")
                .start();
    }

    @AfterAll
    void stopDatabase() throws IOException {
        Awaitility.reset();
        database.close();
    }

    @BeforeEach
    void startProxy() {
        proxy = FaultProxy.to("127.0.0.1", database.getPort());
        notes.clear();
    }

    @AfterEach
    void stop() throws SQLException {
        if (pool != null) {
            pool.close();
        }
        proxy.close();
        workers.forEach(worker -> worker.thread.interrupt());
        workers.clear();
        // The next story starts on a server without sessions that hung in this one.
        try (Connection admin = database.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        }
    }

    String maxConnections() {
        return "60";
    }

    HikariConfig config(int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres?user=postgres");
        config.setPoolName("shop");
        config.setMaximumPoolSize(size);
        return config;
    }

    RestartablePool start(HikariConfig config) {
        pool = RestartablePool.wrap(new HikariDataSource(config));
        return pool;
    }

    int one() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1")) {
            row.next();
            return row.getInt(1);
        }
    }

    double gauge(String name) {
        return pool.gauges().stream()
                .filter(gauge -> gauge.name().equals("shop." + name))
                .findFirst()
                .orElseThrow()
                .reading()
                .getAsDouble();
    }

    int sessions() throws SQLException {
        try (Connection admin = database.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'")) {
            row.next();
            return row.getInt(1);
        }
    }

    void restart() throws Exception {
        long start = System.nanoTime();
        pool.restart(LIMIT, notes::add);
        log.info("restart took {} ms: {}", millisSince(start), notes);
    }

    static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** Runs on a thread of its own; what it threw is kept, and whether it came back interrupted. */
    Worker work(Work work) {
        Worker worker = new Worker(work);
        workers.add(worker);
        worker.thread.start();
        return worker;
    }

    /** Threads that hold a connection and wait for the word to run a query on it. */
    List<Worker> borrowers(int count, CountDownLatch go, String query) {
        CountDownLatch ready = new CountDownLatch(count);
        List<Worker> started = new CopyOnWriteArrayList<>();
        for (int i = 0; i < count; i++) {
            started.add(work(() -> {
                try (Connection connection = pool.getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("SELECT 1");
                    ready.countDown();
                    go.await();
                    statement.execute(query);
                }
            }));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> ready.getCount() == 0);
        return started;
    }

    interface Work {
        void run() throws Exception;
    }

    static final class Worker {
        final Thread thread;
        volatile Exception failure;
        volatile boolean leftInterrupted;
        volatile boolean done;

        Worker(Work work) {
            thread = new Thread(
                    () -> {
                        try {
                            work.run();
                        } catch (Exception e) {
                            failure = e;
                        } finally {
                            leftInterrupted = Thread.currentThread().isInterrupted();
                            done = true;
                        }
                    },
                    "worker");
            thread.setDaemon(true);
        }
    }
}
