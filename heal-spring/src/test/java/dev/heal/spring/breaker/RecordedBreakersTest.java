package dev.heal.spring.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.Heal;
import dev.heal.guard.BreakerState;
import dev.heal.guard.CallRejectedException;
import dev.heal.guard.RecordedBreaker;
import dev.heal.guard.Recorder;
import dev.heal.spring.Healed;
import dev.heal.spring.autoconfigure.Apps;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.internal.InMemoryCircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.springboot.circuitbreaker.monitoring.endpoint.CircuitBreakerEndpoint;
import io.github.resilience4j.springboot.circuitbreaker.monitoring.health.CircuitBreakersHealthIndicator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

@DisplayName("Calls through the application's own circuit breakers are recorded for the target that names them")
@ExtendWith(OutputCaptureExtension.class)
class RecordedBreakersTest {

    @BeforeEach
    void nothingIsMadeYet() {
        OrderedBeans.MADE.clear();
    }

    private static final String YAML = """
            resilience4j.circuitbreaker.instances:
              stock: { sliding-window-size: 100 }
              other: { sliding-window-size: 100 }
            heal:
              targets:
                stock:
                  circuit-breaker: stock
                  detectors: { errors: { failure-rate: {} } }
                  steps: { reset: { do: { reset-breaker: {} } } }
            """;

    private static final String SAID = "calls through the circuit breaker stock are recorded for the target stock"
            + " (@CircuitBreaker needs no change)";

    /** Resilience4j as its starter sets it up, with actuator and meters. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(excludeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
    static class App {
        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Stock stockService() {
            return new Stock();
        }

        @Bean
        Holder holder(CircuitBreakerRegistry registry) {
            return new Holder(registry.circuitBreaker("stock"));
        }
    }

    record Holder(io.github.resilience4j.circuitbreaker.CircuitBreaker breaker) {}

    static class Stock {

        @CircuitBreaker(name = "stock")
        public String find(boolean there) throws IOException {
            if (!there) {
                throw new IOException("down");
            }
            return "found";
        }

        @CircuitBreaker(name = "stock")
        public CompletableFuture<String> later(CompletableFuture<String> answer) {
            return answer;
        }

        @CircuitBreaker(name = "other")
        public String elsewhere() {
            return "found";
        }

        @Healed(name = "stock", fallbackMethod = "cached")
        @CircuitBreaker(name = "stock")
        public String twice(boolean there) throws IOException {
            return find(there);
        }

        private String cached(boolean there, Exception failure) {
            return "cached";
        }

        @Healed(name = "stock")
        @CircuitBreaker(name = "other")
        public String twoBreakers() {
            return "found";
        }

        @Healed(name = "stock")
        public String guarded() {
            return "found";
        }
    }

    @CircuitBreaker(name = "stock")
    static class AnnotatedType {
        @Healed(name = "stock")
        public String find() {
            return "found";
        }
    }

    private static ApplicationContextRunner app() {
        return app(YAML);
    }

    private static ApplicationContextRunner app(String yaml, Class<?>... more) {
        return Apps.with(yaml, App.class).withUserConfiguration(more);
    }

    @Test
    void a_call_of_an_annotated_method_is_recorded_once_and_counted_once(CapturedOutput output) {
        app().run(app -> {
            Stock stock = app.getBean(Stock.class);

            assertThat(stock.find(true)).isEqualTo("found");
            assertThatThrownBy(() -> stock.find(false)).isInstanceOf(IOException.class);

            assertThat(recorded(app, "success")).isEqualTo(1);
            assertThat(recorded(app, "failure")).isEqualTo(1);
            assertThat(counted(app, "stock")).isEqualTo(2);
            assertThat(output).containsOnlyOnce(SAID).doesNotContain("is not eligible for getting processed");
        });
    }

    /** Resilience4j without AspectJ: its annotations are there, and nobody heeds them. */
    @Configuration(proxyBeanMethods = false)
    static class NoAspect {
        @Bean
        static BeanFactoryPostProcessor withoutTheAspect() {
            return beans -> ((BeanDefinitionRegistry) beans).removeBeanDefinition("circuitBreakerAspect");
        }
    }

