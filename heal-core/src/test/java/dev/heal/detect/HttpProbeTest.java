package dev.heal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.heal.resource.Resources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpProbeTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<String> got = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private URI base;
    private volatile int status = 200;
    private volatile boolean hangs;
    private volatile boolean trickles;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api");
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            got.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (hangs) {
                waitForTheEnd();
            }
            exchange.getResponseHeaders().add("Location", base + "/elsewhere");
            exchange.sendResponseHeaders(status, trickles ? 1_000_000 : -1);
            if (trickles) {
                exchange.getResponseBody().write(1);
                exchange.getResponseBody().flush();
                waitForTheEnd();
            }
            exchange.close();
        });
        server.start();
    }

    private void waitForTheEnd() {
        try {
            released.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 299})
    void an_answer_of_the_two_hundreds_is_good(int good) {
        status = good;

        assertThatCode(() -> new HttpProbe(base, "/health").ask(LIMIT)).doesNotThrowAnyException();

        assertThat(got).containsExactly("GET /api/health");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 302, 304, 404, 500, 503})
    void any_other_is_bad_and_no_redirect_is_followed(int bad) {
        status = bad;

        assertThatThrownBy(() -> new HttpProbe(base, "health").ask(LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessage("answered " + bad + ", which is not 200 to 299");

        assertThat(got).containsExactly("GET /api/health");
    }

    @Test
    void no_answer_within_the_limit_is_bad() {
        hangs = true;

        assertThatThrownBy(() -> new HttpProbe(base).ask(Duration.ofMillis(200)))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void a_body_that_trickles_is_not_waited_for() {
        trickles = true;

        assertThatCode(() -> new HttpProbe(base).ask(LIMIT)).doesNotThrowAnyException();
    }

    @Test
    void nobody_there_is_bad() {
        server.stop(0);

        assertThatThrownBy(() -> new HttpProbe(base).ask(LIMIT)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://169.254.170.2/",
                "http://[fe80::1]/",
                "http://[fd00:ec2::254]/",
                "http://[::ffff:169.254.169.254]/",
                "http://[::a9fe:a9fe]/",
                "http://100.100.100.200/",
                "http://metadata.google.internal/",
                "http://Metadata.Google.Internal./"
            })
    void what_only_the_machines_own_cloud_answers_at_is_never_asked(String address) {
        assertThatThrownBy(() -> new HttpProbe(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("link-local");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://east.example/", "file:///etc/passwd", "east.example/health", "jdbc:postgresql://east/"})
    void only_http_is_asked(String address) {
        assertThatThrownBy(() -> new HttpProbe(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is neither http nor https")
                .hasMessageContaining("write one such as https://east.example/health");
    }

    @Test
    void a_users_name_is_refused_and_not_shown() {
        assertThatThrownBy(() -> new HttpProbe(URI.create("https://joe:hunter2@east.example/")))
                .hasMessageContaining("has a user's name in it")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> new HttpProbe(URI.create("https:///health"))).hasMessageContaining("has no host");
    }

    @Test
    void its_kind_asks_the_targets_own_address() {
        assertThat(HttpProbe.KIND.create(Resources.of(base))).isEqualTo(new HttpProbe(base));
        assertThat(Detectors.probes()).contains(HttpProbe.KIND);
        assertThatThrownBy(() -> HttpProbe.KIND.create(Resources.NONE)).hasMessageContaining("needs a URI");
    }
}
