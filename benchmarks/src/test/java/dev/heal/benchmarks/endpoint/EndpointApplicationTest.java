package dev.heal.benchmarks.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.Heal;
import dev.heal.benchmarks.fork.Figures;
import dev.heal.signal.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** The endpoint itself: that requests come to the service through the guard, not how fast they are. */
class EndpointApplicationTest {

    @TempDir
    Path journal;

    @Test
    void every_request_passes_the_guard_and_every_figure_is_measured() throws Exception {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        try (ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) SpringApplication.run(
                EndpointApplication.class,
                "--spring.config.name=endpoint",
                "--heal.mode=act",
                "--heal.journal.directory=" + journal)) {
            int port = context.getWebServer().getPort();

            Figures figures = EndpointClient.run(new EndpointClient.Job(port, 50, 1, 1));

            assertThat(figures.get("errors")).isZero();
            assertThat(figures.values())
                    .containsOnlyKeys("requests", "errors", "cpu.us", "rss.mib", "p50.us", "p99.us", "p999.us");
            assertThat(context.getBean(Heal.class).status("prices").calls().get(Outcome.SUCCESS))
                    .isEqualTo(100);
        } finally {
            System.clearProperty("org.springframework.boot.logging.LoggingSystem");
        }
    }
}