    @Test
    void where_nobody_heeds_the_annotation_the_log_does_not_promise_it(CapturedOutput output) {
        app(YAML, NoAspect.class).run(app -> {
            app.getBean(Stock.class).find(true);

            assertThat(recorded(app, "success")).isZero();
            assertThat(output)
                    .doesNotContain(SAID)
                    .contains(
                            "are recorded for the target stock (those of code; @CircuitBreaker has no effect here, for"
                                    + " Resilience4j's aspect is not there: it needs spring-boot-starter-aspectj)");
        });
    }

    @Test
    void a_call_that_is_kept_out_is_recorded_as_that() {
        app().run(app -> {
            registry(app).circuitBreaker("stock").transitionToOpenState();

            assertThatExceptionOfType(CallNotPermittedException.class)
                    .isThrownBy(() -> app.getBean(Stock.class).find(true));

            assertThat(recorded(app, "rejected")).isEqualTo(1);
            assertThat(app.getBean(Heal.class).guard("stock").breaker().state()).isEqualTo(BreakerState.OPEN);
        });
    }

    @Test
    void a_breaker_that_a_bean_holds_since_it_was_made_is_recorded() {
        app().run(app -> {
            app.getBean(Holder.class).breaker().executeRunnable(() -> {});

            assertThat(recorded(app, "success")).isEqualTo(1);
            assertThat(counted(app, "stock")).isEqualTo(1);
        });
    }

