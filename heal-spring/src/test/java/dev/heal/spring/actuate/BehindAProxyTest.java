package dev.heal.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.actuate.Station.Layout;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Behind what ends TLS the application's own pages order, and no others")
@Timeout(120)
class BehindAProxyTest {

    private static final String STOP = "{\"command\": \"stop\", \"reason\": \"by way of a proxy\"}";
    private static final String OWN = "https://shop.example";

    @ParameterizedTest(name = "forwarded headers: {0}, on WebFlux: {1}")
    @CsvSource({"none, false", "native, false", "framework, false", "none, true", "framework, true"})
    void thatKeepsTheHost(String strategy, boolean reactive) {
        try (Station station = start(strategy, reactive, "heal.access.hosts=shop.example")) {
            assertThat(order(station, "shop.example", OWN)).isEqualTo(200);
            assertThat(order(station, "shop.example", "https://shop.example:8443"))
                    .isEqualTo(403);
            assertThat(order(station, "shop.example", "https://evil.example")).isEqualTo(403);
            assertThat(order(station, "evil.example", "https://evil.example")).isEqualTo(403);
        }
    }

    @ParameterizedTest(name = "forwarded headers: {0}, on WebFlux: {1}")
    @CsvSource({"native, false", "framework, false", "framework, true"})
    void thatTellsTheHostToAnApplicationThatTrustsIt(String strategy, boolean reactive) {
        try (Station station = start(strategy, reactive)) {
            String asItIsHere = "localhost:" + station.port();

            assertThat(order(station, asItIsHere, OWN)).isEqualTo(200);
            assertThat(order(station, asItIsHere, "https://evil.example")).isEqualTo(403);
            assertThat(order(station, asItIsHere, "null")).isEqualTo(403);
            assertThat(order(station, "evil.example:" + station.port(), OWN))
                    .as("a name that was pointed at this machine, whose page may say any header")
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest(name = "on WebFlux: {0}")
    @ValueSource(booleans = {false, true})
    void whomTheApplicationDoesNotTrust(boolean reactive) {
        try (Station station = start("none", reactive)) {
            assertThat(order(station, "localhost:" + station.port(), OWN)).isEqualTo(403);
        }
    }

    @ParameterizedTest(name = "on WebFlux: {0}")
    @ValueSource(booleans = {false, true})
    void overHttp2ItIsAsSafe(boolean reactive) throws Exception {
        try (Station station = start("none", reactive, "server.http2.enabled=true")) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
            // The first one only changes the protocol.
            http2(client, station, null);

            assertThat(http2(client, station, "http://localhost:" + station.port()))
                    .isEqualTo(200);
            assertThat(http2(client, station, null)).isEqualTo(200);
            assertThat(http2(client, station, "https://evil.example")).isEqualTo(403);
            assertThat(http2(client, station, "null")).isEqualTo(403);
        }
    }

    @Test
    void aRequestInFullIsForWhomItSays() {
        try (Station station = Station.start(Layout.SAME_PORT, true)) {
            String own = "localhost:" + station.port();
            assertThat(Wire.get(station.port(), "http://" + own + "/actuator/heal")
                            .as(Person.READER)
                            .host(own)
                            .send()
                            .status())
                    .isEqualTo(200);
            for (String asked : new String[] {own, "evil.example"}) {
                for (String host : new String[] {own, "evil.example"}) {
                    Wire.Answer answer = Wire.post(station.port(), "http://" + asked + "/actuator/heal")
                            .as(Person.OPERATOR)
                            .host(host)
                            .header("Origin: http://evil.example")
                            .json(STOP)
                            .send();
                    assertThat(answer.status()).as(asked + " " + host).isBetween(400, 403);
                }
            }
            assertThat(station.orders()).isEmpty();
        }
    }

    private static Station start(String strategy, boolean reactive, String... properties) {
        String[] all = java.util.Arrays.copyOf(properties, properties.length + 1);
        all[properties.length] = "server.forward-headers-strategy=" + strategy;
        return reactive ? Station.startReactive(Layout.SAME_PORT, all) : Station.start(Layout.SAME_PORT, true, all);
    }

    private static int order(Station station, String host, String origin) {
        return Wire.post(station.port(), "/actuator/heal")
                .as(Person.OPERATOR)
                .host(host)
                .header("X-Forwarded-Proto: https")
                .header("X-Forwarded-Host: shop.example")
                .header("Origin: " + origin)
                .header("Sec-Fetch-Site: same-origin")
                .json(STOP)
                .send()
                .status();
    }

    private static int http2(HttpClient client, Station station, String origin)
            throws IOException, InterruptedException {
        String login = Person.OPERATOR.login() + ":" + Person.PASSWORD;
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + station.port() + "/actuator/heal"))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(STOP));
        if (origin != null) {
            request.header("Origin", origin);
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return answer.statusCode();
    }
}
