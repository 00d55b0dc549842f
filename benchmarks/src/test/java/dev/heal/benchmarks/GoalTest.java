package dev.heal.benchmarks;

import static dev.heal.benchmarks.Goal.Verdict.MET;
import static dev.heal.benchmarks.Goal.Verdict.MISSED;
import static dev.heal.benchmarks.Goal.Verdict.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A goal is judged by the confidence bound, not by the mean. */
class GoalTest {

    @Test
    void is_met_when_the_whole_interval_lies_below_the_limit() {
        assertThat(allocating(0.02, 0.1).verdict()).isEqualTo(MET);
        assertThat(allocating(-8, 0.1).verdict()).isEqualTo(MET);
    }

    @Test
    void is_missed_when_the_whole_interval_lies_above_the_limit() {
        assertThat(allocating(16, 0.1).verdict()).isEqualTo(MISSED);
        assertThat(allocating(16, 0.1).text()).startsWith("MISSED").contains("16.00 (15.90 to 16.10) B/op, limit 0.5");
    }

    @Test
    void stays_open_after_a_good_mean_whose_interval_reaches_beyond_the_limit() {
        assertThat(allocating(-8, 10).verdict()).isEqualTo(OPEN);
        assertThat(allocating(0, Double.NaN).verdict()).isEqualTo(OPEN);
    }

    @Test
    void is_missed_by_what_stays_open_if_it_must_be_proved() {
        assertThat(new Goal("allocates nothing", new Score(0, 1), 0.5, "B/op", true).verdict())
                .isEqualTo(MISSED);
    }

    private static Goal allocating(double bytes, double error) {
        return new Goal("allocates nothing", new Score(bytes, error), 0.5, "B/op", false);
    }
}
