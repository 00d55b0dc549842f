package dev.heal.spring.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.Heal;
import dev.heal.guard.DrivenBreaker;
import dev.heal.spring.autoconfigure.Apps;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.consumer.EventConsumerRegistry;
import io.github.resilience4j.core.registry.EntryAddedEvent;
import io.github.resilience4j.core.registry.EntryRemovedEvent;
import io.github.resilience4j.core.registry.EntryReplacedEvent;
import io.github.resilience4j.core.registry.RegistryEventConsumer;
import io.github.resilience4j.springboot.circuitbreaker.monitoring.endpoint.CircuitBreakerEndpoint;
import io.github.resilience4j.springboot.circuitbreaker.monitoring.health.CircuitBreakersHealthIndicator;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@DisplayName("A circuit breaker of the application's own that is driven shows everybody its real numbers")
class DrivenBreakersTest {

    private static final String WITHOUT = """
            resilience4j.circuitbreaker.instances:
              stock: { sliding-window-size: 10, minimum-number-of-calls: 4, register-health-indicator: true }
            management.health.circuitbreakers.enabled: true
            """;

    private static final String RECORDED = WITHOUT + """
            heal:
              targets:
                stock:
                  circuit-breaker: stock
                  detectors: { errors: { failure-rate: {} } }
                  steps: { reset: { do: { reset-breaker: {} } } }
            """;

