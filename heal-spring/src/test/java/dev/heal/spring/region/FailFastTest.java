package dev.heal.spring.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.heal.region.InFlight;
import dev.heal.region.RegionLeftException;
import dev.heal.region.RegionRouter;
import dev.heal.signal.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;

@DisplayName("WebClient's calls that fail fast, over a real wire")
class FailFastTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    enum Wire {
        NETTY(new ReactorClientHttpConnector()),
        JDK(new JdkClientHttpConnector());

        final ClientHttpConnector connector;

        Wire(ClientHttpConnector connector) {
            this.connector = connector;
        }
    }

    private final HttpRegions regions = new HttpRegions();
    private final RegionRouter<URI> router = regions.router(builder -> builder.inFlight(InFlight.FAIL_FAST));

    @AfterEach
    void end() {
        regions.close();
    }

    private WebClient.Builder client(Wire wire) {
        return WebClient.builder().clientConnector(wire.connector).filter(RoutingExchangeFilterFunction.of(router));
    }

    private Mono<String> find(Wire wire) {
        return client(wire).build().get().uri("/items/7").retrieve().bodyToMono(String.class);
    }

    @ParameterizedTest
    @EnumSource
    void are_answered_as_any(Wire wire) {
        assertThat(find(wire).block(PATIENCE)).isEqualTo("east");
        assertThat(client(wire)
                        .build()
                        .post()
                        .uri("/items")
                        .bodyValue("one more")
                        .retrieve()
                        .toEntity(String.class)
                        .block(PATIENCE)
                        .getBody())
                .isEqualTo("east");
        router.move("east", List.of("west"));
        assertThat(find(wire).block(PATIENCE)).isEqualTo("west");

        assertThat(router.region("east").window().total(Outcome.SUCCESS)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void fail_while_no_answer_comes(Wire wire) throws InterruptedException {
        regions.east.hold = new CountDownLatch(1);
        Mono<String> call = find(wire)
                .doOnSubscribe(begun -> Mono.fromRunnable(() -> await().until(() -> !regions.east.asked.isEmpty()))
                        .doOnTerminate(() -> router.move("east", List.of("west")))
                        .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic())
                        .subscribe());

        assertThatThrownBy(() -> call.block(PATIENCE))
                .isInstanceOf(WebClientRequestException.class)
                .hasCauseInstanceOf(RegionLeftException.class);

        regions.east.hold.countDown();
        assertThat(regions.east.asked).as("and none is sent again").hasSize(1);
        assertThat(regions.west.asked).isEmpty();
    }

    @Test
    void fail_if_their_region_is_left_before_they_are_sent() {
        Mono<String> call = client(Wire.NETTY)
                .filter((request, next) -> {
                    leaveEast();
                    return next.exchange(request);
                })
                .build()
                .get()
                .uri("/items/7")
                .retrieve()
                .bodyToMono(String.class);

        assertThatThrownBy(() -> call.block(PATIENCE)).hasCauseInstanceOf(RegionLeftException.class);
        assertThat(router.region("east").window().inFlightTotal()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void fail_if_their_region_is_left_before_their_body_is_read(Wire wire) {
        Mono<String> call = client(wire).build().get().uri("/items/7").exchangeToMono(response -> {
            leaveEast();
            return response.bodyToMono(String.class);
        });

        assertThatThrownBy(() -> call.block(PATIENCE)).hasCauseInstanceOf(RegionLeftException.class);
    }

    /** And has all who listen be told. */
    private void leaveEast() {
        router.move("east", List.of("west"));
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    }
}
