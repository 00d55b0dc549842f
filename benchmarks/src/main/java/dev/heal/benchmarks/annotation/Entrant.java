package dev.heal.benchmarks.annotation;

import dev.heal.Heal;
import dev.heal.guard.BreakerState;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.consumer.CircularEventConsumer;
import io.github.resilience4j.consumer.EventConsumerRegistry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Who is measured. To add one: an application in {@link Apps}, and a line here that says how it proves what it did. */
public enum Entrant {
    BARE("bare", Apps.Bare.class, EnumSet.of(Outcome.SUCCESS, Outcome.FAILURE)),

    EMPTY("an empty interceptor", Apps.Empty.class, EnumSet.of(Outcome.SUCCESS, Outcome.FAILURE)),

    /** With the breaker that heal makes. */
    HEALED("@Healed", Apps.OfHeal.class, EnumSet.allOf(Outcome.class)) {
        @Override
        void prove(ConfigurableApplicationContext app, Outcome outcome) {
            requireCounted(app, outcome);
        }
    },

    /** Around the application's own breaker, with all that Boot attaches to it. */
    HEALED_ATTACHED("@Healed, attached to the application's breaker", Apps.OfHeal.class, EnumSet.allOf(Outcome.class)) {
        @Override
        void prove(ConfigurableApplicationContext app, Outcome outcome) {
            requireCounted(app, outcome);
            requireUsed(app, outcome);
        }
    },

    CIRCUIT_BREAKER("@CircuitBreaker", Apps.OfResilience4j.class, EnumSet.allOf(Outcome.class)) {
        @Override
        void prove(ConfigurableApplicationContext app, Outcome outcome) {
            requireUsed(app, outcome);
            requireAsBootDeploysIt(app);
        }
    },

    RETRYABLE("Spring's @Retryable", Apps.OfSpring.class, EnumSet.of(Outcome.SUCCESS));

    /** In the applications of others heal is on the class path and does nothing. */
    private static final String NO_HEAL = "dev.heal.spring.autoconfigure.HealedAutoConfiguration,"
            + "dev.heal.spring.autoconfigure.HealAutoConfiguration,"
            + "dev.heal.spring.autoconfigure.HealEndpointAutoConfiguration,"
            + "dev.heal.spring.autoconfigure.HealHealthAutoConfiguration";

    private final String title;
    private final Class<?> application;
    private final Set<Outcome> outcomes;

    Entrant(String title, Class<?> application, Set<Outcome> outcomes) {
        this.title = title;
        this.application = application;
        this.outcomes = outcomes;
    }

    public String title() {
        return title;
    }

    /** The ways that its calls can take. */
    public Set<Outcome> outcomes() {
        return outcomes;
    }

    /** Starts its application: the loop, the detectors, the meters and the event buffers are at work while calls pass. */
    ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .properties(settings())
                .run();
    }

    /**
     * Shows that what was measured is what is promised.
     *
     * @throws IllegalStateException if something else was measured
     */
    void prove(ConfigurableApplicationContext app, Outcome outcome) {
        // There is nothing to show: it counts nothing.
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("spring.main.banner-mode", "off");
        settings.put("spring.main.log-startup-info", "false");
        settings.put("spring.jmx.enabled", "false");
        // One key makes the instance, as an application makes it; the rest are defaults.
        settings.put("resilience4j.circuitbreaker.instances.stock.writable-stack-trace-enabled", "false");
        if (application != Apps.OfHeal.class) {
            settings.put("spring.autoconfigure.exclude", NO_HEAL);
            return settings;
        }
        settings.put("heal.strict", "true");
        settings.put("heal.mode", "act");
        settings.put("heal.journal", "memory");
        // What never is seen here: the detector works and the step waits, whatever way the calls take.
        settings.put("heal.targets.stock.detectors.hung.in-flight-age.above", "30s");
        settings.put("heal.targets.stock.detectors.hung.in-flight-age.calls", "5");
        settings.put("heal.targets.stock.steps.reset.do.reset-breaker", "");
        if (this == HEALED_ATTACHED) {
            settings.put("heal.targets.stock.circuit-breaker", "stock");
        }
        return settings;
    }

    final void requireCounted(ConfigurableApplicationContext app, Outcome outcome) {
        BreakerState state = app.getBean(Heal.class).guard("stock").breaker().state();
        require(state == (outcome == Outcome.REJECTED ? BreakerState.OPEN : BreakerState.CLOSED), state);
        double counted = app.getBean(MeterRegistry.class)
                .get("heal.calls")
                .tag("target", "stock")
                .tag("outcome", outcome.method())
                .functionCounter()
                .count();
        require(counted > 0, counted + " calls counted by heal as " + outcome);
    }

    final void requireUsed(ConfigurableApplicationContext app, Outcome outcome) {
        CircuitBreaker breaker = app.getBean(CircuitBreakerRegistry.class).circuitBreaker("stock");
        CircuitBreaker.State expected =
                outcome == Outcome.REJECTED ? CircuitBreaker.State.OPEN : CircuitBreaker.State.CLOSED;
        require(breaker.getState() == expected, breaker.getState());
        long seen = switch (outcome) {
            case SUCCESS -> breaker.getMetrics().getNumberOfSuccessfulCalls();
            case FAILURE -> breaker.getMetrics().getNumberOfFailedCalls();
            case REJECTED -> breaker.getMetrics().getNumberOfNotPermittedCalls();
        };
        require(seen > 0, seen + " calls seen by the circuit breaker as " + outcome);
    }

    final void requireAsBootDeploysIt(ConfigurableApplicationContext app) {
        @SuppressWarnings("unchecked")
        EventConsumerRegistry<CircuitBreakerEvent> buffers =
                app.getBean("eventConsumerRegistry", EventConsumerRegistry.class);
        CircularEventConsumer<CircuitBreakerEvent> buffer = buffers.getEventConsumer("stock");
        require(buffer != null && !buffer.getBufferedEvents().isEmpty(), "no events in the buffer");
        double metered = app.getBean(MeterRegistry.class).getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("resilience4j.circuitbreaker."))
                .mapToDouble(Entrant::count)
                .sum();
        require(metered > 0, "no meter of the circuit breaker has counted");
    }

    private static double count(Meter meter) {
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .filter(measured -> measured.getStatistic() == Statistic.COUNT)
                .mapToDouble(measured -> measured.getValue())
                .sum();
    }

    /** @throws IllegalStateException with {@code found}, unless {@code kept} */
    final void require(boolean kept, Object found) {
        if (!kept) {
            throw new IllegalStateException(title + ": what was measured was something else: found " + found);
        }
    }
}
