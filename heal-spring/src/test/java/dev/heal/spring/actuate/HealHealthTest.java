package dev.heal.spring.actuate;

import static dev.heal.detect.Detectors.gauge;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.Heal;
import dev.heal.incident.IncidentEvent;
import dev.heal.policy.Mode;
import dev.heal.policy.Verification;
import dev.heal.spring.OwnJournal;
import dev.heal.spring.actuate.Station.Layout;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@DisplayName("The health of heal takes no instance away")
@Timeout(60)
class HealHealthTest {

    private static final String[] ALL_SHOWN = {
        "management.endpoint.health.show-details=always",
        "management.endpoint.health.probes.enabled=true",
        "management.health.heal.enabled=true"
    };

    @Test
    void isNotThereUnlessTheTeamAsks() {
        try (Station station =
                Station.start(Layout.SAME_PORT, false, "management.endpoint.health.show-details=always")) {
            assertThat(health(station, "").body()).doesNotContain("\"heal\"").contains("\"status\":\"UP\"");
        }
    }

    @Test
    void isThereWhenTheTeamAsksWhateverHoldsForOthers() {
        try (Station station =
                Station.start(Layout.SAME_PORT, false, with("management.health.defaults.enabled=false"))) {
            assertThat(part(station)).containsEntry("status", "DEGRADED");
        }
    }

    @Test
    void tellsOfIncidentsAndStopsAndLeavesTheProbesAlone() {
        try (Station station = Station.start(Layout.SAME_PORT, false, ALL_SHOWN)) {
            station.heal().stop("valve", "ada", "a drill");

            Map<String, Object> heal = part(station);
            assertThat(heal).containsEntry("status", "DEGRADED");
            assertThat(heal.get("details"))
                    .asString()
                    .contains("targets={", "watching=1", "by=ada", "reason=a drill", "switchedOff={}");
            for (String probe : new String[] {"", "/liveness", "/readiness"}) {
                Wire.Answer answer = health(station, probe);
                assertThat(answer.status()).as(probe).isEqualTo(200);
                assertThat(answer.json()).as(probe).containsEntry("status", "UP");
            }
        }
    }

    @Test
    void isDownForWhatWasGivenToAHumanOnlyIfTheTeamAsks() {
        Class<?>[] hopeless = {Hopeless.class};
        try (Station station = Station.start(Layout.SAME_PORT, false, hopeless, ALL_SHOWN)) {
            awaitEscalation(station);
            assertThat(part(station)).containsEntry("status", "DEGRADED");
            assertThat(health(station, "").status()).isEqualTo(200);
        }
        try (Station station = Station.start(
                Layout.SAME_PORT, false, hopeless, with("management.health.heal.down-when-escalated=true"))) {
            awaitEscalation(station);
            assertThat(part(station)).containsEntry("status", "DOWN");
            assertThat(health(station, "").status()).isEqualTo(503);
            assertThat(health(station, "/liveness").status()).isEqualTo(200);
            assertThat(health(station, "/readiness").status()).isEqualTo(200);
        }
    }

    @Test
    void tellsWhatIsSwitchedOffAndWhy() {
        try (Station station = Station.start(
                Layout.SAME_PORT, true, with("heal.targets.orders.policy=none", "heal.targets.orders.mode=act"))) {
            assertThat(part(station)).containsEntry("status", "DEGRADED");
            assertThat(part(station).get("details").toString())
                    .contains("orders=[heal.targets.orders.policy = none", "is no policy");
            Wire.Answer heal =
                    Wire.get(station.port(), "/actuator/heal").as(Person.READER).send();
            assertThat(heal.json().get("switchedOff").toString()).contains("heal.targets.orders.policy = none");
            Wire.Answer orders = Wire.get(station.port(), "/actuator/heal/orders")
                    .as(Person.READER)
                    .send();
            assertThat(orders.status()).isEqualTo(404);
            assertThat(orders.json().get("message").toString())
                    .startsWith("the target orders is switched off: heal.targets.orders.policy = none");
        }
    }

    private static void awaitEscalation(Station station) {
        await().until(() -> station.heal().incidents().stream()
                .anyMatch(
                        incident -> incident.first(IncidentEvent.Type.ESCALATED).isPresent()));
    }

    private static String[] with(String... more) {
        String[] all = java.util.Arrays.copyOf(ALL_SHOWN, ALL_SHOWN.length + more.length);
        System.arraycopy(more, 0, all, ALL_SHOWN.length, more.length);
        return all;
    }

    private static Wire.Answer health(Station station, String path) {
        return Wire.get(station.port(), "/actuator/health" + path).send();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> part(Station station) {
        Map<String, Object> components =
                (Map<String, Object>) health(station, "").json().get("components");
        return (Map<String, Object>) components.get("heal");
    }

    /** A pump that nothing helps. */
    @Configuration(proxyBeanMethods = false)
    static class Hopeless {

        @Bean
        Heal heal() {
            return Heal.builder()
                    .journal(OwnJournal.directory())
                    .warmUp(Duration.ZERO)
                    .jitter(Duration.ZERO)
                    .tick(ofMillis(10))
                    .target(
                            "pump",
                            target -> target.detect(
                                            "cold", gauge("cold", () -> 1).above(0.5))
                                    .step(
                                            "prime",
                                            new Station.Prime(null),
                                            step -> step.verify(Verification.detectors()
                                                    .within(ofMillis(50))
                                                    .hold(ofMillis(20))))
                                    .mode(Mode.ACT))
                    .build();
        }
    }
}
