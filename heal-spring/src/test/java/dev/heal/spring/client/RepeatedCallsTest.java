package dev.heal.spring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heal.admission.Backpressure;
import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.Priority;
import dev.heal.spring.client.BackpressureClientHttpRequestInterceptor.Pause;
import dev.heal.spring.web.ServedPriority;
import dev.heal.time.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@DisplayName("What is sent again, when, and how often")
@Timeout(60)
class RepeatedCallsTest {

    private static final URI STOCK = URI.create("http://stock/");

    private final ManualClock clock = new ManualClock();
    private final List<String> sent = new ArrayList<>();

    private static ClientSettings retries(int most) {
        return ClientSettings.DEFAULT.retries(most).priorityHeader("X-P");
    }

    /** One call of a RestClient, which is answered so each time; the status of its answer. */
    private int call(BackpressureClientHttpRequestInterceptor client, Priority priority, int status, String... headers)
            throws IOException {
        MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.GET, STOCK);
        request.getAttributes().put(BackpressureClientHttpRequestInterceptor.PRIORITY, priority);
        return client.intercept(request, new byte[0], (asked, body) -> {
                    sent.add(String.valueOf(asked.getHeaders().getFirst("X-P")));
                    MockClientHttpResponse answer = new MockClientHttpResponse(new byte[0], status);
                    for (int i = 0; i < headers.length; i += 2) {
                        answer.getHeaders().set(headers[i], headers[i + 1]);
                    }
                    return answer;
                })
                .getStatusCode()
                .value();
    }

    private BackpressureClientHttpRequestInterceptor restClient(ClientSettings settings, Pause pause) {
        return new BackpressureClientHttpRequestInterceptor(settings, clock, pause);
    }

    /** One call of a WebClient, likewise. */
    private Mono<Integer> call(BackpressureExchangeFilterFunction client, HttpStatus status, String... headers) {
        ClientRequest request = ClientRequest.create(HttpMethod.GET, STOCK).build();
        return client.filter(
                        request,
                        asked -> Mono.fromSupplier(() -> {
                            sent.add(String.valueOf(asked.headers().getFirst("X-P")));
                            ClientResponse.Builder answer = ClientResponse.create(status);
                            for (int i = 0; i < headers.length; i += 2) {
                                answer.header(headers[i], headers[i + 1]);
                            }
                            return answer.build();
                        }))
                .map(response -> response.statusCode().value());
    }

    @Test
    void no_more_often_than_it_was_told_to() throws IOException {
        assertThat(call(restClient(retries(2), span -> {}), Priority.NORMAL, 503))
                .isEqualTo(503);
        assertThat(sent).hasSize(3);
        sent.clear();

        assertThat(call(BackpressureExchangeFilterFunction.of(retries(2)), HttpStatus.SERVICE_UNAVAILABLE)
                        .block())
                .isEqualTo(503);
        assertThat(sent).hasSize(3);
    }

    @Test
    void a_thread_that_is_interrupted_while_it_waits_sends_nothing_and_stays_interrupted() {
        BackpressureClientHttpRequestInterceptor client = restClient(retries(1), span -> {
            throw new InterruptedException();
        });

        assertThatExceptionOfType(LoadShedException.class)
                .isThrownBy(() -> call(client, Priority.NORMAL, 503, "Retry-After", "1"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(sent).hasSize(1);
    }

    @Test
    void what_is_withheld_pays_for_no_retry() throws IOException {
        BackpressureClientHttpRequestInterceptor client = restClient(retries(1), span -> {});
        call(client, Priority.CRITICAL, 200, CutOff.HEADER, "critical;share=1.00");
        for (int i = 0; i < 200; i++) {
            assertThatExceptionOfType(LoadShedException.class).isThrownBy(() -> call(client, Priority.BULK, 200));
        }
        sent.clear();

        for (int i = 0; i < 20; i++) {
            call(client, Priority.CRITICAL, 503);
        }

        assertThat(sent).as("one for nothing, and one for ten that were sent").hasSize(20 + 1 + 2);
    }

    @Test
    void each_call_of_a_web_client_pays_for_a_tenth_of_a_retry() {
        BackpressureExchangeFilterFunction client = BackpressureExchangeFilterFunction.of(retries(1));

        for (int i = 0; i < 400; i++) {
            call(client, HttpStatus.SERVICE_UNAVAILABLE).block();
        }

        // One for ten, the ten that are had for nothing at first, and one a second that this may last.
        assertThat(sent.size()).isBetween(400 + 40, 400 + 40 + 10 + 60);
    }

    @Test
    void a_web_client_waits_as_long_as_the_server_wants_and_up_to_a_quarter_longer() {
        StepVerifier.withVirtualTime(() -> call(
                        BackpressureExchangeFilterFunction.of(retries(1)),
                        HttpStatus.TOO_MANY_REQUESTS,
                        "Retry-After",
                        "2"))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(2))
                .thenAwait(Duration.ofMillis(500))
                .expectNext(429)
                .verifyComplete();

        assertThat(sent).hasSize(2);
    }

    @Test
    void a_web_client_does_not_send_again_what_the_server_would_still_turn_away() {
        StepVerifier.withVirtualTime(() -> call(
                        BackpressureExchangeFilterFunction.of(retries(1)),
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Retry-After",
                        "1",
                        CutOff.HEADER,
                        "critical;share=0.00"))
                .expectSubscription()
                .thenAwait(Duration.ofSeconds(2))
                .verifyError(LoadShedException.class);

        assertThat(sent).hasSize(1);
    }

    @Test
    void a_web_clients_call_is_of_the_class_of_the_request_that_reactor_serves() {
        BackpressureExchangeFilterFunction client = BackpressureExchangeFilterFunction.of(retries(0));

        call(client, HttpStatus.OK)
                .contextWrite(context -> context.put(ServedPriority.KEY, Priority.BULK))
                .block();
        call(client, HttpStatus.OK).block();

        assertThat(sent).containsExactly("bulk", "normal");
    }

    @Test
    void a_server_is_known_by_host_and_port_and_no_password_is_told() {
        Servers servers = new Servers(clock);

        Backpressure stock = servers.of(URI.create("http://ada:secret@stock:8080/items?x=1"));

        assertThat(stock.server()).isEqualTo("stock:8080");
        assertThat(servers.of(URI.create("http://stock:8080/"))).isSameAs(stock);
        assertThat(servers.of(URI.create("http://stock:8081/"))).isNotSameAs(stock);
    }
}
