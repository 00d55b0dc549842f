package dev.heal.remediation;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.admission.Priority;
import dev.heal.guard.Breaker;
import dev.heal.guard.BreakerState;
import dev.heal.guard.Guard;
import dev.heal.resource.Readiness;
import dev.heal.resource.Resources;
import dev.heal.resource.Restartable;
import dev.heal.signal.Gauge;
import dev.heal.signal.SlicedWindow;
import dev.heal.time.ManualClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RemediationsTest {

    private final ManualClock clock = new ManualClock();
    private final List<String> notes = new ArrayList<>();
    private final RemediationContext context =
            new RemediationContext("inventory", "inventory-1", ofSeconds(20).toNanos(), clock::nanos, notes::add);
    private final FakePool pool = new FakePool();
    private final RestartPool restart = Remediations.restartPool(pool);
    private final CircuitBreaker circuit = CircuitBreaker.ofDefaults("inventory");
    private final ResetBreaker reset = Remediations.resetBreaker(Breaker.attached(circuit));

    @Test
    void aPoolIsRestartedWithinTheTimeThatIsLeft() throws Exception {
        clock.advance(ofSeconds(6));

        Undo undo = restart.apply(context);

        assertThat(pool.heard).containsExactly("restart within PT14S");
        assertThat(notes).containsExactly("4 hung connections freed, password=[hidden]");
        assertThat(undo).isSameAs(Undo.NOTHING);
    }

    @Test
    void aPoolIsLookedAtBeforeItIsTouched() {
        pool.readiness = Readiness.notReady("the database does not answer");

        assertThat(restart.ready(context)).isEqualTo(Readiness.notReady("the database does not answer"));
        assertThat(pool.heard).containsExactly("check within PT20S");
    }

    @Test
    void aPoolThatCannotBeRestartedSaysWhy() {
        pool.failure = new IllegalStateException("no connection within 5s; the old pool stays");

        assertThatThrownBy(() -> restart.apply(context)).isSameAs(pool.failure);
    }

    @Test
    void restartingAPoolIsRestorativeAndActsOnThatPool() {
        assertThat(restart.risk()).isEqualTo(Risk.RESTORATIVE);
        assertThat(restart.actsOn()).isSameAs(pool);
        assertThat(restart.plan()).isEqualTo("restart the pool orders");
        assertThat(restart.name()).isEqualTo("restart-pool");
    }

    @ParameterizedTest
    @EnumSource(
            value = CircuitBreaker.State.class,
            names = {"OPEN", "HALF_OPEN"})
    void aBreakerThatKeepsCallsOutLetsTrialCallsIn(CircuitBreaker.State state) {
        bring(state);
        assertThat(reset.ready(context)).isEqualTo(Readiness.ready());

        Undo undo = reset.apply(context);

        assertThat(circuit.getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
        assertThat(circuit.tryAcquirePermission()).as("trial call").isTrue();
        assertThat(notes).containsExactly("the circuit breaker went from " + state + " to HALF_OPEN");
        assertThat(undo).isSameAs(Undo.NOTHING);
    }

    @Test
    void aHalfOpenBreakerWhoseTrialCallsWereLostGetsNewOnes() {
        bring(CircuitBreaker.State.HALF_OPEN);
        while (circuit.tryAcquirePermission()) {
            // Each takes a permit and never comes back.
        }

        reset.apply(context);

        assertThat(circuit.tryAcquirePermission()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSED, the circuit breaker is CLOSED",
        "DISABLED, the circuit breaker is DISABLED",
        "METRICS_ONLY, the circuit breaker is METRICS_ONLY",
        "FORCED_OPEN, somebody has forced the circuit breaker open",
    })
    void aBreakerThatIsNotStuckIsLeftAlone(CircuitBreaker.State state, String reason) {
        bring(state);

        assertThat(reset.ready(context)).isEqualTo(Readiness.notReady(reason));
    }

    @Test
    void resettingABreakerIsRestorativeAndActsOnThatBreaker() {
        Breaker breaker = Breaker.attached(circuit);
        Guard guard = new Guard("inventory", breaker, new SlicedWindow(ofSeconds(1), 0), clock);

        Remediation made = ResetBreaker.KIND.create(new NoSettings(), guard, Resources.NONE);

        assertThat(made.actsOn()).isSameAs(breaker);
        assertThat(made.risk()).isEqualTo(Risk.RESTORATIVE);
        assertThat(made.plan()).isEqualTo("let trial calls through the circuit breaker inventory");
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void theWordsAreThoseOfTheYamlAndAPoolIsNeededToRestartOne() {
        Guard guard = new Guard("inventory", Breaker.attached(circuit), new SlicedWindow(ofSeconds(1), 0), clock);

        assertThat(Remediations.kinds())
                .extracting(RemediationKind::name)
                .containsExactly("restart-pool", "reset-breaker", "failover-region", "shed-load", "limit-concurrency");
        assertThat(RestartPool.KIND.create(new NoSettings(), guard, Resources.of(pool)))
                .isEqualTo(restart);
        assertThatThrownBy(() -> RestartPool.KIND.create(new NoSettings(), guard, Resources.NONE))
                .isInstanceOf(Resources.MissingResourceException.class)
                .hasMessage("needs a Restartable, and the target's resource is none");
        ShedLoad.Settings misspelt = new ShedLoad.Settings(Priority.BULK, ofSeconds(60), "wbe");
        assertThatThrownBy(() -> ShedLoad.KIND.create(misspelt, guard, Resources.NONE))
                .hasMessage("needs the LoadShedder wbe, and nothing is known by name here;"
                        + " leave the name out, and have it be the target's resource");
    }

    private void bring(CircuitBreaker.State state) {
        switch (state) {
            case OPEN -> circuit.transitionToOpenState();
            case HALF_OPEN -> {
                circuit.transitionToOpenState();
                circuit.transitionToHalfOpenState();
            }
            case FORCED_OPEN -> circuit.transitionToForcedOpenState();
            case DISABLED -> circuit.transitionToDisabledState();
            case METRICS_ONLY -> circuit.transitionToMetricsOnlyState();
            case CLOSED -> {}
        }
    }

    private static final class FakePool implements Restartable {
        final List<String> heard = new ArrayList<>();
        Readiness readiness = Readiness.ready();

        @Nullable
        Exception failure;

        @Override
        public String name() {
            return "orders";
        }

        @Override
        public List<Gauge> gauges() {
            return List.of();
        }

        @Override
        public Readiness check(Duration limit) {
            heard.add("check within " + limit);
            return readiness;
        }

        @Override
        public void restart(Duration limit, Consumer<String> told) throws Exception {
            heard.add("restart within " + limit);
            if (failure != null) {
                throw failure;
            }
            told.accept("4 hung connections freed, password=c4n4ry");
        }
    }
}
