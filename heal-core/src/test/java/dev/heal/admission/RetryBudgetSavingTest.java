package dev.heal.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a retry budget saves, and what it forgets")
class RetryBudgetSavingTest {

    private final ManualClock clock = new ManualClock();

    private static int retries(RetryBudget budget) {
        int taken = 0;
        while (budget.tryRetry()) {
            taken++;
        }
        return taken;
    }

    private static void requests(RetryBudget budget, int count) {
        for (int i = 0; i < count; i++) {
            budget.requested();
        }
    }

    @Test
    void the_usual_one_saves_a_hundred_and_ten_seconds_of_one_a_second() {
        RetryBudget budget = RetryBudget.standard(clock);
        requests(budget, 100_000);

        assertThat(budget.left()).isEqualTo(110);
        assertThat(retries(budget)).isEqualTo(110);
    }

    @Test
    void not_even_a_part_of_a_retry_is_saved_beyond_the_most() {
        RetryBudget budget = RetryBudget.of(0.4, 0, 1, clock);
        requests(budget, 3);
        assertThat(retries(budget)).isEqualTo(1);

        requests(budget, 2);

        assertThat(budget.tryRetry()).isFalse();
    }

    @Test
    void what_is_left_after_a_long_silence_is_what_can_be_taken() {
        RetryBudget budget = RetryBudget.of(0.1, 2, 100, clock);
        clock.advance(Duration.ofDays(3));

        assertThat(budget.left()).isEqualTo(20);
        assertThat(retries(budget)).isEqualTo(20);
        assertThat(budget.left()).isZero();
    }

    @Test
    void one_a_minute_is_had_each_minute_though_no_minute_is_saved() {
        RetryBudget budget = RetryBudget.of(0.1, 1 / 60.0, 100, clock);
        assertThat(retries(budget)).isEqualTo(1);

        clock.advance(Duration.ofSeconds(59));
        assertThat(budget.tryRetry()).isFalse();

        clock.advance(Duration.ofSeconds(1));
        assertThat(retries(budget)).isEqualTo(1);

        clock.advance(Duration.ofMinutes(10));
        assertThat(retries(budget)).isEqualTo(1);
    }
}
