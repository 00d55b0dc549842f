package dev.heal;

import static dev.heal.detect.Detectors.failureRate;
import static dev.heal.detect.Detectors.gauge;
import static dev.heal.remediation.Remediations.limitConcurrency;
import static dev.heal.remediation.Remediations.restartPool;
import static dev.heal.remediation.Remediations.shedLoad;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.admission.Request;
import dev.heal.admission.ShedderSettings;
import dev.heal.check.InvalidConfigurationException;
import dev.heal.guard.Breaker;
import dev.heal.guard.CallRejectedException;
import dev.heal.incident.Resolution;
import dev.heal.policy.Mode;
import dev.heal.policy.Verification;
import dev.heal.resource.Readiness;
import dev.heal.resource.Restartable;
import dev.heal.signal.Gauge;
import dev.heal.time.Clock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front door: what a developer writes, and what answers when it cannot be meant. */
class HealTest {

    @TempDir
    Path directory;

    /** With a journal of its own, and ready at once. */
    private Heal.Builder healing() {
        return Heal.builder().journal(directory.resolve("heal")).warmUp(ZERO).jitter(ZERO);
    }

    private static Restartable pool(String name, Runnable onRestart) {
        return new Restartable() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Gauge> gauges() {
                return List.of();
            }

            @Override
            public Readiness check(Duration limit) {
                return Readiness.ready();
            }

            @Override
            public void restart(Duration limit, Consumer<String> notes) {
                notes.accept("4 hung connections freed");
                onRestart.run();
            }
        };
    }

    @Test
    void aTargetHealsOnRealThreads() {
        AtomicBoolean broken = new AtomicBoolean();
        Restartable pool = pool("orders", () -> broken.set(false));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Heal heal = healing()
                .tick(ofMillis(20))
                .metrics(registry)
                .target(
                        "orders",
                        target -> target.detect(
                                        "broken",
                                        gauge("broken", () -> broken.get() ? 1 : 0)
                                                .above(0.5))
                                .step(
                                        "restart",
                                        restartPool(pool),
                                        step -> step.when("broken")
                                                .verify(Verification.detectors().hold(ofMillis(100))))
                                .mode(Mode.ACT))
                .build()) {
            assertThat(heal.guard("orders").call(() -> "an order")).isEqualTo("an order");

            broken.set(true);

            await().until(() ->
                    !heal.incidents().isEmpty() && heal.incidents().get(0).resolution() == Resolution.HEALED);
            assertThat(registry.get("heal.calls")
                            .tags("target", "orders", "outcome", "success")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            await().untilAsserted(() -> assertThat(registry.get("heal.incidents")
                            .tags("target", "orders", "resolution", "healed")
                            .counter()
                            .count())
                    .isEqualTo(1));
        }
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        Restartable shared = pool("shared", () -> {});
        assertThatThrownBy(() -> healing()
                        .target(
                                "orders",
                                target -> target.detect("errors", failureRate().above(50))
                                        .step("restart", restartPool(shared), step -> step.when("erors"))
                                        .cooldown(ZERO)
                                        .budget(0, ofMinutes(10)))
                        .target(
                                "invoices",
                                target -> target.detect("errors", failureRate()).step("restart", restartPool(shared)))
                        .target("idle", target -> {})
                        .assemble())
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("""
                        7 problems
                          - targets.orders.detectors.errors.above = 50: is not a ratio; write 0.5 for 50 %
                          - targets.orders.budget.remediations = 0: must be at least 1; write 1 or more
                          - targets.orders.cooldown = 0s: must be longer than 0; write a span with its unit, such as 10s
                          - targets.orders.steps.restart.when = erors: names no detector of this policy; did you mean errors? (known: errors)
                          - targets.idle.detectors: there is none, so nothing would ever be noticed; name at least one detector
                          - targets.idle.steps: there is none, so nothing could be repaired; name at least one step
                          - targets.invoices.steps.restart = restart the pool shared: acts on the same thing as target orders; let one target own it, and put what the other needs into that one's detectors""");
    }

    @Test
    void aNameThatCannotBeShownAsItIsIsNone() {
        assertThatThrownBy(() -> healing()
                        .target(
                                "or\r\nders",
                                target -> target.detect("er\u202erors", failureRate())
                                        .step("re\u001b[31mstart", restartPool(pool("orders", () -> {}))))
                        .assemble())
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContainingAll(
                        "3 problems", "or  ders", "er rors", "re [31mstart", "letters, digits and dashes")
                .message()
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
    }

    @Test
    void anUnknownTargetIsAnsweredWithTheNearest() {
        try (Heal heal = healing()
                .target(
                        "inventory",
                        target -> target.detect("errors", failureRate())
                                .step("restart", restartPool(pool("inventory", () -> {}))))
                .assemble()) {
            assertThatThrownBy(() -> heal.guard("inventori"))
                    .hasMessage("there is no target \"inventori\"; did you mean inventory? (known: inventory)");
        }
    }

    @Test
    void targetsThatNeedEachOtherInACircleOrNobodyAreNotAccepted() {
        assertThatThrownBy(() -> healing()
                        .target("shop", target -> dependent(target).dependsOn("orders", "ordrs"))
                        .target("orders", target -> dependent(target).dependsOn("database"))
                        .target("database", target -> dependent(target).dependsOn("shop"))
                        .assemble())
                .hasMessage("""
                        2 problems
                          - targets.shop.depends-on = ordrs: is no target; did you mean orders? (known: database, orders, shop)
                          - targets.database.depends-on: goes round in a circle: database -> shop -> orders -> database; take one of them away""");
    }

    @Test
    void what_is_shed_and_how_many_calls_may_be_in_flight_is_exported() {
        LoadShedder web = LoadShedder.create("web");
        LoadShedder idle = LoadShedder.of("idle", ShedderSettings.DEFAULT, Clock.system());
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Heal heal = healing()
                .metrics(registry)
                .shedder(web)
                .target(
                        "orders",
                        target -> target.detect("errors", failureRate())
                                .step("shed", shedLoad(idle).keep(Priority.HIGH))
                                .limitConcurrency(50))
                .target("free", target -> dependent(target))
                .assemble()) {
            web.leave(web.enter(Request.of(Priority.HIGH)));

            assertThat(heal.guard("orders").concurrencyLimit()).hasValue(50);
            assertThat(registry.get("heal.in.flight.limit")
                            .tag("target", "orders")
                            .gauge()
                            .value())
                    .isEqualTo(50);
            assertThat(registry.get("heal.in.flight.limit")
                            .tag("target", "free")
                            .gauge()
                            .value())
                    .isNaN();
            assertThat(registry.get("heal.admission.limit")
                            .tag("shedder", "idle")
                            .gauge()
                            .value())
                    .as("nothing is limited while it is idle")
                    .isNaN();
            assertThat(read(registry, "heal.admission.limit", "web")).isPositive();
            assertThat(read(registry, "heal.admission.active", "web")).isEqualTo(1);
            assertThat(read(registry, "heal.admission.active", "idle")).isZero();
            assertThat(read(registry, "heal.admission.waiting", "web")).isZero();
            assertThat(registry.get("heal.admission.admitted")
                            .tags("shedder", "web", "priority", "high")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("heal.admission.rejected")
                            .tag("shedder", "web")
                            .functionCounters())
                    .hasSize(4);
        }
    }

    @Test
    void a_limit_that_lets_nobody_in_and_a_time_that_ends_before_it_is_verified_are_told() {
        LoadShedder web = LoadShedder.create("web");
        assertThatThrownBy(() -> healing()
                        .target(
                                "orders",
                                target -> target.detect("errors", failureRate())
                                        .step("shed", shedLoad(web), step -> step.timeToLive(ofSeconds(1)))
                                        .step(
                                                "limit",
                                                limitConcurrency(target.guard()).to(0))
                                        .limitConcurrency(0))
                        .assemble())
                .hasMessageContaining("targets.orders.limit-concurrency = 0: must be at least 1")
                .hasMessageContaining("targets.orders.steps.shed.time-to-live = 1s: is not longer than")
                .hasMessageContaining("to = 0: must be at least 1");
    }

    @Test
    void one_load_shedder_serves_all_targets_and_all_regions() {
        LoadShedder web = LoadShedder.create("web");
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Heal heal = healing()
                .metrics(registry)
                .target("orders", target -> dependent(target).step("shed", shedLoad(web)))
                .target("stock", target -> dependent(target).step("shed", shedLoad(web)))
                .assemble()) {
            assertThat(registry.get("heal.admission.active")
                            .tag("shedder", "web")
                            .gauges())
                    .hasSize(1);
        }
    }

    @Test
    void a_limit_that_ends_before_it_is_verified_is_told() {
        assertThatThrownBy(() -> healing()
                        .target(
                                "orders",
                                target -> target.detect("errors", failureRate())
                                        .step(
                                                "limit",
                                                limitConcurrency(target.guard()),
                                                step -> step.timeToLive(ofSeconds(1))))
                        .assemble())
                .hasMessageContaining("targets.orders.steps.limit.time-to-live = 1s: is not longer than");
    }

    @Test
    void a_limit_may_be_said_before_the_breaker_and_holds_for_it() {
        CircuitBreaker own = CircuitBreaker.ofDefaults("orders");
        try (Heal heal = healing()
                .target(
                        "orders",
                        target -> dependent(target).limitConcurrency(3).breaker(Breaker.attached(own)))
                .assemble()) {
            assertThat(heal.guard("orders").concurrencyLimit()).hasValue(3);
        }
    }

    private static double read(SimpleMeterRegistry registry, String meter, String shedder) {
        return registry.get(meter).tag("shedder", shedder).gauge().value();
    }

    private static TargetBuilder dependent(TargetBuilder target) {
        return target.detect("errors", failureRate()).step("restart", restartPool(pool("a pool", () -> {})));
    }

    @Test
    void withoutAWordAboutItHealOnlyObserves() {
        AtomicBoolean restarted = new AtomicBoolean();
        try (Heal heal = healing()
                .tick(ofMillis(20))
                .target(
                        "orders",
                        target -> target.detect(
                                        "broken", gauge("broken", () -> 1).above(0.5))
                                .step("restart", restartPool(pool("orders", () -> restarted.set(true)))))
                .build()) {
            await().until(() -> !heal.incidents().isEmpty()
                    && heal.incidents().get(0).events().size() >= 2);
            assertThat(heal.incidents().get(0).events().get(1).text())
                    .isEqualTo("would restart the pool orders, but the mode is observe");
            assertThat(restarted).isFalse();
        }
    }

    @Test
    void closingEndsHealingAndNotTheGuard() {
        Heal heal = healing()
                .target(
                        "orders",
                        target -> target.detect("errors", failureRate().over(ofSeconds(5)))
                                .step("restart", restartPool(pool("orders", () -> {}))))
                .build();
        heal.close();
        heal.close();

        assertThat(heal.guard("orders").call(() -> 42)).isEqualTo(42);
    }

    @Test
    void anOpenBreakerRejectsWithoutAStackTrace() {
        try (Heal heal = healing()
                .target(
                        "orders",
                        target -> target.detect("errors", failureRate())
                                .step("restart", restartPool(pool("orders", () -> {})))
                                .mode(Mode.ACT))
                .assemble()) {
            for (int i = 0; i < 100; i++) {
                try {
                    heal.guard("orders").run(() -> {
                        throw new IllegalStateException("down");
                    });
                } catch (IllegalStateException expected) {
                    // a hundred failures open Resilience4j's default breaker
                }
            }
            assertThatThrownBy(() -> heal.guard("orders").call(() -> 42))
                    .isInstanceOf(CallRejectedException.class)
                    .hasMessage("target orders takes no calls: its circuit breaker is OPEN")
                    .satisfies(error -> assertThat(error.getStackTrace()).isEmpty());
        }
    }

    @Test
    void aBreakerThatNobodyAskedForKeepsNoCallOutWhileHealOnlyObserves() {
        try (Heal heal = healing()
                .target(
                        "orders",
                        target -> target.detect("errors", failureRate())
                                .step("restart", restartPool(pool("orders", () -> {}))))
                .assemble()) {
            for (int i = 0; i < 200; i++) {
                try {
                    heal.guard("orders").run(() -> {
                        throw new IllegalStateException("down");
                    });
                } catch (IllegalStateException expected) {
                    // far more than open Resilience4j's default breaker
                }
            }
            assertThat(heal.guard("orders").call(() -> 42)).isEqualTo(42);
        }
    }

    @Test
    void whatWasClosedDoesNotStartAgain() {
        Heal heal = healing()
                .target(
                        "orders",
                        target -> target.detect("errors", failureRate())
                                .step("restart", restartPool(pool("orders", () -> {}))))
                .build();
        heal.close();

        assertThatThrownBy(heal::start).hasMessage("heal has been closed and does not start again: build a new one");
    }
}
