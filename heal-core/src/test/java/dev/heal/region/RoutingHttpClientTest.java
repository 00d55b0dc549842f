package dev.heal.region;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.IGNORED;
import static dev.heal.signal.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.heal.admission.RetryBudget;
import dev.heal.guard.CallRejectedException;
import dev.heal.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("HTTP requests go to the region that serves")
@Timeout(60)
class RoutingHttpClientTest {

    /** Says what it got, and answers as a test wants it to. */
    private static final class Server implements AutoCloseable {
        final List<String> got = new CopyOnWriteArrayList<>();
        final ExecutorService threads = Executors.newCachedThreadPool();
        final CountDownLatch released = new CountDownLatch(1);
        final HttpServer http;
        volatile int status = 200;
        volatile boolean hangs;
        volatile Runnable before = () -> {};

        Server() {
            try {
                http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
            http.createContext("/", this::answer);
            http.setExecutor(threads);
            http.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            got.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            before.run();
            if (hangs) {
                try {
                    released.await();
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        }

        /** It resets what it has in its hands. */
        Runnable reset() {
            return () -> {
                throw new IllegalStateException("the test has it break off");
            };
        }

        URI base(String path) {
            return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
        }

        @Override
        public void close() {
            released.countDown();
            http.stop(0);
            threads.shutdownNow();
        }
    }

    private final Server east = new Server();
    private final Server west = new Server();
    private RegionRouter<URI> router = router().build();
    private RoutingHttpClient http = RoutingHttpClient.of(router, HttpClient.newHttpClient());

    private RegionRouter.Builder<URI> router() {
        return RegionRouter.<URI>named("catalog")
                .region("east", east.base("/api"))
                .standby("west", west.base("/w/"))
                .probe(base -> Regions.GOOD)
                .retries(RetryBudget.of(1, 0, 100, Clock.system()));
    }

    private void failFast() {
        router = router().inFlight(InFlight.FAIL_FAST).build();
        http = RoutingHttpClient.of(router, HttpClient.newHttpClient());
    }

    private Region<URI> home() {
        return router.region("east");
    }

    private void moveAway() {
        router.move("east", List.of("west"));
    }

    @AfterEach
    void stop() {
        east.close();
        west.close();
    }

    @Test
    void path_and_query_are_put_behind_the_base_of_the_region() throws Exception {
        get("/items/a%2Fb?of=1%202&x");
        http.send(
                HttpRequest.newBuilder(URI.create("https://anything.example:99/items#f"))
                        .build(),
                BodyHandlers.discarding());
        moveAway();
        get("/items");
        http.send(HttpRequest.newBuilder(URI.create("http://anything.example")).build(), BodyHandlers.discarding());

        assertThat(east.got).containsExactly("GET /api/items/a%2Fb?of=1%202&x", "GET /api/items");
        assertThat(west.got).containsExactly("GET /w/items", "GET /w");
    }

    @Test
    void an_answer_of_500_or_more_is_a_failure_and_any_other_a_success() throws Exception {
        for (int status : new int[] {200, 301, 404, 429, 499}) {
            east.status = status;
            assertThat(get("/").statusCode()).isEqualTo(status);
        }
        assertThat(Regions.total(home(), SUCCESS)).isEqualTo(5);

        east.status = 503;
        assertThat(get("/").statusCode()).isEqualTo(503);
        assertThat(later("/").join().statusCode()).isEqualTo(503);
        assertThat(Regions.total(home(), FAILURE)).isEqualTo(2);
    }

    @Test
    void a_server_that_is_not_there_and_one_that_is_too_slow_are_failures() {
        east.hangs = true;
        HttpRequest hurried = RoutingHttpClient.request("/slow")
                .timeout(Duration.ofMillis(200))
                .build();
        assertThatThrownBy(() -> http.send(hurried, BodyHandlers.discarding()))
                .isInstanceOf(HttpTimeoutException.class);
        east.close();
        assertThatThrownBy(() -> get("/")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> later("/").join()).hasCauseInstanceOf(IOException.class);

        assertThat(Regions.total(home(), FAILURE)).isEqualTo(3);
        assertThat(home().window().inFlightTotal()).isZero();
        assertThat(west.got).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "post", "PROPFIND"})
    void what_is_not_safe_is_refused_where_it_would_be_missing_at_home(String method) {
        moveAway();
        HttpRequest write = RoutingHttpClient.request("/items")
                .method(method, BodyPublishers.noBody())
                .build();

        assertThatThrownBy(() -> http.send(write, BodyHandlers.discarding()))
                .isInstanceOf(WriteRefusedException.class)
                .hasMessageContaining("catalog is served from west, which only stands by");
        assertThatThrownBy(
                        () -> http.sendAsync(write, BodyHandlers.discarding()).join())
                .hasCauseInstanceOf(WriteRefusedException.class);
        assertThat(west.got).isEmpty();
        assertThat(router.region("west").window().inFlightTotal()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE"})
    void what_is_safe_is_let_through(String method) throws Exception {
        moveAway();
        HttpRequest read = RoutingHttpClient.request("/items")
                .method(method, BodyPublishers.noBody())
                .build();

        assertThat(http.send(read, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    @Test
    void what_the_guard_rejects_is_not_sent() {
        east.status = 500;
        home().guard().breaker().arm();
        while (home().guard().breaker().state() == dev.heal.guard.BreakerState.CLOSED) {
            later("/").join();
        }
        int got = east.got.size();

        assertThatThrownBy(() -> get("/")).isInstanceOf(CallRejectedException.class);
        assertThatThrownBy(() -> later("/").join()).hasCauseInstanceOf(CallRejectedException.class);
        assertThat(east.got).hasSize(got);
    }

    @Test
    void within_a_call_a_request_is_a_part_of_it() throws Exception {
        router.call(base -> {
            moveAway();
            return get("/one").statusCode() + later("/two").join().statusCode();
        });

        assertThat(east.got).hasSize(2);
        assertThat(Regions.total(home(), SUCCESS)).isEqualTo(1);
    }

    @Test
    void one_that_the_caller_cancels_says_nothing_of_the_region() {
        east.hangs = true;
        CompletableFuture<HttpResponse<Void>> answer = later("/");
        await().until(() -> east.got.size() == 1);

        answer.cancel(true);

        await().until(() -> home().window().inFlightTotal() == 0);
        assertThat(Regions.total(home(), IGNORED)).isEqualTo(1);
    }

    @Test
    void requests_in_flight_in_a_region_that_is_left_fail_at_once_where_that_is_wanted() throws Exception {
        failFast();
        east.hangs = true;
        CompletableFuture<HttpResponse<Void>> later = later("/later");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                get("/now");
            } catch (Exception expected) {
                failure.set(expected);
            }
        });
        caller.start();
        await().until(() -> east.got.size() == 2);

        moveAway();
        caller.join();

        assertThat(failure.get())
                .isInstanceOf(RegionLeftException.class)
                .hasMessageContaining("catalog was moved away from east while the call was under way there");
        assertThatThrownBy(later::join).hasCauseInstanceOf(RegionLeftException.class);
        assertThat(west.got).as("never sent twice").isEmpty();
        await().until(() -> Regions.total(home(), FAILURE) == 2);
        assertThat(home().underWay().size()).isZero();
    }

    @Test
    void nothing_is_kept_of_requests_that_have_ended() throws Exception {
        failFast();
        for (int i = 0; i < 20; i++) {
            get("/");
            later("/").join();
        }

        assertThat(home().underWay().size()).isZero();
        assertThat(Regions.total(home(), SUCCESS)).isEqualTo(40);
    }

    @Test
    void an_interrupted_caller_ends_its_request() throws Exception {
        failFast();
        east.hangs = true;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                get("/");
            } catch (Exception expected) {
                failure.set(expected);
            }
        });
        caller.start();
        await().until(() -> east.got.size() == 1);

        caller.interrupt();
        caller.join();

        assertThat(failure.get()).isInstanceOf(InterruptedException.class);
        await().until(() -> home().window().inFlightTotal() == 0);
        assertThat(Regions.total(home(), IGNORED)).isEqualTo(1);
    }

