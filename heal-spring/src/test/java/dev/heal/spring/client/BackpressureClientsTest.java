package dev.heal.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.heal.admission.Backpressure;
import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.admission.ShedderSettings;
import dev.heal.spring.binding.WebShedding;
import dev.heal.spring.web.LoadShedderServletFilter;
import dev.heal.spring.web.PathPriorities;
import dev.heal.spring.web.Requests;
import dev.heal.spring.web.Written;
import dev.heal.time.ManualClock;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@DisplayName("Clients heed what a server says of its load")
class BackpressureClientsTest {

    private record Answer(int status, Map<String, String> headers) {
        static final Answer WELL = new Answer(200, Map.of());
        static final Answer REJECTION = new Answer(503, Map.of("Retry-After", "1"));

        static Answer hinting(int status, String cutOff) {
            return new Answer(status, Map.of("Retry-After", "1", CutOff.HEADER, cutOff));
        }
    }

    private final ManualClock clock = new ManualClock();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Integer, Answer> answers = count -> Answer.WELL;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Heal-Priority"));
            Answer answer = answers.apply(asked.size());
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private RestClient client(ClientSettings settings) {
        return RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory())
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .defaultStatusHandler(status -> true, (request, response) -> {})
                .requestInterceptor(new BackpressureClientHttpRequestInterceptor(settings, clock, span -> {
                    pauses.add(span);
                    clock.advance(span);
                }))
                .build();
    }

    private static int send(RestClient client, HttpMethod method, Priority priority) {
        return client.method(method)
                .uri("/")
                .attribute(BackpressureClientHttpRequestInterceptor.PRIORITY, priority)
                .retrieve()
                .toBodilessEntity()
                .getStatusCode()
                .value();
    }

    private static int get(RestClient client) {
        return send(client, HttpMethod.GET, Priority.NORMAL);
    }

    @Test
    void what_the_server_would_turn_away_is_not_sent() {
        RestClient client = client(ClientSettings.DEFAULT);
        answers = count -> Answer.hinting(200, "normal;share=0.00");
        get(client);

        assertThatExceptionOfType(LoadShedException.class)
                .isThrownBy(() -> send(client, HttpMethod.GET, Priority.BULK))
                .satisfies(shed -> assertThat(shed.cutOff().level()).isEqualTo(Priority.NORMAL));
        assertThatExceptionOfType(LoadShedException.class).isThrownBy(() -> get(client));
        assertThat(send(client, HttpMethod.GET, Priority.CRITICAL)).isEqualTo(200);
        assertThat(asked).hasSize(2);
    }

    @Test
    void the_hint_is_heard_of_rejections_too_and_forgotten() {
        RestClient client = client(ClientSettings.DEFAULT);
        answers = count -> count == 1 ? Answer.hinting(503, "critical;share=0.00") : Answer.WELL;
        assertThat(get(client)).isEqualTo(503);
        assertThatExceptionOfType(LoadShedException.class).isThrownBy(() -> get(client));

        clock.advance(Duration.ofSeconds(4));

        assertThat(get(client)).isEqualTo(200);
    }

    @Test
    void a_hint_of_one_server_says_nothing_of_another() throws IOException {
        RestClient client = client(ClientSettings.DEFAULT);
        answers = count -> Answer.hinting(200, "critical;share=0.00");
        get(client);
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> exchange.sendResponseHeaders(200, -1));
        other.start();
        try {
            assertThat(client.get()
                            .uri("http://127.0.0.1:" + other.getAddress().getPort() + "/")
                            .retrieve()
                            .toBodilessEntity()
                            .getStatusCode()
                            .value())
                    .isEqualTo(200);
        } finally {
            other.stop(0);
        }
    }

    @Test
    void nothing_is_sent_again_unless_asked_for() {
        answers = count -> Answer.REJECTION;

        assertThat(get(client(ClientSettings.DEFAULT))).isEqualTo(503);
        assertThat(asked).hasSize(1);
    }

    @Test
    void a_rejected_call_is_sent_again_not_before_the_server_wants_it() {
        answers = count -> count == 1 ? Answer.REJECTION : Answer.WELL;

        assertThat(get(client(ClientSettings.DEFAULT.retries(1)))).isEqualTo(200);
        assertThat(asked).hasSize(2);
        assertThat(pauses)
                .singleElement()
                .satisfies(pause -> assertThat(pause).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1250)));
    }

    @Test
    void a_heal_servers_own_rejection_is_waited_for() {
        LoadShedder shedder = LoadShedder.of("web", ShedderSettings.DEFAULT, clock);
        WebShedding written = Written.web("{}");
        LoadShedderServletFilter filter = new LoadShedderServletFilter(
                shedder, new Requests(written, PathPriorities.of(written, List.of()), clock));
        LoadShedder.Activation activation = shedder.activate(Priority.HIGH);
        answers = count -> {
            if (count == 2) {
                activation.release();
                clock.advance(Duration.ofSeconds(5));
            }
            return filtered(filter);
        };

        assertThat(get(client(ClientSettings.DEFAULT.retries(1)))).isEqualTo(200);
        assertThat(asked).hasSize(2);
        assertThat(pauses)
                .singleElement()
                .satisfies(pause -> assertThat(pause).isBetween(Duration.ofSeconds(1), Duration.ofMillis(2500)));
    }

    private static Answer filtered(LoadShedderServletFilter filter) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        try {
            filter.doFilter(new MockHttpServletRequest("GET", "/"), response, (asked, answer) -> {});
        } catch (IOException | ServletException impossible) {
            throw new IllegalStateException(impossible);
        }
        Map<String, String> headers = new HashMap<>();
        for (String name : List.of("Retry-After", CutOff.HEADER)) {
            if (response.getHeader(name) != null) {
                headers.put(name, response.getHeader(name));
            }
        }
        return new Answer(response.getStatus(), headers);
    }

    @Test
    void what_the_server_wants_is_compared_and_not_what_is_waited() {
        answers = count -> count == 1 ? new Answer(503, Map.of("Retry-After", "3")) : Answer.WELL;

        assertThat(get(client(ClientSettings.DEFAULT.retries(1)))).isEqualTo(200);
    }

    @Test
    void who_waits_holds_no_connection() throws IOException {
        List<String> steps = new ArrayList<>();
        MockClientHttpResponse rejection = new MockClientHttpResponse(new byte[0], 503) {
            @Override
            public void close() {
                steps.add("closed");
            }
        };
        BackpressureClientHttpRequestInterceptor interceptor = new BackpressureClientHttpRequestInterceptor(
                ClientSettings.DEFAULT.retries(1), clock, span -> steps.add("waits"));

        interceptor.intercept(
                new MockClientHttpRequest(HttpMethod.GET, URI.create("http://stock/")),
                new byte[0],
                (request, body) -> {
                    steps.add("sent");
                    return steps.size() == 1 ? rejection : new MockClientHttpResponse(new byte[0], 200);
                });

        assertThat(steps).containsExactly("sent", "closed", "waits", "sent");
    }

    @Test
    void what_the_server_would_still_turn_away_is_not_sent_again() {
        RestClient client = RestClient.builder()
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .requestInterceptor(new BackpressureClientHttpRequestInterceptor(
                        ClientSettings.DEFAULT.retries(1), clock, span -> {}))
                .build();
        answers = count -> Answer.hinting(503, "critical;share=0.00");

        assertThatExceptionOfType(LoadShedException.class).isThrownBy(() -> get(client));
        assertThat(asked).hasSize(1);
    }

    @Test
    void of_too_many_servers_none_speaks_for_another_and_all_have_one_budget() {
        Servers servers = new Servers(clock);
        for (int i = 0; i < 1_000; i++) {
            servers.of(URI.create("http://tenant" + i + "/"));
        }
        Backpressure one = servers.of(URI.create("http://one/"));
        HttpHeaders hint = new HttpHeaders();
        hint.set(CutOff.HEADER, "critical;share=0.00");

        servers.heard(one, 503, hint);

        assertThat(servers.of(URI.create("http://two/"))).isSameAs(one);
        assertThat(one.passes(Priority.BULK)).isTrue();
        assertThat(servers.of(URI.create("http://TENANT7/"))).isNotSameAs(one);
    }

    private static ClientResponse rejection(AtomicBoolean released) {
        return ClientResponse.create(HttpStatus.SERVICE_UNAVAILABLE)
                .header("Retry-After", "1")
                .body(Flux.<DataBuffer>empty().doOnComplete(() -> released.set(true)))
                .build();
    }

    @Test
    void a_web_client_that_is_cancelled_while_it_waits_leaves_no_connection() {
        AtomicBoolean released = new AtomicBoolean();
        ClientRequest request = ClientRequest.create(HttpMethod.GET, URI.create("http://stock/"))
                .build();

        Disposable call = BackpressureExchangeFilterFunction.of(ClientSettings.DEFAULT.retries(1))
                .filter(request, sent -> Mono.just(rejection(released)))
                .subscribe();
        assertThat(released).isTrue();

        call.dispose();
    }

    @Test
    void a_web_client_repeats_no_body() {
        AtomicBoolean released = new AtomicBoolean();
        ClientRequest request = ClientRequest.create(HttpMethod.PUT, URI.create("http://stock/"))
                .body(BodyInserters.fromPublisher(Flux.just("once"), String.class))
                .build();

        ClientResponse answer = BackpressureExchangeFilterFunction.of(ClientSettings.DEFAULT.retries(1))
                .filter(request, sent -> Mono.just(rejection(released)))
                .block();

        assertThat(answer.statusCode().value()).isEqualTo(503);
        assertThat(released).isFalse();
    }

    @Test
    void a_call_that_may_not_be_repeated_is_not() {
        answers = count -> Answer.REJECTION;

        send(client(ClientSettings.DEFAULT.retries(3)), HttpMethod.POST, Priority.NORMAL);

        assertThat(asked).containsExactly("POST null");
    }

    @Test
    void a_server_that_wants_a_longer_rest_is_not_waited_for() {
        answers = count -> new Answer(429, Map.of("Retry-After", "60"));

        assertThat(get(client(ClientSettings.DEFAULT.retries(3)))).isEqualTo(429);
        assertThat(asked).hasSize(1);
        assertThat(pauses).isEmpty();
    }

    /** What is asked of a server that answers so each time, by a client that may ask once more. */
    @ParameterizedTest(name = "{0} with Retry-After: {1} is sent {2} times")
    @CsvSource({
        "503, , 2",
        "503, 0, 2",
        "503, soon, 2",
        "503, 60, 1",
        "429, , 1",
        "429, 0, 2",
        "429, soon, 1",
        "429, 60, 1",
        "429, 'Wed, 21 Oct 2015 07:28:00 GMT', 2",
        "500, 0, 1",
        "408, 0, 1"
    })
    void what_counts_as_a_rejection_is_the_same_for_both(int status, @Nullable String retryAfter, int sent) {
        ClientSettings once = ClientSettings.DEFAULT.retries(1);
        answers = count -> new Answer(status, retryAfter == null ? Map.of() : Map.of("Retry-After", retryAfter));

        assertThat(get(client(once))).isEqualTo(status);
        assertThat(asked).as("by the RestClient").hasSize(sent);
        asked.clear();

        assertThat(webClient(once)
                        .get()
                        .uri("/")
                        .exchangeToMono(BackpressureClientsTest::status)
                        .block())
                .isEqualTo(status);
        assertThat(asked).as("by the WebClient").hasSize(sent);
    }

    @Test
    void a_429_without_a_hint_leaves_the_hint_as_it_was() {
        RestClient client = client(ClientSettings.DEFAULT);
        answers = count -> count == 1 ? Answer.hinting(200, "normal;share=0.00") : new Answer(429, Map.of());
        get(client);
        assertThat(send(client, HttpMethod.GET, Priority.CRITICAL)).isEqualTo(429);

        assertThatExceptionOfType(LoadShedException.class).isThrownBy(() -> get(client));
    }

    @Test
    void another_failure_is_nobody_elses_business() {
        answers = count -> new Answer(500, Map.of());

        assertThat(get(client(ClientSettings.DEFAULT.retries(3)))).isEqualTo(500);
        assertThat(asked).hasSize(1);
    }

    @Test
    void retries_stop_where_the_budget_does() {
        RestClient client = client(ClientSettings.DEFAULT.retries(1).longestWait(Duration.ofSeconds(9)));
        answers = count -> new Answer(503, Map.of());
        for (int i = 0; i < 400; i++) {
            get(client);
        }

        // One for ten, and the ten that are had for nothing at first, since no time passes.
        assertThat(asked.size()).isBetween(400 + 40, 400 + 40 + 11);
    }

    @Test
    void the_class_is_told_only_where_it_is_asked_for() {
        send(client(ClientSettings.DEFAULT), HttpMethod.GET, Priority.BULK);
        send(client(ClientSettings.DEFAULT.priorityHeader("Heal-Priority")), HttpMethod.GET, Priority.BULK);

        assertThat(asked).containsExactly("GET null", "GET bulk");
    }

    @Test
    void a_web_client_does_alike() {
        WebClient client = webClient(ClientSettings.DEFAULT.retries(1));
        answers = count -> count == 1 ? new Answer(503, Map.of()) : Answer.hinting(200, "bulk;share=0.00");
        Mono<Integer> call = client.get()
                .uri("/")
                .attribute(BackpressureClientHttpRequestInterceptor.PRIORITY, Priority.BULK)
                .exchangeToMono(BackpressureClientsTest::status);

        assertThat(call.block()).isEqualTo(200);
        assertThatExceptionOfType(LoadShedException.class).isThrownBy(call::block);
        assertThat(asked).hasSize(2);
    }

    private WebClient webClient(ClientSettings settings) {
        return WebClient.builder()
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .filter(BackpressureExchangeFilterFunction.of(settings))
                .build();
    }

    private static Mono<Integer> status(ClientResponse response) {
        return response.releaseBody().thenReturn(response.statusCode().value());
    }
}
