package dev.heal.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.actuate.Station.Layout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A page of another site orders nothing, also with the operator's login")
@Timeout(120)
class CrossSiteTest {

    private static Map<String, UnaryOperator<Wire.Call>> attacks(int port) {
        Map<String, UnaryOperator<Wire.Call>> all = new LinkedHashMap<>();
        for (String origin : List.of(
                "https://evil.example",
                "null",
                "",
                "http://localhost:1",
                "http://localhost",
                "http://localhost.evil.example:" + port,
                "http://127.0.0.1:" + port)) {
            all.put("Origin: " + origin, call -> call.header("Origin: " + origin));
        }
        all.put(
                "two origins",
                call -> call.header("Origin: http://localhost:" + port).header("Origin: https://evil.example"));
        for (String site : List.of("cross-site", "same-site", "sideways")) {
            all.put("Sec-Fetch-Site: " + site, call -> call.header("Sec-Fetch-Site: " + site));
        }
        all.put("two sites", call -> call.header("Sec-Fetch-Site: none").header("Sec-Fetch-Site: cross-site"));
        for (String host : List.of("evil.example", "evil.example:" + port, "127.0.0.1.evil.example", "2130706433")) {
            all.put("Host: " + host, call -> call.host(host));
        }
        all.put(
                "own page after rebinding",
                call -> call.host("evil.example:" + port)
                        .header("Origin: http://evil.example:" + port)
                        .header("Sec-Fetch-Site: same-origin"));
        all.put("two hosts", call -> call.header("Host: evil.example"));
        all.put("no host", call -> call.host(null));
        all.put("no host, as of old", call -> call.host(null).http10());
        all.put("another host behind a proxy", call -> call.host("evil.example").header("X-Forwarded-Host: localhost"));
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Layout.class)
    void whateverItSends(Layout layout) {
        int cells = 0;
        int refused = 0;
        try (Station station = Station.start(layout, true)) {
            int port = station.port();
            String id = station.incident().id();
            for (String route : List.of("/heal", "/heal/pump", "/incidents/" + id)) {
                for (Map.Entry<String, UnaryOperator<Wire.Call>> attack :
                        attacks(port).entrySet()) {
                    for (String path : AccessMatrixTest.spellingsOf(layout.base(), layout.named(route))) {
                        Wire.Answer answer = attack.getValue()
                                .apply(Wire.post(port, path).as(Person.OPERATOR).json(body(route)))
                                .send();
                        cells++;
                        refused += answer.status() == 403 ? 1 : 0;
                        assertThat(answer.status())
                                .as(attack.getKey() + " " + path + "\n" + answer.all())
                                .isGreaterThanOrEqualTo(400);
                        assertThat(station.orders())
                                .as(attack.getKey() + " " + path)
                                .isEmpty();
                    }
                }
            }
            assertThat(station.traces()).isEmpty();

            Wire.Answer own = Wire.post(port, layout.path("/heal"))
                    .as(Person.OPERATOR)
                    .header("Origin: http://localhost:" + port)
                    .header("Sec-Fetch-Site: same-origin")
                    .json(body("/heal"))
                    .send();
            assertThat(own.status())
                    .as("the page of the application itself\n" + own.all())
                    .isEqualTo(200);
            assertThat(station.traces()).isNotEmpty();
        }
        System.out.printf("cross-site matrix: %s: %d cells, %d of them 403%n", layout, cells, refused);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"SAME_PORT", "ROOT"})
    void otherPagesOfTheApplicationAreNoneOfHealsBusiness(Layout layout) {
        try (Station station = Station.start(layout, true)) {
            for (String path : List.of("/pages/actuator/heal", "/healing", "/pages/x/heal")) {
                for (String method : List.of("GET", "POST", "DELETE")) {
                    Wire.Answer answer = Wire.call(station.applicationPort(), method, path + "?any=query")
                            .host("evil.example")
                            .header("Origin: https://evil.example")
                            .header("Sec-Fetch-Site: cross-site")
                            .send();

                    assertThat(answer.status()).as(method + " " + path).isEqualTo(200);
                    assertThat(answer.body()).isEqualTo("own page");
                    assertThat(answer.header("Cross-Origin-Resource-Policy")).isNull();
                }
            }
        }
    }

    @Test
    void aNameThatIsPointedAtThisMachineReadsNothing() {
        try (Station station = Station.start(Layout.SAME_PORT, true)) {
            for (String host : List.of("evil.example", "evil.example:" + station.port())) {
                for (String path : AccessMatrixTest.spellingsOf("/actuator", "/incidents")) {
                    Wire.Answer answer = Wire.get(station.port(), path)
                            .as(Person.READER)
                            .host(host)
                            .send();
                    assertThat(answer.status()).as(path).isGreaterThanOrEqualTo(400);
                    assertThat(answer.body()).doesNotContain(Station.EVIDENCE);
                }
            }
            assertThat(Wire.get(station.port(), "/actuator/incidents")
                            .as(Person.READER)
                            .host("127.0.0.1:" + station.port())
                            .send()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void listedNamesAreTheOnlyOnes() {
        try (Station station = Station.start(
                Layout.OWN_PORT, true, "heal.access.hosts[0]=ops.example", "heal.access.hosts[1]=[::1]")) {
            assertThat(status(station, "ops.example")).isEqualTo(200);
            assertThat(status(station, "OPS.example:9000")).isEqualTo(200);
            assertThat(status(station, "[::1]:8080")).isEqualTo(200);
            assertThat(status(station, "localhost:" + station.port())).isEqualTo(403);
            assertThat(status(station, "evil.example")).isEqualTo(403);
        }
    }

    @Test
    void anAnswerIsNeitherKeptNorFramedNorGuessedAt() {
        try (Station station = Station.start(Layout.SAME_PORT, true)) {
            Wire.Answer answer = Wire.get(
                            station.port(),
                            "/actuator/incidents/" + station.incident().id())
                    .as(Person.OPERATOR)
                    .send();

            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(answer.header("Content-Type")).startsWith("application/json");
        }
    }

    private static int status(Station station, String host) {
        return Wire.get(station.port(), "/actuator/heal")
                .as(Person.READER)
                .host(host)
                .send()
                .status();
    }

    private static String body(String route) {
        return route.startsWith("/heal")
                ? "{\"command\": \"stop\", \"reason\": \"from elsewhere\"}"
                : "{\"decision\": \"acknowledge\", \"text\": \"from elsewhere\"}";
    }
}
