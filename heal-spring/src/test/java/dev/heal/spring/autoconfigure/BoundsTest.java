package dev.heal.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.Heal;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.spring.HealDetector;
import dev.heal.spring.HealRemediation;
import dev.heal.spring.OwnJournal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@DisplayName("What application.yml writes of bounds keeps heal back")
@ExtendWith(OutputCaptureExtension.class)
class BoundsTest {

    private static final String SICK = """
            heal:
              tick: 20ms
              targets:
                boiler:
                  detectors: { cold: { cold-boiler: } }
                  steps: { reset: { do: { reset-breaker: } } }
                pump:
                  mode: act
                  detectors:
                    cold: { cold-boiler: }
                    silent: { silent-meter: }
                  steps:
                    heat:
                      do: { heat-boiler: }
                      when: [cold]
                      verify: { within: 100ms, hold: 50ms }
                      attempts: 3
            """;

    static class Boiler {

        @HealDetector("cold-boiler")
        public boolean isCold() {
            return true;
        }

        @HealDetector("silent-meter")
        public @Nullable Boolean silence() {
            return null;
        }

        @HealRemediation(value = "heat-boiler", risk = Risk.RESTORATIVE)
        public void heat(RemediationContext context) {}
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            heal.warm-up                                          | 1h     | has not been running for 1h yet
            heal.jitter                                           | 365d   | waits a moment, so that not all instances act at once
            heal.journal                                          | memory | the journal is in memory, by choice
            heal.targets.pump.steps.heat.uses                     | boiler | it goes through boiler, which is sick
            heal.targets.pump.steps.heat.requires                 | silent | nothing is known at present of silent
            heal.targets.pump.steps.heat.budget.remediations      | 1      | 1 of 1 remediations were started within 10m
            heal.budget.remediations                              | 1      | 1 of 1 remediations were started within 10m
            heal.targets.pump.give-up.failures                    | 1      | a human has to acknowledge that
            """)
    void so_that_the_incident_says_why(String key, String value, String reason) {
        if (key.equals("heal.journal")) {
            OwnJournal.takeAway();
        }
        Apps.with(SICK)
                .withBean(Boiler.class)
                .withPropertyValues(key + "=" + value, "heal.targets.pump.cooldown=10ms")
                .run(app -> await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(app.getBean(Heal.class).incidents())
                                .filteredOn(incident -> incident.target().equals("pump"))
                                .flatExtracting(Incident::events)
                                .extracting(IncidentEvent::text)
                                .anyMatch(text -> text.contains(reason))));
    }

    @Test
    void a_scope_without_a_member_that_is_healed_takes_no_other_target_along(CapturedOutput output) {
        String yaml = """
                heal.scopes.stores.minimum-healthy: 0.9
                """ + Apps.YAML + "    orders: { policy: jdbc, resource: nowhere, scope: stores }\n";

        Apps.with(yaml, Apps.TwoPools.class)
                .run(app -> assertThat(app.getBean(Heal.class).targets()).containsExactly("inventory"));

        assertThat(output)
                .contains("heal.targets.orders.resource = nowhere")
                .doesNotContain("could not be put together");
    }

    @Test
    void a_target_knows_its_scope() {
        Apps.with(Apps.YAML.replace("inventoryPool }", "inventoryPool, scope: stores }"), Apps.TwoPools.class)
                .run(app -> assertThat(
                                app.getBean(Heal.class).status("inventory").scope())
                        .isEqualTo("stores"));
    }

    @Test
    void a_time_to_live_that_ends_before_the_verification_is_told_with_its_place(CapturedOutput output) {
        Apps.with(SICK.replace(
                        "do: { heat-boiler: }\n          when",
                        "do: { warm-boiler: }\n          time-to-live: 50ms\n          when"))
                .withBean(Warm.class)
                .run(app -> assertThat(app.getBean(Heal.class).targets()).containsExactly("boiler"));

        assertThat(output)
                .contains("heal.targets.pump.steps.heat.time-to-live = 50ms")
                .contains("is not longer than the verification may take");
    }

    static final class Warm extends Boiler {

        @HealRemediation(value = "warm-boiler", risk = Risk.REVERSIBLE)
        public Runnable warm() {
            return () -> {};
        }
    }
}
