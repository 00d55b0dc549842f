package dev.heal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.Heal;
import dev.heal.incident.Incident;
import dev.heal.incident.Resolution;
import dev.heal.test.fault.Fault;
import dev.heal.test.fault.FaultProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A real PostgreSQL, a link to it that can freeze half-open, and visitors who never give up. */
abstract class ShopBehindAFreezingLink {

    private static final int VISITORS = 20;

    final AtomicLong served = new AtomicLong();
    private final List<Thread> visitors = new ArrayList<>();
    private EmbeddedPostgres database;
    private FaultProxy link;

    @BeforeEach
    void startDatabase() throws IOException {
        database = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        link = FaultProxy.to("127.0.0.1", database.getPort());
    }

    @AfterEach
    void stop() throws IOException {
        visitors.forEach(Thread::interrupt);
        link.close();
        database.close();
    }

    /** Where the application finds its database. */
    String databasePort() {
        return "shop.database.port=" + link.port();
    }

    void visit(Runnable find) {
        for (int i = 0; i < VISITORS; i++) {
            Thread visitor = new Thread(
                    () -> {
                        while (!Thread.currentThread().isInterrupted()) {
                            try {
                                find.run();
                                served.incrementAndGet();
                            } catch (RuntimeException lost) {
                                Thread.onSpinWait();
                            }
                        }
                    },
                    "visitor-" + i);
            visitor.setDaemon(true);
            visitors.add(visitor);
            visitor.start();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> served.get() > 100);
    }

    void freeze() {
        link.inject(Fault.halfOpen());
    }

    /** One incident, healed, and visitors are served again. */
    void awaitHealed(Heal heal) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> heal.incidents().stream().map(Incident::resolution).anyMatch(Resolution.HEALED::equals));
        long before = served.get();
        await().atMost(Duration.ofSeconds(5)).until(() -> served.get() > before + 100);
        assertThat(heal.incidents()).hasSize(1);
    }
}