    @Test
    void a_read_in_flight_where_the_traffic_was_is_sent_once_more_where_it_is_if_that_was_declared() throws Exception {
        failFast();
        http = http.retryingReads();
        east.hangs = true;
        CompletableFuture<HttpResponse<Void>> later = later("/later");
        await().until(() -> east.got.size() == 1);
        east.before = this::moveAway;

        assertThat(get("/now").statusCode()).isEqualTo(200);
        assertThat(later.join().statusCode()).isEqualTo(200);

        assertThat(east.got).containsExactlyInAnyOrder("GET /api/later", "GET /api/now");
        assertThat(west.got).containsExactlyInAnyOrder("GET /w/later", "GET /w/now");
    }

    @Test
    void a_read_that_breaks_off_by_itself_while_the_traffic_moves_is_sent_once_more_too() throws Exception {
        http = http.retryingReads();
        Runnable reset = east.reset();
        east.before = () -> {
            moveAway();
            reset.run();
        };

        // HEAD has no body that a half answer could be taken for.
        HttpRequest head = RoutingHttpClient.request("/items")
                .method("HEAD", BodyPublishers.noBody())
                .build();
        assertThat(http.send(head, BodyHandlers.discarding()).statusCode()).isEqualTo(200);

        assertThat(west.got).containsExactly("HEAD /w/items");
    }

