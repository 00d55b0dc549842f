package dev.heal.spring.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.detect.DetectorKind;
import dev.heal.policy.Mode;
import dev.heal.spring.binding.PolicySettings.StepSettings;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

@DisplayName("Everything is a map by name, so one value is overridden and the rest stays")
class OverridesTest {

    private static final String GOOD = BadInputs.GOOD;

    @Test
    void an_environment_variable_overrides_one_value_by_name() {
        HealSettings settings = Yaml.read(
                Map.of(
                        "HEAL_TARGETS_INVENTORY_MODE", "propose",
                        "HEAL_POLICIES_JDBC_DETECTORS_STALLED_POOLSTALLED_OLDESTBORROW", "5s"),
                GOOD);

        assertThat(settings.findings().all()).isEmpty();
        TargetSettings target = settings.targets().get(0);
        assertThat(target.policy().mode()).isEqualTo(Mode.PROPOSE);
        assertThat(detector(target, "stalled")).hasToString("Settings[oldestBorrow=PT5S, pending=1]");
    }

    @Test
    void a_wrong_value_of_an_environment_variable_is_told_with_the_variable() {
        HealSettings settings = Yaml.read(Map.of("HEAL_POLICIES_JDBC_STEPS_RESTART_TIMELIMIT", "20"), GOOD);

        assertThat(settings.findings().all())
                .extracting(Finding::toString)
                .containsExactly("heal.policies.jdbc.steps.restart.timelimit = 20 (environment variable"
                        + " HEAL_POLICIES_JDBC_STEPS_RESTART_TIMELIMIT): has no unit; write 20s for seconds or 20ms for"
                        + " milliseconds");
    }

    @Test
    void a_variable_with_one_underscore_too_many_is_told() {
        HealSettings settings = Yaml.read(Map.of("HEAL_POLICIES_JDBC_STEPS_RESTART_TIME_LIMIT", "20s"), GOOD);

        assertThat(settings.findings().all())
                .extracting(Finding::toString)
                .containsExactly("heal.policies.jdbc.steps.restart.time (environment variable"
                        + " HEAL_POLICIES_JDBC_STEPS_RESTART_TIME_LIMIT): is not a key of a step; an environment variable"
                        + " leaves dashes out: write TIMELIMIT for time-limit");
    }

    @Test
    void a_target_that_only_a_variable_names_is_a_misspelling() {
        HealSettings settings = Yaml.read(Map.of("HEAL_TARGETS_INVENTRY_MODE", "act"), GOOD);

        assertThat(settings.findings().all())
                .extracting(Finding::toString)
                .containsExactly(
                        "heal.targets.inventry (environment variable HEAL_TARGETS_INVENTRY_MODE): is no target;"
                                + " did you mean inventory? (known: inventory)");
    }

    @Test
    void variables_that_a_cluster_sets_for_a_service_called_heal_are_not_ours() {
        HealSettings settings = Yaml.read(
                Map.of("HEAL_PORT", "tcp://10.0.0.1:80", "HEAL_SERVICE_HOST", "10.0.0.1", "HEAL_CEILNG", "observe"),
                GOOD);

        assertThat(settings.findings().all())
                .extracting(Finding::property)
                .as("but a variable that is nearly one of ours is")
                .containsExactly("heal.ceilng");
    }

