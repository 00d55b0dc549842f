package dev.heal.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.heal.Heal;
import dev.heal.detect.Detector;
import dev.heal.detect.DetectorKind;
import dev.heal.detect.Detectors;
import dev.heal.detect.FailureRate;
import dev.heal.guard.CallRejectedException;
import dev.heal.journal.Journal;
import dev.heal.remediation.Remediations;
import dev.heal.resource.Resources;
import dev.heal.resource.RestartablePool;
import dev.heal.spring.HealCustomizer;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@DisplayName("application.yml and the beans there are make heal")
@ExtendWith(OutputCaptureExtension.class)
class HealAutoConfigurationTest {

    @Test
    void without_a_target_there_is_no_heal(CapturedOutput output) {
        Apps.with("spring: { application: { name: shop } }").run(app -> {
            assertThat(app).hasNotFailed().doesNotHaveBean(Heal.class).doesNotHaveBean(HealLifecycle.class);
            assertThat(output).doesNotContain("ERROR").doesNotContain("WARN");
        });
    }

    @Test
    void a_target_of_application_yml_is_healed() {
        Apps.with(Apps.YAML, Apps.TwoPools.class).run(app -> {
            assertThat(app).hasNotFailed().hasSingleBean(Heal.class);
            assertThat(app.getBean(Heal.class).targets()).containsExactly("inventory");
        });
    }

    @Test
    void heal_of_the_applications_own_is_left_alone() {
        Apps.with(Apps.YAML, Apps.TwoPools.class)
                .withBean(
                        Heal.class,
                        () -> Heal.builder().journal(Journal.memory()).assemble())
                .run(app -> assertThat(app.getBean(Heal.class).targets()).isEmpty());
    }

    @Test
    void the_pool_that_a_target_names_becomes_restartable_and_no_other() {
        Apps.with(Apps.YAML, Apps.TwoPools.class).run(app -> {
            assertThat(app.getBean("inventoryPool")).isInstanceOf(RestartablePool.class);
            assertThat(app.getBean("ordersPool")).isExactlyInstanceOf(HikariDataSource.class);
        });
    }

    @Test
    void the_restartable_pool_is_closed_with_the_application() {
        AtomicReference<RestartablePool> pool = new AtomicReference<>();

        Apps.with(Apps.YAML, Apps.TwoPools.class).run(app -> pool.set((RestartablePool) app.getBean("inventoryPool")));

        assertThat(pool.get().isClosed()).isTrue();
    }

    @Test
    void no_bean_is_made_too_early_for_others_to_process_it(CapturedOutput output) {
        Apps.with(Apps.YAML, Apps.TwoPools.class)
                .run(app -> assertThat(output).doesNotContain("is not eligible for getting processed"));
    }

    @Test
    void heal_starts_last_and_ends_first() {
        Apps.with(Apps.YAML, Apps.TwoPools.class).run(app -> {
            HealLifecycle lifecycle = app.getBean(HealLifecycle.class);
            assertThat(lifecycle.getPhase()).isEqualTo(Integer.MAX_VALUE);
            assertThat(lifecycle.isRunning()).isTrue();

            app.stop();

            assertThat(lifecycle.isRunning()).isFalse();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("heal-loop-"));
        });
    }

    @Test
    void the_applications_own_circuit_breaker_is_used() {
        Apps.with(
                        Apps.YAML.replace("resource:", "circuit-breaker: stock, resource:"),
                        Apps.TwoPools.class,
                        Breakers.class)
                .run(app -> {
                    app.getBean(CircuitBreakerRegistry.class)
                            .circuitBreaker("stock")
                            .transitionToOpenState();

                    assertThatExceptionOfType(CallRejectedException.class)
                            .isThrownBy(() ->
                                    app.getBean(Heal.class).guard("inventory").enter());
                });
    }

    @Test
    void meters_are_exported_where_there_is_a_registry() {
        Apps.with(Apps.YAML, Apps.TwoPools.class)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(app -> assertThat(app.getBean(MeterRegistry.class).getMeters())
                        .extracting(meter -> meter.getId().getName())
                        .anyMatch(name -> name.startsWith("heal.")));
    }

    @Test
    void a_customizer_adds_what_yaml_cannot_say() {
        Apps.with(Apps.YAML, Apps.TwoPools.class)
                .withBean(
                        HealCustomizer.class,
                        () -> builder -> builder.target(
                                "search",
                                target -> target.detect("errors", Detectors.failureRate())
                                        .step(
                                                "reset",
                                                Remediations.resetBreaker(
                                                        target.guard().breaker()))))
                .run(app -> assertThat(app.getBean(Heal.class).targets()).containsExactly("inventory", "search"));
    }

    @Test
    void a_bean_joins_the_vocabulary() {
        Apps.with(
                        Apps.YAML.replace("pool-stalled: { oldest-borrow: 2s }", "many-errors: { above: 0.2 }"),
                        Apps.TwoPools.class)
                .withBean("manyErrors", DetectorKind.class, () -> new OwnKind("many-errors"))
                .run(app -> assertThat(app.getBean(Heal.class).targets()).containsExactly("inventory"));
    }

    @Test
    void a_bean_that_takes_a_name_of_heals_own_is_told(CapturedOutput output) {
        Apps.with(Apps.YAML, Apps.TwoPools.class)
                .withBean("slowCalls", DetectorKind.class, () -> new OwnKind("slow-calls"))
                .run(app -> assertThat(output)
                        .contains("the detector kind slow-calls (" + OwnKind.class.getName()
                                + "): has the name of another"
                                + " one, dev.heal.detect.SlowCalls$1; give it a name of its own"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Breakers {
        @Bean
        CircuitBreakerRegistry circuitBreakerRegistry() {
            CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
            registry.circuitBreaker("stock");
            return registry;
        }
    }

    record OwnKind(String name) implements DetectorKind<FailureRate> {
        @Override
        public FailureRate defaults() {
            return Detectors.failureRate();
        }

        @Override
        public Detector create(FailureRate settings, Resources resources) {
            return settings;
        }
    }
}
