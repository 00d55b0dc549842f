package dev.heal.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.actuate.Station.Layout;
import dev.heal.time.ManualClock;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@DisplayName("The log tells who ordered what, and who was refused to")
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class RefusalsTest {

    @Test
    void oneWarningAMinuteHoweverOftenSomebodyComes(CapturedOutput output) {
        ManualClock clock = new ManualClock();
        Refusals refusals = new Refusals(clock);

        for (int i = 0; i < 1000; i++) {
            refusals.ofOrder("mallory", "to order stop", "no role for it");
            refusals.ofLook("mallory", "to read", "no role for it");
        }
        assertThat(warnings(output))
                .singleElement()
                .asString()
                .contains("refused to mallory: to order stop: no role for it")
                .doesNotContain("more");

        clock.advance(Refusals.QUIET);
        refusals.ofOrder("mallory", "to order release", "no role for it");

        assertThat(warnings(output)).hasSize(2);
        assertThat(warnings(output).get(1)).contains("to order release", "(and 999 more since the last such line)");
    }

    @Test
    void foreignTextIsOneShortLine(CapturedOutput output) {
        new Refusals(new ManualClock())
                .ofOrder("ada\r\n2026 WARN forged", "password=hunter2 \u202e\u001b[2J", "x".repeat(100_000));

        assertThat(warnings(output))
                .singleElement()
                .asString()
                .doesNotContain("hunter2", "\u202e", "\u001b")
                .hasSizeLessThan(10_000);
        assertThat(output.getAll().lines()).noneMatch(line -> line.startsWith("2026 WARN forged"));
    }

    @Test
    void ordersAndDecisionsThatCountAndThatDoNot(CapturedOutput output) {
        try (Station station = Station.start(Layout.SAME_PORT, true)) {
            String incident = "/actuator/incidents/" + station.incident().id();
            String stop = "{\"command\": \"stop\", \"reason\": \"at work\"}";

            order(station, Person.READER, "/actuator/heal/pump", stop);
            assertThat(output).contains("refused to reader: to order stop for the target pump: no role for it");
            order(station, Person.STRANGER, incident, "{\"decision\": \"abort\"}");
            assertThat(output)
                    .contains("refused to stranger: to decide on the incident "
                            + station.incident().id() + ": no role for it");
            Wire.post(station.port(), "/actuator/heal")
                    .as(Person.OPERATOR)
                    .header("Origin: https://evil.example")
                    .json(stop)
                    .send();
            assertThat(output)
                    .contains("refused to somebody: POST /actuator/heal from the origin [https://evil.example]:"
                            + " orders from other origins are refused");

            order(station, Person.OPERATOR, "/actuator/heal/pump", stop);
            assertThat(output).contains("pump: stopped by operator: at work");
            order(station, Person.OPERATOR, incident, "{\"decision\": \"comment\", \"text\": \"seen it\"}");
            station.traces();
            assertThat(output).contains("by operator: seen it");
        }
    }

    private static void order(Station station, Person person, String path, String body) {
        Wire.post(station.port(), path).as(person).json(body).send();
    }

    private static List<String> warnings(CapturedOutput output) {
        return output.getAll()
                .lines()
                .filter(line -> line.contains("WARN") && line.contains("refused to"))
                .toList();
    }
}