    @Test
    void a_profile_overrides_one_value_and_keeps_the_order_of_the_steps() {
        String twoSteps = GOOD.replace("      budget:", "        alpha: { do: { reset-breaker: {} } }\n      budget:");
        String profile = """
                heal:
                  policies:
                    jdbc:
                      steps:
                        alpha: { mode: propose }
                        restart: { time-limit: 7s, when: [errors] }
                """;

        HealSettings settings = Yaml.read(Map.of(), profile, twoSteps);

        assertThat(settings.findings().all()).isEmpty();
        assertThat(settings.targets().get(0).policy().steps())
                .extracting(StepSettings::name)
                .containsExactly("restart", "alpha");
        StepSettings restart = settings.targets().get(0).policy().steps().get(0);
        assertThat(restart.timeLimit()).isEqualTo(Duration.ofSeconds(7));
        assertThat(restart.when()).as("a list is replaced whole").containsExactly("errors");
        assertThat(restart.verify().hold()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void an_order_is_obeyed() {
        String text = GOOD.replace(
                "      budget:",
                "        reset: { do: { reset-breaker: {} } }\n      order: reset, restart\n      budget:");

        assertThat(Yaml.read(text).targets().get(0).policy().steps())
                .extracting(StepSettings::name)
                .containsExactly("reset", "restart");
    }

    @Test
    void a_policy_inherits_what_it_does_not_say_itself() {
        String text = GOOD.replace("  targets:", """
                            patient:
                              base: jdbc
                              detectors:
                                stalled: { pool-stalled: { pending: 7 } }
                                errors: { slow-calls: { slower-than: 3s } }
                              cooldown: 5m
                          targets:
                        """.indent(0)).replace("policy: jdbc", "policy: patient");

        HealSettings settings = Yaml.read(text);

        assertThat(settings.findings().all()).isEmpty();
        TargetSettings target = settings.targets().get(0);
        assertThat(target.policy().cooldown()).isEqualTo(Duration.ofMinutes(5));
        assertThat(detector(target, "stalled"))
                .as("the same kind keeps what is not overridden")
                .hasToString("Settings[oldestBorrow=PT2S, pending=7]");
        assertThat(detector(target, "errors"))
                .as("another kind takes nothing over")
                .hasToString("SlowCalls[slowerThan=PT3S, above=0.5, clear=null, over=PT10S, minimumCalls=20]");
        assertThat(target.policy().steps()).extracting(StepSettings::name).containsExactly("restart");
    }

    @Test
    void a_target_overrides_its_policy_by_name() {
        String text = GOOD.replace(
                "mode: act }", "mode: act, cooldown: 2m, steps: { restart: { mode: propose } }, budget: { per: 1h } }");

        HealSettings settings = Yaml.read(text);

        assertThat(settings.findings().all()).isEmpty();
        PolicySettings policy = settings.targets().get(0).policy();
        assertThat(policy.cooldown()).isEqualTo(Duration.ofMinutes(2));
        assertThat(policy.budget()).hasToString("Budget[remediations=3, per=PT1H]");
        assertThat(policy.steps().get(0).mode()).isEqualTo(Mode.PROPOSE);
        assertThat(policy.steps().get(0).when()).containsExactly("stalled");
    }

    @Test
    void a_target_does_something_else_in_a_step_of_its_policy() {
        String text = GOOD.replace("mode: act }", "steps: { restart: { do: { reset-breaker: {} } } } }");

        HealSettings settings = Yaml.read(text);

        assertThat(settings.findings().all()).isEmpty();
        StepSettings restart = settings.targets().get(0).policy().steps().get(0);
        assertThat(restart.action().kind().name()).isEqualTo("reset-breaker");
        assertThat(restart.when()).containsExactly("stalled");
    }

    @Test
    void every_value_of_the_effective_policy_knows_where_it_was_written() {
        Node effective = Yaml.read(GOOD.replace("mode: act", "cooldown: 2m"))
                .targets()
                .get(0)
                .node();

        assertThat(effective.child("cooldown").property()).isEqualTo("heal.targets.inventory.cooldown");
        assertThat(effective.child("cooldown").where()).isEqualTo("application.yml:15:64");
        assertThat(effective.child("budget").child("per").where()).isEqualTo("application.yml:12:39");
    }

    @Test
    void a_name_with_a_dot_works_in_brackets() {
        HealSettings settings = Yaml.read(GOOD.replace("    inventory:", "    \"[orders.db]\":"));

        assertThat(settings.findings().all()).isEmpty();
        assertThat(settings.targets()).extracting(TargetSettings::name).containsExactly("orders.db");
    }

    @Test
    void a_placeholder_is_replaced() {
        HealSettings settings = Yaml.read(GOOD.replace("cooldown: 60s", "cooldown: ${COOLDOWN:90s}"));

        assertThat(settings.targets().get(0).policy().cooldown()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void what_a_target_depends_on_is_read_under_the_names_that_the_targets_have() {
        HealSettings settings = Yaml.read(Map.of("HEAL_TARGETS_ORDERS_DEPENDSON", "Inventory, stock-db"), GOOD + """
                    orders: { policy: jdbc, resource: other, depends-on: [inventory] }
                    stock-db: { policy: jdbc, resource: third }
                """);

        assertThat(settings.findings().all()).isEmpty();
        assertThat(settings.targets().get(1).dependsOn()).containsExactly("inventory", "stock-db");
    }

    @Test
    void a_good_file_is_not_read_a_second_time() {
        AtomicInteger reads = new AtomicInteger();
        StandardEnvironment environment = Yaml.environment(Map.of("HEAL_PORT", "80"), GOOD);
        environment
                .getPropertySources()
                .addLast(new OriginTrackedMapPropertySource(
                        "application.yml",
                        Map.of(
                                "heal.access.reader-role",
                                OriginTrackedValue.of(
                                        "OPS",
                                        new TextResourceOrigin(
                                                new ByteArrayResource(
                                                        new byte[0], "class path resource [application.yml]") {
                                                    @Override
                                                    public InputStream getInputStream() throws IOException {
                                                        reads.incrementAndGet();
                                                        return super.getInputStream();
                                                    }
                                                },
                                                new TextResourceOrigin.Location(0, 0))))));

        assertThat(new SettingsReader(Vocabulary.own())
                        .read(ConfigurationTree.of(environment))
                        .findings()
                        .all())
                .isEmpty();
        assertThat(reads).hasValue(0);
    }

    @Test
    void a_bad_target_does_not_take_the_good_one_along() {
        HealSettings settings = Yaml.read(GOOD + "    orders: { policy: jdbc, cooldown: 0s }\n");

        assertThat(settings.targets()).extracting(TargetSettings::name).containsExactly("inventory");
        assertThat(settings.names()).containsExactly("inventory", "orders");
    }

    @Test
    void what_is_wrong_above_all_targets_switches_all_of_them_off() {
        assertThat(Yaml.read(GOOD.replace("heal:", "heal:\n  ceilng: observe")).targets())
                .as("a lock that was misspelt is not taken for none")
                .isEmpty();
    }

    private static Record detector(TargetSettings target, String name) {
        Chosen<DetectorKind<?>> chosen = target.policy().detectors().get(name);
        return chosen.settings();
    }
}