    @Test
    void an_answer_that_comes_later_is_in_flight_until_then() {
        app().run(app -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            CompletableFuture<String> later = app.getBean(Stock.class).later(answer);
            assertThat(inFlight(app)).isEqualTo(1);

            answer.complete("found");

            assertThat(later).isCompletedWithValue("found");
            assertThat(inFlight(app)).isZero();
            assertThat(recorded(app, "success")).isEqualTo(1);
        });
    }

    @Test
    void a_breaker_that_no_target_names_is_left_alone() {
        app().run(app -> {
            app.getBean(Stock.class).elsewhere();

            assertThat(recorded(app, "success")).isZero();
            assertThat(counted(app, "other")).isEqualTo(1);
            assertThat(registry(app).circuitBreaker("other")).isNotInstanceOf(RecordedBreaker.class);
        });
    }

    @Test
    void a_method_with_both_annotations_is_recorded_once_and_counted_once() {
        app(YAML).run(app -> {
            assertThat(app.getBean(Stock.class).twice(true)).isEqualTo("found");

            assertThat(recorded(app, "success")).isEqualTo(1);
            assertThat(counted(app, "stock")).isEqualTo(1);

            assertThat(app.getBean(Stock.class).twice(false))
                    .as("the fallback holds")
                    .isEqualTo("cached");
            assertThat(recorded(app, "failure")).isEqualTo(1);
            assertThat(counted(app, "stock")).isEqualTo(2);
        });
    }

    @Test
    void so_is_a_method_whose_type_carries_the_other_annotation() {
        app().withBean(AnnotatedType.class).run(app -> {
            app.getBean(AnnotatedType.class).find();

            assertThat(recorded(app, "success")).isEqualTo(1);
            assertThat(counted(app, "stock")).isEqualTo(1);
        });
    }

    @Test
    void a_method_with_another_breaker_of_its_own_passes_the_guard_as_well() {
        app().run(app -> {
            app.getBean(Stock.class).twoBreakers();

            assertThat(recorded(app, "success")).isEqualTo(1);
            assertThat(counted(app, "stock")).isEqualTo(1);
            assertThat(counted(app, "other")).isEqualTo(1);
        });
    }

    @Test
    void where_nobody_heeds_resilience4js_annotation_the_guard_counts() {
        app().withPropertyValues("spring.autoconfigure.exclude="
                        + "io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration,"
                        + "io.github.resilience4j.springboot.circuitbreaker.autoconfigure"
                        + ".CircuitBreakerMetricsAutoConfiguration")
                .withBean(CircuitBreakerRegistry.class, RecordedBreakersTest::withStock)
                .run(app -> {
                    app.getBean(Stock.class).twice(true);

                    assertThat(recorded(app, "success")).isEqualTo(1);
                    assertThat(counted(app, "stock")).isEqualTo(1);
                });
    }

    @Test
    void calls_through_the_guard_are_recorded_once_and_counted_once() {
        app().run(app -> {
            app.getBean(Stock.class).guarded();

            assertThat(recorded(app, "success")).isEqualTo(1);
            assertThat(counted(app, "stock")).isEqualTo(1);
        });
    }

    @Test
    void a_breaker_that_takes_anothers_place_is_followed() {
        app().run(app -> {
            var before = registry(app).circuitBreaker("stock");
            var after = io.github.resilience4j.circuitbreaker.CircuitBreaker.ofDefaults("stock");

            assertThat(registry(app).replace("stock", after)).containsSame(before);
            after.transitionToOpenState();
            assertThatExceptionOfType(CallRejectedException.class)
                    .as("the guard stands around the new one at once")
                    .isThrownBy(() -> app.getBean(Heal.class).guard("stock").enter());

            after.transitionToClosedState();
            app.getBean(Stock.class).find(true);
            assertThat(recorded(app, "success")).isEqualTo(1);
            assertThat(after.getMetrics().getNumberOfBufferedCalls()).isEqualTo(1);
        });
    }

    @Test
    void a_breaker_that_is_taken_away_and_made_again_when_it_is_first_used_is_followed() {
        app().run(app -> {
            var before = registry(app).circuitBreaker("stock");

            assertThat(registry(app).remove("stock")).containsSame(before);
            assertThat(registry(app).find("stock")).isEmpty();
            app.getBean(Stock.class).find(true);

            assertThat(registry(app).circuitBreaker("stock")).isNotSameAs(before);
            assertThat(recorded(app, "success")).isEqualTo(1);
            registry(app).circuitBreaker("stock").transitionToForcedOpenState();
            assertThat(app.getBean(Heal.class).guard("stock").breaker().state()).isEqualTo(BreakerState.FORCED_OPEN);
        });
    }

    @Test
    void whoever_asks_late_for_a_breaker_that_was_replaced_meanwhile_does_not_bring_it_back() {
        List<io.github.resilience4j.circuitbreaker.CircuitBreaker> answers = new ArrayList<>();
        CircuitBreakerRegistry within = withStock();
        Recorder recorder = new Recorder();
        CircuitBreakerRegistry slow = (CircuitBreakerRegistry) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CircuitBreakerRegistry.class}, (proxy, method, args) -> {
                    Object answer = method.invoke(within, args);
                    return method.getName().equals("circuitBreaker") && !answers.isEmpty() ? answers.remove(0) : answer;
                });
        CircuitBreakerRegistry registry = new RecordingRegistry(slow, Map.of("stock", recorder));
        var old = RecordedBreaker.original(registry.circuitBreaker("stock"));
        var latest = io.github.resilience4j.circuitbreaker.CircuitBreaker.ofDefaults("stock");
        registry.replace("stock", latest);

        answers.add(old);
        assertThat(RecordedBreaker.original(registry.circuitBreaker("stock"))).isSameAs(old);
        latest.transitionToForcedOpenState();

        assertThat(recorder.breaker().orElseThrow().state()).isEqualTo(BreakerState.FORCED_OPEN);
        assertThat(RecordedBreaker.original(registry.circuitBreaker("stock"))).isSameAs(latest);
    }

    @Test
    void the_same_breaker_is_always_the_same_object() {
        app().run(app -> {
            var breaker = registry(app).circuitBreaker("stock");

            assertThat(registry(app).find("stock")).containsSame(breaker);
            assertThat(registry(app).getAllCircuitBreakers()).hasSize(2).anyMatch(each -> each == breaker);
            assertThat(registry(app).circuitBreaker("stock", "default")).isSameAs(breaker);
            assertThat(registry(app).replace("stock", breaker)).containsSame(breaker);
            app.getBean(Stock.class).find(true);
            assertThat(recorded(app, "success")).isEqualTo(1);
        });
    }

    @Test
    void a_registry_that_takes_anothers_place_is_followed() {
        Refreshed scope = new Refreshed();
        app().withInitializer(app -> app.getBeanFactory().registerScope("refreshed", scope))
                .withUserConfiguration(RefreshedRegistry.class)
                .run(app -> {
                    app.getBean(Stock.class).find(true);
                    var before = registry(app).circuitBreaker("stock");
                    scope.refresh();

                    app.getBean(Stock.class).find(true);

                    assertThat(registry(app).circuitBreaker("stock")).isNotSameAs(before);
                    assertThat(counted(app, "stock")).isEqualTo(1);
                    assertThat(recorded(app, "success")).isEqualTo(2);
                    registry(app).circuitBreaker("stock").transitionToForcedOpenState();
                    assertThat(app.getBean(Heal.class).guard("stock").breaker().state())
                            .isEqualTo(BreakerState.FORCED_OPEN);
                });
    }

    @Test
    void resilience4js_meters_and_endpoint_show_what_they_show_without_heal() {
        String without = YAML.substring(0, YAML.indexOf("heal:"));
        List<List<String>> shown = new ArrayList<>();
        for (String yaml : List.of(without, YAML)) {
            app(yaml).run(app -> {
                Stock stock = app.getBean(Stock.class);
                stock.find(true);
                stock.find(true);
                assertThatThrownBy(() -> stock.find(false)).isInstanceOf(IOException.class);
                shown.add(Stream.concat(
                                app.getBean(MeterRegistry.class).getMeters().stream()
                                        .filter(meter ->
                                                meter.getId().getName().startsWith("resilience4j.circuitbreaker"))
                                        .map(meter -> meter.getId().getName()
                                                + meter.getId().getTags()
                                                + (meter instanceof Timer timer
                                                        ? timer.count()
                                                        : meter.measure()
                                                                .iterator()
                                                                .next()
                                                                .getValue())),
                                Stream.of(new CircuitBreakerEndpoint(registry(app))
                                        .getAllCircuitBreakers()
                                        .getCircuitBreakers()
                                        .get("stock")
                                        .getBufferedCalls()))
                        .map(String::valueOf)
                        .sorted()
                        .toList());
            });
        }

        assertThat(shown.get(1))
                .isEqualTo(shown.get(0))
                .isNotEmpty()
                .anyMatch(line -> line.contains("breaker.calls[tag(kind=successful), tag(name=stock)]2"));
    }

    @Test
    void meters_that_somebody_binds_by_hand_show_real_numbers() {
        app().run(app -> {
            MeterRegistry own = new SimpleMeterRegistry();
            TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry(app)).bindTo(own);

            app.getBean(Stock.class).find(true);

            assertThat(own.get("resilience4j.circuitbreaker.buffered.calls")
                            .tags("name", "stock", "kind", "successful")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(own.get("resilience4j.circuitbreaker.calls")
                            .tags("name", "stock", "kind", "successful")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void resilience4js_health_indicator_sees_the_breaker() {
        app(YAML.replace("sliding-window-size: 100", "sliding-window-size: 100, register-health-indicator: true"))
                .withPropertyValues("management.health.circuitbreakers.enabled=true")
                .run(app -> {
                    registry(app).circuitBreaker("stock").transitionToOpenState();

                    assertThat(app.getBean(CircuitBreakersHealthIndicator.class)
                                    .health()
                                    .getDetails())
                            .extractingByKey("stock")
                            .asString()
                            .contains("CIRCUIT_OPEN");
                });
    }

    @Test
    void for_a_target_that_is_switched_off_calls_just_pass(CapturedOutput output) {
        app(YAML + "      cooldown: 60\n").run(app -> {
            app.getBean(Stock.class).find(true);
            app.getBean(Stock.class).twice(true);

            assertThat(counted(app, "stock")).isEqualTo(2);
            assertThat(app.getBean(Heal.class).targets()).isEmpty();
            assertThat(heals(app)).isEmpty();
            assertThat(output).contains("1 problem in the configuration").doesNotContain(SAID);
        });
    }

    @Test
    void the_second_target_that_names_a_breaker_is_told(CapturedOutput output) {
        app(YAML + """
                    orders:
                      circuit-breaker: stock
                      detectors: { errors: { failure-rate: {} } }
                      steps: { reset: { do: { reset-breaker: {} } } }
                """).run(app -> {
            assertThat(app.getBean(Heal.class).targets()).containsExactly("stock");
            assertThat(output)
                    .contains("1 problem in the configuration\n  - heal.targets.orders.circuit-breaker = stock"
                            + " (application.yml:11:24): the target stock names the same circuit breaker, and its"
                            + " calls are recorded there; let one target own it, and put what the other needs into"
                            + " the detectors of that one");
            app.getBean(Stock.class).find(true);
            assertThat(recorded(app, "success")).isEqualTo(1);
        });
    }

    @Test
    void a_registry_that_is_declared_more_closely_is_left_alone_and_told(CapturedOutput output) {
        app(YAML, ClosedRegistry.class).run(app -> {
            assertThat(app).hasNotFailed();
            app.getBean(Stock.class).find(true);
            app.getBean(Stock.class).twice(true);

            assertThat(counted(app, "stock")).isEqualTo(3);
            assertThat(recorded(app, "success")).as("by the guard alone").isEqualTo(1);
            assertThat(output)
                    .doesNotContain(SAID)
                    .contains("calls through the circuit breakers of the bean circuitBreakerRegistry are not recorded,"
                            + " because it is declared as " + InMemoryCircuitBreakerRegistry.class.getName()
                            + ": declare it as CircuitBreakerRegistry");
        });
    }

    @Test
    void without_a_target_that_names_a_breaker_the_registry_is_the_applications_own() {
        app(YAML.replace("circuit-breaker: stock", "mode: observe"))
                .run(app -> assertThat(registry(app)).isExactlyInstanceOf(InMemoryCircuitBreakerRegistry.class));
    }

    @Test
    void the_registry_is_made_no_earlier_than_without_heal() {
        app(YAML, OrderedBeans.class).run(app -> assertThat(OrderedBeans.MADE).containsExactly("earlier", "registry"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OrderedBeans {
        static final List<String> MADE = new ArrayList<>();

        @Bean
        static BeanPostProcessor witness() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessBeforeInitialization(Object bean, String name) {
                    if (bean instanceof CircuitBreakerRegistry) {
                        MADE.add("registry");
                    } else if (name.equals("meters")) {
                        MADE.add("earlier");
                    }
                    return bean;
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ClosedRegistry {
        @Bean
        InMemoryCircuitBreakerRegistry circuitBreakerRegistry() {
            InMemoryCircuitBreakerRegistry registry = new InMemoryCircuitBreakerRegistry();
            registry.circuitBreaker("stock");
            return registry;
        }

        @Bean
        String needsTheClass(InMemoryCircuitBreakerRegistry registry) {
            return registry.toString();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class RefreshedRegistry {
        @Bean
        @Scope(value = "refreshed", proxyMode = ScopedProxyMode.INTERFACES)
        CircuitBreakerRegistry circuitBreakerRegistry() {
            return withStock();
        }
    }

    /** As Spring Cloud's: what is in it is made anew after a refresh. */
    private static final class Refreshed implements org.springframework.beans.factory.config.Scope {
        private final Map<String, Object> beans = new ConcurrentHashMap<>();

        void refresh() {
            beans.clear();
        }

        @Override
        public Object get(String name, ObjectFactory<?> factory) {
            Object known = beans.get(name);
            if (known == null) {
                known = factory.getObject();
                beans.put(name, known);
            }
            return known;
        }

        @Override
        public Object remove(String name) {
            return beans.remove(name);
        }

        @Override
        public void registerDestructionCallback(String name, Runnable callback) {}
    }

    private static CircuitBreakerRegistry withStock() {
        CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
        registry.circuitBreaker("stock");
        return registry;
    }

    private static CircuitBreakerRegistry registry(ApplicationContext app) {
        return app.getBean(CircuitBreakerRegistry.class);
    }

    private static int counted(ApplicationContext app, String breaker) {
        return registry(app).circuitBreaker(breaker).getMetrics().getNumberOfBufferedCalls();
    }

    private static double recorded(ApplicationContext app, String outcome) {
        return app.getBean(MeterRegistry.class)
                .get("heal.calls")
                .tags("target", "stock", "outcome", outcome)
                .functionCounter()
                .count();
    }

    private static double inFlight(ApplicationContext app) {
        return app.getBean(MeterRegistry.class)
                .get("heal.in.flight")
                .tags("target", "stock")
                .gauge()
                .value();
    }

    private static Collection<?> heals(ApplicationContext app) {
        return app.getBean(MeterRegistry.class).find("heal.calls").meters();
    }
}
