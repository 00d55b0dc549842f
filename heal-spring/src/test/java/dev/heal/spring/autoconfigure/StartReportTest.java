package dev.heal.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.Heal;
import dev.heal.spring.HealCustomizer;
import dev.heal.spring.HealStartException;
import dev.heal.spring.autoconfigure.HealAutoConfigurationTest.Breakers;
import dev.heal.spring.binding.Findings;
import dev.heal.spring.method.MethodWords;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@DisplayName("What is wrong is told in one block, and the rest of the application starts")
@ExtendWith(OutputCaptureExtension.class)
class StartReportTest {

    private static final String TARGET = "inventory: { policy: jdbc, resource: inventoryPool }";

    @Test
    void a_pool_bean_that_does_not_exist(CapturedOutput output) {
        Apps.with(Apps.YAML.replace("inventoryPool", "inventryPool"), Apps.TwoPools.class)
                .run(app -> {
                    assertThat(app).hasNotFailed();
                    assertThat(app.getBean(Heal.class).targets()).isEmpty();
                    assertThat(block(output))
                            .containsExactly(
                                    "1 problem in the configuration",
                                    "  - heal.targets.inventory.resource = inventryPool (application.yml:9:42): is no bean"
                                            + " of this application; did you mean inventoryPool? (known: inventoryPool,"
                                            + " ordersPool)",
                                    "Not healed, calls pass straight through: inventory. With heal.strict=true the"
                                            + " application would not have started.");
                });
    }

    @Test
    void a_resource_of_the_wrong_type(CapturedOutput output) {
        Apps.with(Apps.YAML.replace("inventoryPool", "clock"), Apps.TwoPools.class)
                .withBean("clock", String.class, () -> "tick")
                .run(app -> assertThat(block(output))
                        .contains("  - heal.targets.inventory.resource = clock (application.yml:9:42): the bean is a"
                                + " java.lang.String, and pool-stalled needs a PoolGauges; name a pool of HikariCP"
                                + " (known: inventoryPool, ordersPool)"));
    }

    @Test
    void a_target_without_the_resource_that_its_policy_needs(CapturedOutput output) {
        Apps.with(Apps.YAML.replace(", resource: inventoryPool", ""), Apps.TwoPools.class)
                .run(app -> assertThat(block(output))
                        .contains("  - heal.targets.inventory.resource (application.yml:9:5): is missing, and"
                                + " pool-stalled needs a PoolGauges; write resource: and the name of a pool of HikariCP"
                                + " (known: inventoryPool, ordersPool)"));
    }

    @Test
    void two_targets_that_act_on_one_pool(CapturedOutput output) {
        Apps.with(Apps.YAML + "    orders: { policy: jdbc, resource: inventoryPool }\n", Apps.TwoPools.class)
                .run(app -> {
                    assertThat(app.getBean(Heal.class).targets()).containsExactly("inventory");
                    assertThat(block(output))
                            .contains(
                                    "  - heal.targets.orders.resource = inventoryPool (application.yml:10:39): the target"
                                            + " inventory acts on the same thing (restart the pool inventoryPool); let one target own"
                                            + " it, and put what the other needs into the detectors of that one");
                });
    }

    @Test
    void an_unknown_circuit_breaker(CapturedOutput output) {
        Apps.with(
                        Apps.YAML.replace("resource:", "circuit-breaker: stok, resource:"),
                        Apps.TwoPools.class,
                        Breakers.class)
                .run(app -> assertThat(block(output))
                        .contains(
                                "  - heal.targets.inventory.circuit-breaker = stok (application.yml:9:49): is no circuit"
                                        + " breaker of this application; did you mean stock? (known: stock); or leave it out"
                                        + " and one is made"));
    }

