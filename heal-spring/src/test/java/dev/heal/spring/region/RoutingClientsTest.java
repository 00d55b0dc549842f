package dev.heal.spring.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heal.detect.HttpProbe;
import dev.heal.guard.CallRejectedException;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import dev.heal.region.WriteRefusedException;
import dev.heal.region.Writes;
import dev.heal.signal.Outcome;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

@DisplayName("RestClient and RestTemplate call the region that has the traffic")
class RoutingClientsTest {

    private final HttpRegions regions = new HttpRegions();
    private RegionRouter<URI> router = regions.router(UnaryOperator.identity());

    @AfterEach
    void closeServers() {
        regions.close();
    }

    private RestClient client() {
        return RestClient.builder()
                .requestInterceptor(RoutingClientHttpRequestInterceptor.of(router))
                .build();
    }

    private String get(String uri) {
        return client().get().uri(uri).retrieve().body(String.class);
    }

    private String send(String method) {
        return client().method(HttpMethod.valueOf(method))
                .uri("/items")
                .retrieve()
                .body(String.class);
    }

    private long counted(String region, Outcome outcome) {
        return router.region(region).window().total(outcome);
    }

    @Test
    void traffic_that_is_moved_takes_the_next_request_along() {
        assertThat(get("/items/7?deep=true")).isEqualTo("east");

        router.move("east", List.of("west"));

        assertThat(get("/items/8")).isEqualTo("west");
        assertThat(regions.east.asked).containsExactly("GET /inventory/items/7?deep=true");
        assertThat(regions.west.asked).containsExactly("GET /inventory/items/8");
        assertThat(counted("east", Outcome.SUCCESS)).isEqualTo(1);
        assertThat(counted("west", Outcome.SUCCESS)).isEqualTo(1);
    }

    @Test
    void a_rest_template_does_alike() {
        RestTemplate template = new RestTemplate();
        template.getInterceptors().add(RoutingClientHttpRequestInterceptor.of(router));

        assertThat(template.getForObject("/items/{id}", String.class, "a b")).isEqualTo("east");
        assertThat(regions.east.asked).containsExactly("GET /inventory/items/a%20b");
    }

    @Test
    void a_request_may_name_the_router_or_any_region_in_the_place_of_the_host() {
        assertThat(get("http://inventory/items")).isEqualTo("east");
        assertThat(get(regions.west.address() + "/items")).isEqualTo("east");

        assertThat(regions.east.asked).containsExactly("GET /inventory/items", "GET /inventory/items");
    }

    @Test
    void of_addresses_one_below_another_the_nearer_is_meant() {
        RegionRouter<URI> nested = RegionRouter.<URI>named("inventory")
                .region("east", URI.create("https://h.example/inv"))
                .standby("west", URI.create("https://h.example/inv/west"))
                .probe(base -> new HttpProbe(base, "/health"))
                .build();
        RegionAddresses addresses = new RegionAddresses(nested);
        URI request = URI.create("https://h.example/inv/west/items");

        assertThat(addresses.in(nested.region("west"), request)).isEqualTo(request);
        assertThat(addresses.in(nested.region("east"), request)).hasToString("https://h.example/inv/items");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://other.example/items", "http://inventory.example/items", "http://127.0.0.1:1/inventory"})
    void a_request_for_somebody_else_is_refused(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> get(uri))
                .withMessageContaining("which is none of its regions; write the path alone, or http://inventory/...");
        assertThat(counted("east", Outcome.FAILURE)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"200,0", "404,0", "500,1", "503,1"})
    void an_answer_of_500_or_more_is_a_failure_of_the_region(int status, int failures) {
        regions.east.status = status;

        try {
            get("/items");
        } catch (HttpServerErrorException | HttpClientErrorException expected) {
            // What the application makes of it is its own business.
        }

        assertThat(counted("east", Outcome.FAILURE)).isEqualTo(failures);
        assertThat(counted("east", Outcome.SUCCESS)).isEqualTo(1 - failures);
    }

    @Test
    void a_region_that_is_gone_is_a_failure_of_the_region_and_asked_once() {
        regions.east.dies();

        assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get("/items"));

        assertThat(counted("east", Outcome.FAILURE)).isEqualTo(1);
        assertThat(regions.west.asked).isEmpty();
    }

    @Test
    void an_open_breaker_of_the_region_lets_nothing_through() {
        router.region("east").guard().breaker().arm();
        regions.east.status = 500;
        for (int i = 0; i < 100; i++) {
            assertThatExceptionOfType(HttpServerErrorException.class).isThrownBy(() -> get("/items"));
        }

        assertThatExceptionOfType(CallRejectedException.class).isThrownBy(() -> get("/items"));
        assertThat(regions.east.asked).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "PURGE"})
    void what_may_write_is_not_sent_to_a_region_that_only_stands_by(String method) {
        router.move("east", List.of("west"));

        assertThatExceptionOfType(WriteRefusedException.class)
                .isThrownBy(() -> send(method))
                .withMessageStartingWith("the traffic of inventory is served from west, which only stands by");
        assertThat(regions.west.asked).isEmpty();
        assertThat(counted("west", Outcome.FAILURE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void what_only_reads_is(String method) {
        router.move("east", List.of("west"));

        send(method);

        assertThat(regions.west.asked).containsExactly(method + " /inventory/items");
    }

    @Test
    void what_may_write_goes_to_a_store_that_replicates() {
        router = regions.router(builder -> builder.writes(Writes.REPLICATED));
        router.move("east", List.of("west"));

        assertThat(send("POST")).isEqualTo("west");
    }

    @Test
    void within_a_call_it_is_a_part_of_that_call_and_goes_to_the_same_region() {
        Region<URI> before = router.bind(router.region("east"));
        try {
            router.move("east", List.of("west"));

            assertThat(get("/items")).isEqualTo("east");
        } finally {
            router.leave(before);
        }

        assertThat(counted("east", Outcome.SUCCESS))
                .as("measured by the call around it")
                .isZero();
        assertThat(get("/items")).isEqualTo("west");
    }
}
