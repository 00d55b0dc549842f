package dev.heal.admission.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.admission.Backpressure;
import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.Priority;
import dev.heal.admission.RetryBudget;
import dev.heal.time.ManualClock;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BudgetedRetryTest {

    private final ManualClock clock = new ManualClock();
    private final AtomicInteger sent = new AtomicInteger();

    private static RetryConfig.Builder<Object> fourAttempts() {
        return RetryConfig.custom().maxAttempts(4).intervalFunction(IntervalFunction.of(1));
    }

    @Test
    void a_thousand_calls_that_all_fail_are_sent_a_tenth_more_often_and_not_four_times() {
        Retry retry = BudgetedRetry.around(Retry.of("orders", fourAttempts().build()), RetryBudget.standard(clock));

        for (int call = 0; call < 1_000; call++) {
            assertThatThrownBy(() -> retry.executeCallable(() -> {
                        sent.incrementAndGet();
                        throw new IOException("down");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("down");
        }

        // 1,000 and a tenth of it, and the ten that are had for nothing.
        assertThat(sent.get()).isBetween(1_100, 1_110);
    }

    @Test
    void the_same_holds_for_errors_that_need_no_catch_for_stages_and_for_results() throws Exception {
        RetryBudget three = RetryBudget.of(0.1, 0, 100, clock);
        Retry retry = BudgetedRetry.around(
                Retry.of(
                        "orders",
                        fourAttempts()
                                .retryOnResult(answer -> answer.equals("bad"))
                                .build()),
                three);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            for (int call = 0; call < 100; call++) {
                assertThatThrownBy(() -> retry.executeRunnable(() -> {
                            sent.incrementAndGet();
                            throw new IllegalStateException("down");
                        }))
                        .hasMessage("down");
            }
            assertThat(sent.getAndSet(0)).isEqualTo(110);
            for (int call = 0; call < 100; call++) {
                var stage = retry.executeCompletionStage(timer, () -> {
                    sent.incrementAndGet();
                    return CompletableFuture.failedFuture(new IOException("down"));
                });
                assertThat(stage.toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
            }
            assertThat(sent.getAndSet(0)).isEqualTo(110);
            for (int call = 0; call < 100; call++) {
                assertThat(retry.executeSupplier(() -> {
                            sent.incrementAndGet();
                            return "bad";
                        }))
                        .isEqualTo("bad");
            }
            assertThat(sent.get()).isBetween(101, 110);
        } finally {
            timer.shutdownNow();
            assertThat(timer.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_call_that_recovers_is_retried_as_before() throws Exception {
        Retry retry = BudgetedRetry.around(Retry.of("orders", fourAttempts().build()), RetryBudget.standard(clock));

        String answer = retry.executeCallable(() -> {
            if (sent.incrementAndGet() < 3) {
                throw new IOException("down");
            }
            return "an order";
        });

        assertThat(answer).isEqualTo("an order");
        assertThat(retry.getName()).isEqualTo("orders");
        assertThat(retry.getMetrics().getNumberOfSuccessfulCallsWithRetryAttempt())
                .isEqualTo(1);
    }

    @Test
    void what_was_shed_is_not_sent_again_before_the_server_wants_it() {
        Retry retry = BudgetedRetry.around(Retry.of("orders", fourAttempts().build()), RetryBudget.standard(clock));
        LoadShedException shed =
                new LoadShedException("web", Priority.NORMAL, Duration.ofMillis(1_234), CutOff.below(Priority.HIGH));

        Retry.AsyncContext<Object> call = retry.asyncContext();

        assertThat(call.onError(new IOException("turned away", shed))).isEqualTo(1_234);
        assertThat(call.onError(new IOException("down"))).isEqualTo(1);
    }

    @Test
    void a_server_that_wants_to_be_left_alone_for_long_is_not_waited_for_and_costs_the_budget_nothing() {
        RetryBudget budget = RetryBudget.of(1, 0, 100, clock);
        Retry usual = Retry.of("orders", fourAttempts().build());
        Retry.AsyncContext<Object> call = BudgetedRetry.around(usual, budget).asyncContext();

        assertThat(call.onError(shedFor(Duration.ofHours(1)))).isEqualTo(-1);
        assertThat(budget.left()).isEqualTo(1);
        assertThat(BudgetedRetry.around(usual, budget).asyncContext().onError(shedFor(Duration.ofSeconds(3))))
                .isEqualTo(3_000);

        Retry patient = BudgetedRetry.around(usual, budget, Duration.ofMinutes(1));
        assertThat(patient.asyncContext().onError(shedFor(Duration.ofMinutes(1))))
                .isEqualTo(60_000);
        assertThatThrownBy(() -> BudgetedRetry.around(usual, budget, Duration.ZERO))
                .hasMessageContaining("longest-wait");
    }

    @Test
    void a_budget_that_the_client_pays_in_is_not_paid_in_twice() {
        RetryBudget budget = RetryBudget.of(0.1, 0, 1_000, clock);
        Backpressure server = Backpressure.of("stock", budget, clock);
        Retry retry = BudgetedRetry.around(Retry.of("orders", fourAttempts().build()), server);

        for (int call = 0; call < 1_000; call++) {
            server.retries().requested();
            assertThatThrownBy(() -> retry.executeRunnable(() -> {
                        sent.incrementAndGet();
                        throw new IllegalStateException("down");
                    }))
                    .hasMessage("down");
        }

        assertThat(sent.get()).isBetween(1_099, 1_100);
    }

    private static LoadShedException shedFor(Duration wait) {
        return new LoadShedException("web", Priority.NORMAL, wait, CutOff.below(Priority.HIGH));
    }

    @Test
    void the_last_attempt_takes_nothing_from_the_budget() {
        RetryBudget budget = RetryBudget.of(1, 0, 100, clock);
        Retry retry = BudgetedRetry.around(
                Retry.of("orders", RetryConfig.custom().maxAttempts(1).build()), budget);

        assertThatThrownBy(() -> retry.executeRunnable(() -> {
                    throw new IllegalStateException("down");
                }))
                .hasMessage("down");

        assertThat(budget.left()).isEqualTo(1);
    }
}