    @Test
    void a_target_with_a_bad_policy_is_told_of_its_unknown_beans_too(CapturedOutput output) {
        Apps.with(
                        Apps.YAML
                                .replace("oldest-borrow: 2s", "oldest-borrow: 2")
                                .replace("inventoryPool", "inventryPool"),
                        Apps.TwoPools.class)
                .run(
                        app -> assertThat(block(output))
                                .contains(
                                        "  - heal.policies.jdbc.detectors.stalled.pool-stalled.oldest-borrow = 2 (application.yml:5:51):"
                                                + " has no unit; write 2s for seconds or 2ms for milliseconds",
                                        "  - heal.targets.inventory.resource = inventryPool (application.yml:9:42): is no bean of this"
                                                + " application; did you mean inventoryPool? (known: inventoryPool, ordersPool)"));
    }

    @Test
    void a_circuit_breaker_without_a_registry(CapturedOutput output) {
        Apps.with(Apps.YAML.replace("resource:", "circuit-breaker: stock, resource:"), Apps.TwoPools.class)
                .run(app -> assertThat(block(output))
                        .contains(
                                "  - heal.targets.inventory.circuit-breaker = stock (application.yml:9:49): there is no"
                                        + " CircuitBreakerRegistry bean to find it in; add resilience4j-spring-boot4, or leave it"
                                        + " out and one is made"));
    }

    @Test
    void a_good_target_is_healed_beside_a_bad_one(CapturedOutput output) {
        Apps.with(Apps.YAML + "    orders: { policy: jdbc, resource: ordersPool, cooldown: 60 }\n", Apps.TwoPools.class)
                .run(app -> {
                    assertThat(app.getBean(Heal.class).targets()).containsExactly("inventory");
                    assertThat(block(output))
                            .last()
                            .isEqualTo("Not healed, calls pass straight through: orders. With heal.strict=true the"
                                    + " application would not have started.");
                });
    }

    @Test
    void strict_lets_nothing_wrong_start() {
        Apps.with("heal.strict: true\n" + Apps.YAML.replace(TARGET, "inventory: { policy: jdcb, mode: atc }"))
                .run(app -> assertThat(app)
                        .getFailure()
                        .isInstanceOf(HealStartException.class)
                        .hasMessage("""
                                2 problems in the configuration
                                  - heal.targets.inventory.policy = jdcb (application.yml:10:26): is no policy; did you mean jdbc? (known: jdbc)
                                  - heal.targets.inventory.mode = atc (application.yml:10:38): is none of observe, propose, act; write act"""));
    }

    @Test
    void strict_says_in_one_sentence_what_to_do() {
        Apps.with("heal.strict: true\n" + Apps.YAML.replace(TARGET, "inventory: { policy: jdcb }"))
                .run(app -> {
                    var analysis = new HealFailureAnalyzer().analyze(app.getStartupFailure());
                    assertThat(analysis.getAction())
                            .isEqualTo("Correct the lines above. With heal.strict=false the application starts all the"
                                    + " same, and the targets they concern are not healed.");
                });
    }

    @Test
    void a_target_is_healed_although_one_that_it_depends_on_is_not(CapturedOutput output) {
        Apps.with(
                        Apps.YAML.replace("inventoryPool }", "inventoryPool, depends-on: orders }")
                                + "    orders: { policy: jdbc, resource: ordrsPool }\n",
                        Apps.TwoPools.class)
                .run(app -> {
                    assertThat(app.getBean(Heal.class).targets()).containsExactly("inventory");
                    assertThat(block(output))
                            .containsExactly(
                                    "2 problems in the configuration",
                                    "  - heal.targets.inventory.depends-on = orders (application.yml:9:69): orders is not"
                                            + " healed, so inventory is healed as if it did not depend on it; mend"
                                            + " heal.targets.orders",
                                    "  - heal.targets.orders.resource = ordrsPool (application.yml:10:39): is no bean of this"
                                            + " application; did you mean ordersPool? (known: inventoryPool, ordersPool)",
                                    "Not healed, calls pass straight through: orders. With heal.strict=true the application"
                                            + " would not have started.");
                });
    }

