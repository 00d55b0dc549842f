package dev.heal.spring.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.detect.HttpProbe;
import dev.heal.region.InFlight;
import dev.heal.region.RegionLeftException;
import dev.heal.region.RegionRouter;
import dev.heal.region.WriteRefusedException;
import dev.heal.signal.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

@DisplayName("WebClient calls the region that has the traffic when it is subscribed to")
class RoutingExchangeFilterFunctionTest {

    private RegionRouter<URI> router = router(InFlight.LEAVE);
    private final List<URI> asked = new ArrayList<>();
    private Mono<ClientResponse> answer = Mono.just(answer(HttpStatus.OK, Flux.empty()));

    private static RegionRouter<URI> router(InFlight inFlight) {
        return RegionRouter.<URI>named("inventory")
                .region("east", URI.create("https://east.example/inventory"))
                .standby("west", URI.create("https://west.example/"))
                .probe(base -> new HttpProbe(base, "/health"))
                .inFlight(inFlight)
                .build();
    }

    private static ClientResponse answer(HttpStatus status, Flux<DataBuffer> body) {
        return ClientResponse.create(status).body(body).build();
    }

    private static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private WebClient client() {
        return WebClient.builder()
                .filter(RoutingExchangeFilterFunction.of(router))
                .exchangeFunction(request -> {
                    asked.add(request.url());
                    return answer;
                })
                .build();
    }

    private Mono<String> get() {
        return client().get().uri("/items/{id}?x=1", 7).retrieve().bodyToMono(String.class);
    }

    private long counted(String region, Outcome outcome) {
        return router.region(region).window().total(outcome);
    }

    @Test
    void each_subscription_asks_anew_where_to_go() {
        Mono<String> call = get();
        assertThat(asked).as("to put it together is no call").isEmpty();

        StepVerifier.create(call).verifyComplete();
        router.move("east", List.of("west"));
        StepVerifier.create(call).verifyComplete();

        assertThat(asked)
                .containsExactly(
                        URI.create("https://east.example/inventory/items/7?x=1"),
                        URI.create("https://west.example/items/7?x=1"));
        assertThat(counted("east", Outcome.SUCCESS)).isEqualTo(1);
        assertThat(counted("west", Outcome.SUCCESS)).isEqualTo(1);
    }

    @Test
    void an_answer_of_500_and_a_failure_to_send_are_failures_of_the_region() {
        answer = Mono.just(answer(HttpStatus.BAD_GATEWAY, Flux.empty()));
        StepVerifier.create(get()).verifyError();
        answer = Mono.error(new IOException("reset"));
        StepVerifier.create(get()).verifyError();

        assertThat(counted("east", Outcome.FAILURE)).isEqualTo(2);
        assertThat(router.region("east").window().inFlightTotal()).isZero();
    }

    @Test
    void a_call_that_is_cancelled_says_nothing() {
        answer = Mono.never();
        Disposable call = get().subscribe();
        assertThat(router.region("east").window().inFlightTotal()).isEqualTo(1);

        call.dispose();

        assertThat(counted("east", Outcome.IGNORED)).isEqualTo(1);
        assertThat(router.region("east").window().inFlightTotal()).isZero();
    }

    @Test
    void what_may_write_is_not_sent_to_a_region_that_only_stands_by() {
        router.move("east", List.of("west"));

        StepVerifier.create(client().post().uri("/items").retrieve().toBodilessEntity())
                .verifyError(WriteRefusedException.class);

        assertThat(asked).isEmpty();
    }

    @Test
    void a_call_under_way_is_left_to_its_deadline() {
        answer = Mono.never();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Disposable call = get().subscribe(value -> {}, failures::add);

        router.move("east", List.of("west"));

        assertThat(failures).isEmpty();
        call.dispose();
    }

    @Test
    void or_fails_at_once_where_that_is_said() {
        router = router(InFlight.FAIL_FAST);
        AtomicBoolean cancelled = new AtomicBoolean();
        answer = Mono.<ClientResponse>never().doOnCancel(() -> cancelled.set(true));
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        get().subscribe(value -> {}, failures::add);

        router.move("east", List.of("west"));

        await().untilAsserted(() -> assertThat(failures)
                .singleElement()
                .isInstanceOf(WebClientRequestException.class)
                .extracting(Throwable::getCause)
                .isInstanceOf(RegionLeftException.class)
                .extracting(Object::toString)
                .asString()
                .contains("the traffic of inventory was moved away from east while the call was under way there"));
        assertThat(cancelled).isTrue();
        assertThat(asked).as("and not sent again").hasSize(1);
        assertThat(router.region("east").window().inFlightTotal()).isZero();
    }

    @Test
    void so_does_one_whose_answer_is_being_read() {
        router = router(InFlight.FAIL_FAST);
        Sinks.Many<DataBuffer> body = Sinks.many().unicast().onBackpressureBuffer();
        body.tryEmitNext(buffer("half"));
        answer = Mono.just(answer(HttpStatus.OK, body.asFlux()));
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        get().subscribe(value -> {}, failures::add);
        assertThat(failures).isEmpty();

        router.move("east", List.of("west"));

        await().untilAsserted(() -> assertThat(failures)
                .singleElement()
                .extracting(Throwable::getCause)
                .isInstanceOf(RegionLeftException.class));
        assertThat(body.currentSubscriberCount()).as("it was cancelled").isZero();
    }

    @Test
    void one_that_has_ended_or_went_elsewhere_is_not_touched() {
        router = router(InFlight.FAIL_FAST);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        get().subscribe(value -> {}, failures::add);
        router.move("east", List.of("west"));
        answer = Mono.never();
        Disposable there = get().subscribe(value -> {}, failures::add);

        router.move("east", List.of("west"));

        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(failures).isEmpty());
        assertThat(router.region("west").window().inFlightTotal()).isEqualTo(1);
        there.dispose();
    }
}
