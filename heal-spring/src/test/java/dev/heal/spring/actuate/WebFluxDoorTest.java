package dev.heal.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.actuate.Station.Layout;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("On WebFlux the same doors are shut")
@Timeout(60)
class WebFluxDoorTest {

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"SAME_PORT", "ROOT", "OWN_PORT"})
    void byRoleByOriginAndByBody(Layout layout) {
        int cells = 0;
        try (Station station = Station.startReactive(layout)) {
            int port = station.port();
            String id = station.incident().id();
            for (Person person : List.of(Person.ANONYMOUS, Person.STRANGER, Person.READER)) {
                for (String route : List.of("/heal", "/heal/pump", "/incidents", "/incidents/" + id)) {
                    for (String path : AccessMatrixTest.spellingsOf(layout.base(), route)) {
                        Wire.Answer read = Wire.get(port, path).as(person).send();
                        Wire.Answer write = Wire.post(port, path)
                                .as(person)
                                .json(body(route))
                                .send();
                        cells += 2;
                        if (!person.mayRead()) {
                            assertThat(read.status())
                                    .as(person + " " + path + read.all())
                                    .isGreaterThanOrEqualTo(400);
                            assertThat(read.body()).doesNotContain(Station.EVIDENCE);
                        }
                        assertThat(write.status()).as(person + " " + path).isGreaterThanOrEqualTo(400);
                        assertThat(station.orders()).as(person + " " + path).isEmpty();
                    }
                }
            }
            for (String header : List.of(
                    "Origin: https://evil.example",
                    "Origin: null",
                    "Sec-Fetch-Site: cross-site",
                    "Host: evil.example")) {
                for (String route : List.of("/heal", "/heal/pump", "/incidents/" + id)) {
                    for (String path : AccessMatrixTest.spellingsOf(layout.base(), route)) {
                        Wire.Call call =
                                Wire.post(port, path).as(Person.OPERATOR).json(body(route));
                        Wire.Answer answer =
                                (header.startsWith("Host") ? call.host("evil.example") : call.header(header)).send();
                        cells++;
                        assertThat(answer.status())
                                .as(header + " " + path + answer.all())
                                .isGreaterThanOrEqualTo(400);
                    }
                }
            }
            for (Wire.Call call : List.of(
                    Wire.post(port, layout.path("/heal?command=stop&reason=x")),
                    Wire.post(port, layout.path("/heal")).json(""),
                    Wire.post(port, layout.path("/heal")).body("text/plain", body("/heal")),
                    Wire.post(port, layout.path("/heal"))
                            .body("application/x-www-form-urlencoded", "command=stop&reason=x"),
                    Wire.post(port, layout.path("/heal")).json("{\"command\": {}, \"reason\": \"x\"}"))) {
                Wire.Answer answer = call.as(Person.OPERATOR).send();
                cells++;
                assertThat(answer.status()).as(answer.all()).isBetween(400, 499);
            }
            assertThat(station.traces()).isEmpty();

            assertThat(Wire.get(port, layout.path("/heal"))
                            .as(Person.READER)
                            .send()
                            .body())
                    .contains("pump");
            Wire.Answer order = Wire.post(port, layout.path("/heal"))
                    .as(Person.OPERATOR)
                    .header("Origin: http://localhost:" + port)
                    .json(body("/heal"))
                    .send();
            assertThat(order.status()).as(order.all()).isEqualTo(200);
            assertThat(order.header("Cache-Control")).isEqualTo("no-store");
            assertThat(station.traces()).isNotEmpty();
        }
        System.out.printf("webflux matrix: %s: %d cells%n", layout, cells);
    }

    private static String body(String route) {
        return route.startsWith("/heal")
                ? "{\"command\": \"stop\", \"reason\": \"the matrix\"}"
                : "{\"decision\": \"acknowledge\", \"text\": \"the matrix\"}";
    }
}