    @Test
    void a_write_in_flight_is_never_sent_twice_whatever_was_declared() {
        router = router().inFlight(InFlight.FAIL_FAST).writes(Writes.REPLICATED).build();
        http = RoutingHttpClient.of(router, HttpClient.newHttpClient()).retryingReads();
        east.hangs = true;
        CompletableFuture<HttpResponse<Void>> write = http.sendAsync(
                RoutingHttpClient.request("/items")
                        .POST(BodyPublishers.ofString("one"))
                        .build(),
                BodyHandlers.discarding());
        await().until(() -> east.got.size() == 1);

        moveAway();

        assertThatThrownBy(write::join).hasCauseInstanceOf(RegionLeftException.class);
        assertThat(east.got).hasSize(1);
        assertThat(west.got).isEmpty();
    }

    @Test
    void a_read_whose_time_is_over_is_not_sent_again() {
        http = http.retryingReads();
        east.hangs = true;
        east.before = this::moveAway;
        HttpRequest hurried = RoutingHttpClient.request("/slow")
                .timeout(Duration.ofMillis(200))
                .build();

        assertThatThrownBy(() -> http.send(hurried, BodyHandlers.discarding()))
                .isInstanceOf(HttpTimeoutException.class);

        assertThat(west.got).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "shutdown", "shutdownNow", "isTerminated", "awaitTermination"})
    void to_close_it_closes_nothing_on_whatever_java(String end) throws Exception {
        // By reflection: before Java 21 nobody but the class itself knows of it.
        if (end.equals("awaitTermination")) {
            assertThat(RoutingHttpClient.class.getMethod(end, Duration.class).invoke(http, Duration.ofHours(1)))
                    .isEqualTo(true);
        } else {
            RoutingHttpClient.class.getMethod(end).invoke(http);
        }

        assertThat(http.send(RoutingHttpClient.request("/").build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_base_that_cannot_be_one_is_refused_when_the_client_is_made() {
        for (String base : List.of(
                "ftp://east.example", "http:/east", "http://u:secret@east.example", "http://east.example?q=1")) {
            RegionRouter<URI> wrong = RegionRouter.<URI>named("catalog")
                    .region("east", URI.create(base))
                    .standby("west", URI.create("http://west.example"))
                    .probe(resource -> Regions.GOOD)
                    .build();
            assertThatThrownBy(() -> RoutingHttpClient.of(wrong, HttpClient.newHttpClient()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("region catalog@east")
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> RoutingHttpClient.request("items")).hasMessageContaining("does not begin with /");
    }

    private HttpResponse<Void> get(String path) throws IOException, InterruptedException {
        return http.send(RoutingHttpClient.request(path).build(), BodyHandlers.discarding());
    }

    private CompletableFuture<HttpResponse<Void>> later(String path) {
        return http.sendAsync(RoutingHttpClient.request(path).build(), BodyHandlers.discarding());
    }
}
