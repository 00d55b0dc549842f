package dev.heal.spring.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.check.Checked;
import dev.heal.detect.Detector;
import dev.heal.detect.DetectorKind;
import dev.heal.resource.Resources;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.Vocabulary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What holds is told in plain words")
class PolicyWordsTest {

    private static String words(HealSettings settings) {
        return String.join("\n", PolicyWords.of(settings, settings.targets().get(0))) + "\n";
    }

    @Test
    void a_policy_with_two_steps_reads_as_a_person_would_tell_it() {
        assertThat(words(Given.read(Given.FULL))).isEqualTo("""
                inventory (act: heal repairs it by itself; but reset: propose)
                  policy jdbc, resource dataSource, a circuit breaker that heal makes
                  it is sick when
                    stalled  a caller waits, and no connection was handed out or came back for 2s
                    errors   more than 50 % of at least 20 calls in 10s failed, or the circuit breaker is open and keeps calls out
                  then heal does
                    1. restart  restart the pool, when stalled
                                only once it has lasted 10s
                                one attempt of at most 20s
                                it has helped if the probe jdbc answers and stalled is not sick within 10s, and stays so for 3s
                    2. reset    let trial calls through the circuit breaker, when errors
                                only after a human has said yes within 15m, else a human is told
                                up to 2 attempts of at most 20s each
                                it has helped if errors is known to be healthy within 10s, and stays so for 3s
                  at most 3 remediations in 10m, the same step not again within 1m
                  a step that has failed 3 times in a row on one cause waits for a human; after 5 incidents in 30m nothing starts until a human releases it
                  not healed after 5m, or no step left: tell a human
                """);
    }

    @Test
    void in_observe_heal_only_would() {
        assertThat(words(Given.read(Given.FULL.replace("      mode: act\n", ""))))
                .startsWith("inventory (observe: heal only tells what it would do; but reset: propose)\n")
                .contains("\n  then heal would\n")
                .contains("only after a human has said yes within 15m, else a human is told");
    }

    @Test
    void a_breaker_that_is_driven_and_calls_that_are_all_timed_are_told() {
        String text = Given.FULL.replace(
                "    inventory:\n",
                "    inventory:\n      circuit-breaker: stock\n      driven: true\n      timing: exact\n");

        assertThat(words(Given.read(text))).contains(", circuit breaker stock, driven, each call timed\n");
    }

    @Test
    void a_ceiling_that_lowers_the_mode_is_told() {
        assertThat(words(Given.read("heal.ceiling: propose\n" + Given.FULL)))
                .startsWith("inventory (propose: a human must say yes to each step; the ceiling does not allow act)\n");
    }

    @Test
    void a_step_that_does_less_or_more_than_its_target_says_so() {
        assertThat(words(Given.read(Given.FULL.replace("mode: propose", "mode: observe"))))
                .contains("only told, not done: its mode is observe");
        assertThat(words(Given.read(
                        Given.FULL.replace("mode: act", "mode: observe").replace("propose", "act"))))
                .contains("done by itself: its mode is act");
    }

    @Test
    void a_step_for_everything_is_for_any_of_these() {
        assertThat(words(Given.read(Given.FULL.replace("when: [stalled], ", ""))))
                .contains("restart the pool, when any of these\n")
                .contains("the probe jdbc answers and neither stalled nor errors is sick within 10s");
    }

    @Test
    void a_detector_that_no_step_answers_to_is_pointed_out() {
        String text = Given.FULL.replace("when: [errors], ", "when: [stalled], ");

        assertThat(words(Given.read(text))).contains("\n    no step answers to errors: a human is told\n");
    }

    @Test
    void approval_settling_contact_and_runbook_are_told() {
        String text = Given.FULL
                .replace("hold: 3s }", "hold: 3s, settle: 2s }")
                .replace("sustained: 5s }", "approval: { expires: 5m, on-expiry: skip } }")
                .replace(
                        "      cooldown: 60s\n",
                        "      budget: { remediations: 1, per: 1h }\n"
                                + "      escalate: { notify: oncall, runbook: \"https://wiki/x\", after: 90s }\n");

        assertThat(words(Given.read(text)))
                .contains("only after a human has said yes within 5m, else the next step has its turn\n")
                .contains("and stays so for 3s; not looked at in the first 2s\n")
                .contains("\n  at most 1 remediation in 1h, the same step not again within 1m\n")
                .contains("\n  not healed after 90s, or no step left: tell oncall, see https://wiki/x\n");
    }

    @Test
    void what_bounds_a_step_is_told_with_it() {
        String text = Given.FULL
                .replace(
                        "    inventory:\n",
                        "    vault: { policy: jdbc, scope: stores }\n    inventory:\n      scope: stores\n")
                .replace(
                        "sustained: 5s }",
                        "requires: [errors], uses: [vault], budget: { remediations: 2, per: 1h }, time-to-live: 5m }")
                .replace("cooldown: 60s", "give-up: { failures: 1, incidents: 4, within: 1h }");

        HealSettings settings = Given.read("heal.scopes.stores.brake.within: 1m\n" + text);

        assertThat(String.join("\n", PolicyWords.of(settings, settings.targets().get(1))))
                .contains(
                        "\n  it is one of the scope stores: of these 50 %, one at least, stay healthy, and if more than 50 %"
                                + " turn bad within 1m nothing starts for single ones\n")
                .contains("""
                                only while errors is known, sick or healthy
                                not while vault, which it goes through, is sick
                                only once it has lasted 10s
                                one attempt of at most 20s
                                at most twice in 1h
                                what can be undone holds for 5m, then it is undone
                """)
                .contains(
                        "\n  a step that has failed once on one cause waits for a human; after 4 incidents in 1h nothing"
                                + " starts until a human releases it\n");
    }

    private record Limit(int above, String apiToken) implements Checked {}

    @Test
    void a_kind_of_the_application_is_told_by_its_settings_and_one_that_fails_too() {
        HealSettings plain = Given.read(new Vocabulary(List.of(kind(false)), List.of(), List.of()), Map.of(), OWN);
        HealSettings failing = Given.read(new Vocabulary(List.of(kind(true)), List.of(), List.of()), Map.of(), OWN);

        assertThat(words(plain)).contains("    stale  stale-prices above 7, api-token [hidden]\n");
        assertThat(words(failing)).contains("    stale  stale-prices above 7, api-token [hidden]\n");
    }

    private static final String OWN = """
            heal.targets.prices:
              detectors: { stale: { stale-prices: { above: 7 } } }
              steps: { reset: { do: { reset-breaker: {} } } }
            """;

    private static DetectorKind<Limit> kind(boolean fails) {
        return new DetectorKind<>() {
            @Override
            public String name() {
                return "stale-prices";
            }

            @Override
            public Limit defaults() {
                return new Limit(3, "canary");
            }

            @Override
            public String words(Limit settings) {
                if (fails) {
                    throw new IllegalStateException("no words");
                }
                return DetectorKind.super.words(settings);
            }

            @Override
            public Detector create(Limit settings, Resources resources) {
                throw new AssertionError("nothing is made offline");
            }
        };
    }
}
