package dev.heal.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.check.InvalidConfigurationException;
import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetryBudgetTest {

    private final ManualClock clock = new ManualClock();

    @Test
    void ten_requests_pay_for_one_retry() {
        RetryBudget budget = RetryBudget.of(0.1, 0, 100, clock);
        requests(budget, 9);
        assertThat(budget.tryRetry()).isFalse();

        requests(budget, 1);

        assertThat(budget.left()).isEqualTo(1);
        assertThat(retries(budget)).isEqualTo(1);
    }

    @Test
    void however_many_requests_there_were_no_more_are_saved_than_the_most() {
        RetryBudget budget = RetryBudget.of(0.5, 0, 3, clock);
        requests(budget, 1_000);

        assertThat(retries(budget)).isEqualTo(3);
    }

    @Test
    void little_traffic_may_retry_too_by_the_seconds_that_pass() {
        RetryBudget budget = RetryBudget.of(0.1, 2, 100, clock);
        assertThat(retries(budget)).as("ten seconds' worth from the start").isEqualTo(20);

        clock.advance(Duration.ofMillis(1_500));
        assertThat(budget.left()).isEqualTo(3);
        assertThat(retries(budget)).isEqualTo(3);

        clock.advance(Duration.ofDays(3));
        assertThat(retries(budget))
                .as("no more than ten seconds' worth is saved")
                .isEqualTo(20);
    }

    @Test
    void over_any_run_of_requests_the_retries_stay_within_the_ratio_and_the_floor() {
        RetryBudget budget = RetryBudget.standard(clock);
        int seconds = 600;
        long taken = 0;
        for (int second = 0; second < seconds; second++) {
            requests(budget, 50);
            taken += retries(budget);
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(taken).isBetween(seconds * 50 / 10L, seconds * 50 / 10L + seconds + 10);
    }

    @Test
    void threads_at_once_take_no_more_than_there_is() throws InterruptedException {
        RetryBudget budget = RetryBudget.of(0.1, 0, 1_000_000, clock);
        LongAdder taken = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> {
                for (int call = 0; call < 20_000; call++) {
                    budget.requested();
                    taken.add(budget.tryRetry() ? 1 : 0);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        taken.add(retries(budget));

        assertThat(taken.sum()).isEqualTo(8 * 20_000 / 10);
    }

    @Test
    void threads_at_once_take_no_more_of_the_floor_than_there_is() throws InterruptedException {
        RetryBudget budget = RetryBudget.of(0.1, 500, 100, clock);
        LongAdder taken = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> taken.add(retries(budget))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(taken.sum()).isEqualTo(5_000);
    }

    @Test
    void every_value_that_cannot_be_meant_is_named() {
        assertThatThrownBy(() -> RetryBudget.of(10, Double.NaN, 0, clock))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("retry-budget.ratio")
                .hasMessageContaining("write 0.1 for 10 %")
                .hasMessageContaining("retry-budget.per-second")
                .hasMessageContaining("NaN")
                .hasMessageContaining("retry-budget.most");
        assertThatThrownBy(() -> RetryBudget.of(0.1, -1, 1, clock)).hasMessageContaining("per-second");
    }

    @Test
    void of_a_busy_server_one_in_ten_seconds_is_had_for_nothing_and_what_was_paid_for() {
        RetryBudget budget = RetryBudget.standard(clock);
        requests(budget, 20);
        assertThat(rareRetries(budget)).as("two that were paid for, and one").isEqualTo(3);

        clock.advance(Duration.ofMillis(9_999));
        assertThat(budget.tryRareRetry()).isFalse();

        clock.advance(Duration.ofMillis(1));
        assertThat(rareRetries(budget)).isOne();
        assertThat(RetryBudget.of(0.1, 0, 100, clock).tryRareRetry())
                .as("where none is had for nothing")
                .isFalse();
    }

    private static long rareRetries(RetryBudget budget) {
        long taken = 0;
        while (budget.tryRareRetry()) {
            taken++;
        }
        return taken;
    }

    private static void requests(RetryBudget budget, int count) {
        for (int i = 0; i < count; i++) {
            budget.requested();
        }
    }

    private static long retries(RetryBudget budget) {
        long taken = 0;
        while (budget.tryRetry()) {
            taken++;
        }
        return taken;
    }
}
