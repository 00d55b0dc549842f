package dev.heal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.heal.benchmarks.Score.Ratio;
import org.junit.jupiter.api.Test;

/** The arithmetic of the table: what two means and their errors say about their ratio and their difference. */
class ScoreTest {

    @Test
    void a_ratio_lies_between_the_extremes_that_both_errors_allow() {
        Ratio ratio = new Score(90, 9).over(new Score(60, 6));

        assertThat(ratio.value()).isCloseTo(1.5, within(1e-9));
        assertThat(ratio.low()).isCloseTo(81.0 / 66, within(1e-9));
        assertThat(ratio.high()).isCloseTo(99.0 / 54, within(1e-9));
    }

    @Test
    void without_errors_a_ratio_is_exact() {
        assertThat(new Score(50, 0).over(new Score(100, 0))).isEqualTo(new Ratio(0.5, 0.5, 0.5));
    }

    @Test
    void a_reference_that_may_be_nothing_bounds_no_ratio_from_above() {
        Ratio ratio = new Score(1, 0.1).over(new Score(2, 3));

        assertThat(ratio.low()).isCloseTo(0.9 / 5, within(1e-9));
        assertThat(ratio.high()).isInfinite();
    }

    @Test
    void a_ratio_is_never_said_to_be_less_than_nothing() {
        assertThat(new Score(1, 2).over(new Score(2, 0)).low()).isZero();
    }

    @Test
    void errors_of_a_difference_add_up_as_squares() {
        Score difference = new Score(41, 3).minus(new Score(40, 4));

        assertThat(difference.value()).isCloseTo(1, within(1e-9));
        assertThat(difference.error()).isCloseTo(5, within(1e-9));
    }

    @Test
    void an_error_that_is_not_known_bounds_nothing() {
        Score once = new Score(40, Double.NaN);

        assertThat(once.error()).isInfinite();
        assertThat(once.over(new Score(40, 1)).low()).isZero();
        assertThat(once.over(new Score(40, 1)).high()).isInfinite();
        assertThat(new Score(40, 1).over(once).low()).isZero();
        assertThat(new Score(40, 1).over(once).high()).isInfinite();
    }
}
