package dev.heal.spring.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.explain.EffectivePolicy.Value;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Every value that holds is shown with the place it comes from")
class EffectivePolicyTest {

    private static EffectivePolicy effective(HealSettings settings) {
        return EffectivePolicy.of(settings, settings.targets().get(0));
    }

    private static Value value(HealSettings settings, String path) {
        return effective(settings).values().stream()
                .filter(value -> value.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_policy_is_put_together_of_base_policy_target_profile_and_variable() {
        String prod = """
                heal:
                  ceiling: propose
                  policies: { jdbc: { cooldown: 90s } }
                """;
        Map<String, Object> variables = Map.of("HEAL_POLICIES_BASE_STEPS_RESTART_VERIFY_HOLD", "4s");

        assertThat(effective(Given.read(variables, prod, Given.FULL)).lines()).containsExactly("""
                policy                                        jdbc                 application.yml:20:15
                resource                                      dataSource           application.yml:21:17
                circuit-breaker                               one that heal makes  default
                mode                                          act                  application.yml:22:13
                detectors.stalled.pool-stalled.oldest-borrow  2s                   application.yml:5:51
                detectors.stalled.pool-stalled.pending        1                    default
                detectors.errors.failure-rate.above           0.5                  application.yml:13:42
                detectors.errors.failure-rate.clear           none                 default
                detectors.errors.failure-rate.over            10s                  default
                detectors.errors.failure-rate.minimum-calls   20                   default
                steps.restart.do.restart-pool                 {}                   application.yml:8:17
                steps.restart.when                            [stalled]            application.yml:15:20
                steps.restart.sustained                       10s                  application.yml:23:38
                steps.restart.verify.probe                    jdbc                 application.yml:9:28
                steps.restart.verify.settle                   0s                   default
                steps.restart.verify.within                   10s                  application.yml:9:42
                steps.restart.verify.hold                     4s                   environment variable HEAL_POLICIES_BASE_STEPS_RESTART_VERIFY_HOLD
                steps.restart.attempts                        1                    default
                steps.restart.time-limit                      20s                  default
                steps.restart.budget                          none                 default
                steps.restart.time-to-live                    5m                   default
                steps.restart.approval                        none                 default
                steps.restart.mode                            act                  application.yml:22:13
                steps.reset.do.reset-breaker                  {}                   application.yml:16:24
                steps.reset.when                              [errors]             application.yml:16:45
                steps.reset.sustained                         0s                   default
                steps.reset.verify.probe                      none                 default
                steps.reset.verify.settle                     0s                   default
                steps.reset.verify.within                     10s                  default
                steps.reset.verify.hold                       3s                   default
                steps.reset.attempts                          2                    application.yml:16:86
                steps.reset.time-limit                        20s                  default
                steps.reset.budget                            none                 default
                steps.reset.time-to-live                      5m                   default
                steps.reset.approval                          none                 default
                steps.reset.mode                              propose              application.yml:16:67
                order                                         [restart, reset]     default
                budget.remediations                           3                    default
                budget.per                                    10m                  default
                cooldown                                      90s                  application-prod.yml:3:33
                give-up.failures                              3                    default
                give-up.incidents                             5                    default
                give-up.within                                30m                  default
                escalate.notify                               none                 default
                escalate.runbook                              none                 default
                escalate.after                                5m                   default
                heal.ceiling                                  propose              application-prod.yml:2:12
                heal.tick                                     250ms                default
                heal.strict                                   false                default
                heal.journal.directory                        heal                 default
                heal.journal.retention                        30d                  default
                heal.stop-file                                none                 default
                heal.budget.remediations                      10                   default
                heal.budget.per                               10m                  default
                heal.warm-up                                  10s                  default
                heal.jitter                                   1s                   default
                """.split("\n"));
    }

    @Test
    void what_bounds_heal_has_its_place_too() {
        String text = """
                heal.journal: memory
                heal.scopes.stores.brake.share: ${SHARE:0.4}
                """
                + Given.FULL
                        .replace("      mode: act\n", "      scope: stores\n")
                        .replace("sustained: 10s", "budget: { per: 1h }, uses: vault, requires: [errors]")
                        .replace("  targets:\n", "  targets:\n    vault: { policy: jdbc }\n");

        HealSettings settings = Given.read(Map.of("HEAL_STOPFILE", "/run/stop"), text);

        assertThat(EffectivePolicy.of(settings, settings.targets().get(1)).values())
                .contains(
                        new Value("scope", "stores", "application.yml:25:14"),
                        new Value("steps.restart.uses", "vault", "application.yml:26:54"),
                        new Value("steps.restart.requires", "[errors]", "application.yml:26:61"),
                        new Value("steps.restart.budget.remediations", "3", "default"),
                        new Value("steps.restart.budget.per", "1h", "application.yml:26:42"),
                        new Value("heal.journal", "memory", "application.yml:1:15"),
                        new Value("heal.stop-file", "/run/stop", "environment variable HEAL_STOPFILE"),
                        new Value("heal.scopes.stores.minimum-healthy", "0.5", "default"),
                        new Value("heal.scopes.stores.brake.share", "0.4, from ${SHARE:0.4}", "application.yml:2:33"),
                        new Value("heal.scopes.stores.brake.within", "30s", "default"));
    }

    @Test
    void a_mode_that_is_inherited_has_the_place_it_is_inherited_from() {
        String text = "heal.mode: propose\n" + Given.FULL.replace("      mode: act\n", "");

        assertThat(value(Given.read(text), "mode")).isEqualTo(new Value("mode", "propose", "application.yml:1:12"));
        assertThat(value(Given.read(text), "steps.restart.mode"))
                .isEqualTo(new Value("steps.restart.mode", "propose", "application.yml:1:12"));
        assertThat(value(Given.read(text.substring(text.indexOf('\n') + 1)), "mode"))
                .isEqualTo(new Value("mode", "observe", "default"));
    }

    @Test
    void a_placeholder_is_shown_with_what_it_stands_for() {
        HealSettings settings = Given.read(Given.FULL.replace("cooldown: 60s", "cooldown: ${COOLDOWN:45s}"));

        assertThat(value(settings, "cooldown"))
                .isEqualTo(new Value("cooldown", "45s, from ${COOLDOWN:45s}", "application.yml:17:17"));
    }

    @Test
    void a_secret_is_not_shown() {
        String escalate =
                "      escalate: { notify: \"${WHO:canary-1}\", runbook: \"https://wiki/x?token=canary-2\" }\n";
        HealSettings settings = Given.read(Given.FULL.replace("      cooldown: 60s\n", escalate));

        assertThat(value(settings, "escalate.runbook").value()).isEqualTo("https://wiki/x?token=[hidden]");
        assertThat(value(settings, "escalate.notify").value())
                .as("a text stays as it is written: what is kept out of a file may be a secret")
                .isEqualTo("${WHO:canary-1}");
        assertThat(effective(settings).toString()).doesNotContain("canary-2");
        assertThat(PolicyWords.of(settings, settings.targets().get(0))).noneMatch(line -> line.contains("canary-2"));
    }

    @Test
    void the_order_is_that_in_which_steps_are_tried() {
        HealSettings settings =
                Given.read(Given.FULL.replace("      cooldown: 60s\n", "      order: reset, restart\n"));

        assertThat(effective(settings).values())
                .extracting(Value::path)
                .filteredOn(path -> path.endsWith(".attempts") || path.equals("order"))
                .containsExactly("steps.reset.attempts", "steps.restart.attempts", "order");
        assertThat(value(settings, "order")).isEqualTo(new Value("order", "reset, restart", "application.yml:17:14"));
    }
}
