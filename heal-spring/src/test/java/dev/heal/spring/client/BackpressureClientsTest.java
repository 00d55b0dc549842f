package dev.heal.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.Priority;
import dev.heal.time.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
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
        WebClient client = WebClient.builder()
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .filter(BackpressureExchangeFilterFunction.of(ClientSettings.DEFAULT.retries(1)))
                .build();
        answers = count -> count == 1 ? new Answer(503, Map.of()) : Answer.hinting(200, "bulk;share=0.00");
        Mono<Integer> call = client.get()
                .uri("/")
                .attribute(BackpressureClientHttpRequestInterceptor.PRIORITY, Priority.BULK)
                .exchangeToMono(BackpressureClientsTest::status);

        assertThat(call.block()).isEqualTo(200);
        assertThatExceptionOfType(LoadShedException.class).isThrownBy(call::block);
        assertThat(asked).hasSize(2);
    }

    private static Mono<Integer> status(ClientResponse response) {
        return response.releaseBody().thenReturn(response.statusCode().value());
    }
}