    @Test
    void a_detector_that_no_step_answers_to_is_a_warning_and_nothing_wrong(CapturedOutput output) {
        Apps.with(
                        Apps.YAML
                                .replace("    steps:", "      errors: { failure-rate: {} }\n      steps:")
                                .replace("verify: {", "when: [stalled], verify: {"),
                        Apps.TwoPools.class)
                .run(app -> {
                    assertThat(app.getBean(Heal.class).targets()).containsExactly("inventory");
                    assertThat(output)
                            .contains(
                                    "WARN  dev.heal.Heal detector errors of policy jdbc: no step answers to it, so a human"
                                            + " is told when it is sick")
                            .doesNotContain(" in the configuration");
                });
    }

    @Test
    void the_failure_is_analysed_without_a_stack_trace() {
        var analysis = new HealFailureAnalyzer()
                .analyze(new IllegalStateException(new HealStartException("1 problem", "Write something else.")));

        assertThat(analysis.getDescription()).isEqualTo("1 problem");
        assertThat(analysis.getAction()).isEqualTo("Write something else.");
    }

    @Test
    void a_misspelt_root_is_told_although_there_is_no_target(CapturedOutput output) {
        Apps.with(Apps.YAML.replace("heal:", "heall:")).run(app -> {
            assertThat(app).hasNotFailed().doesNotHaveBean(Heal.class);
            assertThat(block(output))
                    .contains("  - heall (application.yml:1:1): is nobody's: what is written under it has no effect;"
                            + " did you mean heal?");
        });
    }

    @Test
    void a_customizer_that_fails_leaves_the_application_without_healing_but_alive(CapturedOutput output) {
        Apps.with(Apps.YAML, Apps.TwoPools.class)
                .withBean(HealCustomizer.class, () -> builder -> {
                    throw new IllegalStateException("no such thing");
                })
                .run(app -> {
                    assertThat(app).hasNotFailed();
                    assertThat(block(output))
                            .contains(
                                    "  - heal: could not be put together: IllegalStateException: no such thing; look at"
                                            + " the beans of type HealCustomizer");
                });
    }

    @Test
    void a_registry_that_nobody_would_have_made_yet_costs_the_target_that_names_it(CapturedOutput output) {
        String yaml = Apps.YAML.replace("resource: inventoryPool", "circuit-breaker: stock, resource: inventoryPool")
                + "    orders: { policy: jdbc, resource: ordersPool }\n";
        Apps.with(yaml, Apps.TwoPools.class)
                .withBean(
                        CircuitBreakerRegistry.class,
                        () -> {
                            throw new IllegalStateException("no registry today");
                        },
                        definition -> definition.setLazyInit(true))
                .run(app -> {
                    assertThat(app).hasNotFailed();
                    assertThat(app.getBean(Heal.class).targets()).containsExactly("orders");
                    assertThat(block(output))
                            .anyMatch(line -> line.contains("the CircuitBreakerRegistry cannot be made: "));
                });
    }

    @Test
    void what_breaks_while_beans_are_looked_at_does_not_end_the_start(CapturedOutput output) {
        Apps.with(Apps.YAML, Apps.TwoPools.class)
                .withBean(
                        MethodWords.class,
                        () -> new MethodWords(
                                List.of(new HealAutoConfigurationTest.OwnKind("not-of-a-method")),
                                List.of(),
                                new Findings()))
                .run(app -> {
                    assertThat(app).hasNotFailed();
                    assertThat(app.getBean(Heal.class).targets()).containsExactly("inventory");
                    assertThat(output).contains("not all beans could be looked at");
                });
    }

    /** The lines of the one block that was logged. */
    private static List<String> block(CapturedOutput output) {
        List<String> lines = output.getOut().lines().toList();
        int first = 0;
        while (!lines.get(first).contains(" in the configuration")) {
            first++;
        }
        int last = first;
        while (!lines.get(last).contains("Not healed")
                && last + 1 < lines.size()
                && lines.get(last + 1).matches("  - .*|Not healed.*")) {
            last++;
        }
        List<String> block = new ArrayList<>(lines.subList(first, last + 1));
        block.set(0, block.get(0).replaceFirst("^.*dev.heal.Heal ", ""));
        return block;
    }
}
