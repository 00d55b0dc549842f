package dev.heal.test.pool;

import static dev.heal.detect.Detectors.inFlightAge;
import static dev.heal.detect.Detectors.poolStalled;
import static dev.heal.policy.Verification.probe;
import static dev.heal.remediation.Remediations.restartPool;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import dev.heal.Heal;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Notebook;
import dev.heal.incident.Resolution;
import dev.heal.policy.Mode;
import dev.heal.test.fault.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop on a real pool and a real database: what a team would see, on the library's defaults. */
@Timeout(180)
class HealedPoolTest extends PoolUnderFault {

    /** How long the database is away; a minute by {@code -Dheal.test.away=60}. */
    private static final Duration AWAY = ofSeconds(Integer.getInteger("heal.test.away", 8));

    private AtomicBoolean working = new AtomicBoolean();
    private AtomicInteger answered = new AtomicInteger();
    private Heal heal;

    @TempDir
    Path directory;

    @AfterEach
    void stopHealing() {
        working.set(false);
        heal.close();
        Incident last = heal.incidents().isEmpty() ? null : heal.incidents().get(0);
        log.info("the notebook:\n{}", last == null ? "no incident" : Notebook.markdown(last));
    }

    private void heal(Mode mode) {
        // New ones for each story: a customer of the last one that is still stuck must not come back in this one.
        working = new AtomicBoolean(true);
        answered = new AtomicInteger();
        heal = Heal.builder()
                .journal(directory)
                .warmUp(Duration.ZERO)
                .jitter(Duration.ZERO)
                .target(
                        "shop",
                        target -> target.detect("stalled", poolStalled(pool).oldestBorrow(ofSeconds(2)))
                                .detect(
                                        "hung",
                                        inFlightAge().above(ofSeconds(3)).calls(3))
                                .step(
                                        "restart",
                                        restartPool(pool),
                                        step -> step.when("stalled", "hung")
                                                .verify(probe(pool)
                                                        .within(ofSeconds(10))
                                                        .hold(ofSeconds(2))))
                                .mode(mode))
                .build();
    }

    /** Customers that go on asking, whatever they get. */
    private void customers(int count, String query) {
        AtomicBoolean open = working;
        AtomicInteger served = answered;
        for (int i = 0; i < count; i++) {
            work(() -> {
                while (open.get()) {
                    try {
                        heal.guard("shop").run(() -> query(query));
                        served.incrementAndGet();
                    } catch (SQLException | RuntimeException lost) {
                        // a lost customer comes back with the next order
                    }
                }
            });
        }
        await().until(() -> answered.get() > 50);
    }

    private void query(String query) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(query);
        }
    }

    private Incident healed() {
        return await().atMost(ofSeconds(60))
                .until(
                        () -> heal.incidents().isEmpty()
                                ? null
                                : heal.incidents().get(0),
                        incident -> incident != null && incident.resolution() == Resolution.HEALED);
    }

    @Test
    void aPoolWhoseConnectionsHangOnAHalfOpenLinkIsRestartedAndWorkFlows() {
        start(config(4));
        heal(Mode.ACT);
        customers(8, "SELECT pg_sleep(0.005)");

        proxy.inject(Fault.halfOpen());

        Incident incident = healed();
        assertThat(incident.events())
                .extracting(IncidentEvent::type)
                .containsSubsequence(Type.DETECTED, Type.STARTED, Type.APPLIED, Type.VERIFIED, Type.RESOLVED);
        int before = answered.get();
        await().until(() -> answered.get() > before + 50);
    }

    @Test
    void aPoolThatIsOnlyBusyWithSlowQueriesIsLeftAlone() {
        start(config(2));
        heal(Mode.ACT);
        customers(2, "SELECT 1");
        working.set(false);
        AtomicInteger finished = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            work(() -> {
                heal.guard("shop").run(() -> query("SELECT pg_sleep(5)"));
                finished.incrementAndGet();
            });
        }

        await().atMost(ofSeconds(20)).until(() -> finished.get() == 4);

        assertThat(heal.incidents()).hasSize(1);
        assertThat(heal.incidents().get(0).events())
                .extracting(IncidentEvent::type)
                .contains(Type.WAITING)
                .doesNotContain(Type.STARTED);
        assertThat(heal.incidents().get(0).first(Type.WAITING).orElseThrow().text())
                .isEqualTo("2 of 2 borrowed connections are executing on the server: the pool is busy, not dead; a"
                        + " restart would orphan them");
    }

    @Test
    void aPoolWhoseNewLoginsHangIsRestartedOnceLoginsWork() {
        HikariConfig config = config(2);
        // Longer than this story: the login that hangs is never given up, as with drivers that know no login timeout.
        config.addDataSourceProperty("loginTimeout", "300");
        start(config);
        heal(Mode.ACT);
        customers(4, "SELECT 1");

        proxy.inject(Fault.blackHoledLogin());
        proxy.inject(Fault.reset());
        await().atMost(ofSeconds(20))
                .until(() -> heal.incidents().stream()
                        .anyMatch(incident -> incident.first(Type.WAITING).isPresent()));
        long before = System.nanoTime();
        int then = answered.get();
        proxy.heal();

        await().atMost(ofSeconds(30)).until(() -> answered.get() > then + 50);
        log.info("work flowed {} ms after logins worked again", millisSince(before));
        healed();
    }

    @Test
    void aDatabaseThatWasAwayIsWaitedForAndNotBeatenWithRestarts() throws Exception {
        start(config(4));
        heal(Mode.ACT);
        customers(8, "SELECT 1");

        proxy.inject(Fault.refuse());
        proxy.inject(Fault.reset());
        await().pollDelay(AWAY).atMost(AWAY.plusSeconds(5)).until(() -> true);
        int startsWhileAway = starts();
        long before = System.nanoTime();
        int then = answered.get();
        proxy.heal();

        await().atMost(ofSeconds(10)).until(() -> answered.get() > then + 50);
        log.info("work flowed {} ms after the database was back", millisSince(before));
        assertThat(startsWhileAway).isZero();
        await().atMost(ofSeconds(30)).until(() -> heal.incidents().stream().noneMatch(Incident::isOpen));
        assertThat(heal.incidents().get(0).resolution()).isIn(Resolution.HEALED, Resolution.RECOVERED_ALONE);
    }

    @Test
    void inObserveModeTheSameSicknessIsOnlyWrittenDown() {
        start(config(4));
        heal(Mode.OBSERVE);
        customers(8, "SELECT 1");

        proxy.inject(Fault.halfOpen());

        await().atMost(ofSeconds(20))
                .until(() -> !heal.incidents().isEmpty()
                        && heal.incidents().get(0).first(Type.DENIED).isPresent());
        assertThat(heal.incidents().get(0).first(Type.DENIED).orElseThrow().text())
                .isEqualTo("would restart the pool shop, but the mode is observe");
        assertThat(starts()).isZero();
    }

    private int starts() {
        return (int) heal.incidents().stream()
                .flatMap(incident -> incident.events().stream())
                .filter(event -> event.type() == Type.STARTED)
                .count();
    }
}