    private static final String DRIVEN = RECORDED + "      driven: true\n";

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
        Watching watching() {
            return new Watching();
        }
    }

    /** An application's own, which knows only of breakers that are added. */
    static class Watching implements RegistryEventConsumer<CircuitBreaker> {

        final List<String> heard = new ArrayList<>();

        @Override
        public void onEntryAddedEvent(EntryAddedEvent<CircuitBreaker> added) {
            added.getAddedEntry()
                    .getEventPublisher()
                    .onError(event -> heard.add("error"))
                    .onStateTransition(
                            event -> heard.add(event.getStateTransition().name()));
        }

        @Override
        public void onEntryRemovedEvent(EntryRemovedEvent<CircuitBreaker> removed) {
            // Not of interest.
        }

        @Override
        public void onEntryReplacedEvent(EntryReplacedEvent<CircuitBreaker> replaced) {
            // Not of interest.
        }
    }

    static class Stock {

        @io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker(name = "stock")
        public String find(boolean there) throws IOException {
            if (!there) {
                throw new IOException("down");
            }
            return "found";
        }

        @io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker(name = "stock")
        public CompletableFuture<String> later(CompletableFuture<String> answer) {
            return answer;
        }
    }

    private static ApplicationContextRunner app(String yaml) {
        return Apps.with(yaml, App.class);
    }

    @Test
    void calls_of_an_annotated_method_are_counted_once_and_recorded_once() {
        app(DRIVEN).run(app -> {
            assertThat(breaker(app)).isInstanceOf(DrivenBreaker.class);
            app.getBean(Stock.class).find(true);
            app.getBean(Heal.class).guard("stock").run(() -> {});
            fail(app);

            assertThat(breaker(app).getMetrics().getNumberOfBufferedCalls()).isEqualTo(3);
            assertThat(breaker(app).getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
            assertThat(calls(app, "success")).isEqualTo(2);
            assertThat(calls(app, "failure")).isEqualTo(1);
        });
    }

    @Test
    void an_answer_that_comes_later_is_in_flight_until_then() {
        app(DRIVEN).run(app -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            CompletableFuture<String> asked = app.getBean(Stock.class).later(answer);
            assertThat(gauge(app, "heal.in.flight", "target", "stock")).isEqualTo(1);

            answer.complete("found");

            assertThat(asked.join()).isEqualTo("found");
            assertThat(gauge(app, "heal.in.flight", "target", "stock")).isZero();
            assertThat(breaker(app).getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
        });
    }

    @Test
    void meters_endpoint_and_health_show_what_they_show_without_heal() {
        List<List<String>> shown = new ArrayList<>();
        for (String yaml : List.of(WITHOUT, DRIVEN)) {
            app(yaml).run(app -> {
                List<String> said = new ArrayList<>();
                app.getBean(Stock.class).find(true);
                app.getBean(Stock.class).find(true);
                fail(app);
                said.addAll(shown(app));
                // when it trips
                fail(app);
                assertThatThrownBy(() -> app.getBean(Stock.class).find(true))
                        .isInstanceOf(CallNotPermittedException.class);
                said.addAll(shown(app));
                shown.add(said);
            });
        }

        assertThat(shown.get(1))
                .isEqualTo(shown.get(0))
                .anyMatch(line -> line.contains("breaker.calls[tag(kind=successful), tag(name=stock)]2"))
                .anyMatch(line -> line.contains("failure.rate[tag(name=stock)]50.0"))
                .anyMatch(line -> line.contains("CIRCUIT_OPEN"));
    }

    @Test
    void who_asks_for_everything_as_the_event_buffer_does_hears_all_but_successes() {
        app(DRIVEN).run(app -> {
            app.getBean(Stock.class).find(true);
            app.getBean(Stock.class).find(true);
            fail(app);
            fail(app);

            assertThat(buffered(app))
                    .extracting(event -> event.getEventType().name())
                    .containsExactly("ERROR", "ERROR", "FAILURE_RATE_EXCEEDED", "STATE_TRANSITION");
        });
    }

    @Test
    void who_got_hold_of_the_breaker_within_hears_its_failures_and_transitions() {
        app(DRIVEN).run(app -> {
            app.getBean(Stock.class).find(true);
            app.getBean(Stock.class).find(true);
            fail(app);
            fail(app);

            assertThat(app.getBean(Watching.class).heard).containsExactly("error", "error", "CLOSED_TO_OPEN");
        });
    }

    @Test
    void a_breaker_that_takes_anothers_place_is_driven_too() {
        app(DRIVEN).run(app -> {
            CircuitBreaker after = CircuitBreaker.ofDefaults("stock");
            registry(app).replace("stock", after);

            app.getBean(Stock.class).find(true);
            app.getBean(Heal.class).guard("stock").run(() -> {});

            assertThat(breaker(app))
                    .isInstanceOfSatisfying(
                            DrivenBreaker.class,
                            driven -> assertThat(driven.isAround(after)).isTrue());
            assertThat(breaker(app).getMetrics().getNumberOfBufferedCalls()).isEqualTo(2);
            assertThat(after.getMetrics().getNumberOfBufferedCalls()).isZero();
            assertThat(calls(app, "success")).isEqualTo(2);
        });
    }

    @Test
    void one_that_is_taken_away_and_made_again_when_it_is_first_used_is_driven_too() {
        app(DRIVEN).run(app -> {
            registry(app).remove("stock");

            app.getBean(Stock.class).find(true);

            assertThat(breaker(app)).isInstanceOf(DrivenBreaker.class);
            assertThat(gauge(app, "resilience4j.circuitbreaker.buffered.calls", "kind", "successful"))
                    .isEqualTo(1);
            assertThat(calls(app, "success")).isEqualTo(1);
        });
    }

    @Test
    void where_nobody_asks_for_it_a_breaker_is_recorded_and_not_driven() {
        app(RECORDED).run(app -> assertThat(breaker(app)).isNotInstanceOf(DrivenBreaker.class));
    }

    @Test
    void an_open_one_lets_trial_calls_in_and_closes_again() {
        app(DRIVEN).run(app -> {
            for (int i = 0; i < 4; i++) {
                fail(app);
            }
            assertThat(breaker(app).getState()).isEqualTo(State.OPEN);
            app.getBean(Heal.class).guard("stock").breaker().tryAgain();

            for (int i = 0; i < 4; i++) {
                app.getBean(Stock.class).find(true);
            }

            assertThat(breaker(app).getState()).isEqualTo(State.CLOSED);
            assertThat(breaker(app).getMetrics().getNumberOfBufferedCalls()).isZero();
            fail(app);
            assertThat(breaker(app).getState()).as("old failures are forgotten").isEqualTo(State.CLOSED);
        });
    }

    private static List<String> shown(ApplicationContext app) {
        Stream<String> meters = app.getBean(MeterRegistry.class).getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("resilience4j.circuitbreaker"))
                .map(DrivenBreakersTest::words);
        String health = app.getBean(CircuitBreakersHealthIndicator.class)
                .health()
                .getDetails()
                .toString();
        var endpoint = new CircuitBreakerEndpoint(registry(app))
                .getAllCircuitBreakers()
                .getCircuitBreakers()
                .get("stock");
        return Stream.concat(
                        meters,
                        Stream.of(
                                health,
                                endpoint.getState() + " " + endpoint.getFailureRate() + " "
                                        + endpoint.getBufferedCalls() + " " + endpoint.getNotPermittedCalls()))
                .sorted()
                .toList();
    }

    private static String words(Meter meter) {
        String value = meter instanceof Timer timer
                ? String.valueOf(timer.count())
                : String.valueOf(meter.measure().iterator().next().getValue());
        return meter.getId().getName() + meter.getId().getTags() + value;
    }

    private static List<CircuitBreakerEvent> buffered(ApplicationContext app) {
        @SuppressWarnings("unchecked")
        EventConsumerRegistry<CircuitBreakerEvent> buffers =
                (EventConsumerRegistry<CircuitBreakerEvent>) app.getBean("eventConsumerRegistry");
        return buffers.getEventConsumer("stock").getBufferedEvents();
    }

    private static void fail(ApplicationContext app) {
        assertThatThrownBy(() -> app.getBean(Stock.class).find(false)).isInstanceOf(IOException.class);
    }

    private static CircuitBreakerRegistry registry(ApplicationContext app) {
        return app.getBean(CircuitBreakerRegistry.class);
    }

    private static CircuitBreaker breaker(ApplicationContext app) {
        return registry(app).circuitBreaker("stock");
    }

    private static double calls(ApplicationContext app, String outcome) {
        return app.getBean(MeterRegistry.class)
                .get("heal.calls")
                .tags("target", "stock", "outcome", outcome)
                .functionCounter()
                .count();
    }

    private static double gauge(ApplicationContext app, String name, String tag, String value) {
        return app.getBean(MeterRegistry.class)
                .get(name)
                .tags(tag, value)
                .gauge()
                .value();
    }
}
