package dev.heal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.heal.benchmarks.Score.Ratio;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What several rounds say together. */
class PairedTest {

    @Test
    void a_mean_is_bounded_by_students_t_over_the_rounds() {
        Score mean = Paired.mean(List.of(10.0, 12.0, 14.0));

        // Standard deviation 2, so 2 / sqrt(3) times the 99.5 % quantile of t with 2 degrees of freedom, 9.925.
        assertThat(mean.value()).isCloseTo(12, within(1e-9));
        assertThat(mean.error()).isCloseTo(2 / Math.sqrt(3) * 9.925, within(0.01));
    }

    @Test
    void a_round_that_was_slow_for_both_does_not_widen_their_ratio() {
        Ratio ratio = Paired.ratio(List.of(50.0, 150.0, 51.0, 25.0), List.of(100.0, 300.0, 102.0, 50.0));

        assertThat(ratio.value()).isCloseTo(0.5, within(1e-9));
        assertThat(ratio.low()).isCloseTo(0.5, within(1e-6));
        assertThat(ratio.high()).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void a_ratio_turned_round_is_its_inverse() {
        List<Double> ours = List.of(50.0, 55.0, 48.0);
        List<Double> theirs = List.of(100.0, 98.0, 103.0);

        Ratio there = Paired.ratio(ours, theirs);
        Ratio back = Paired.ratio(theirs, ours);

        assertThat(there.low()).isLessThan(there.value());
        assertThat(back.value()).isCloseTo(1 / there.value(), within(1e-9));
        assertThat(back.high()).isCloseTo(1 / there.low(), within(1e-9));
    }

    @Test
    void two_rounds_bound_nothing() {
        Ratio ratio = Paired.ratio(List.of(50.0, 51.0), List.of(100.0, 100.0));

        assertThat(ratio.value()).isCloseTo(0.505, within(0.001));
        assertThat(ratio.low()).isZero();
        assertThat(ratio.high()).isInfinite();
        assertThat(Paired.mean(List.of(1.0)).error()).isInfinite();
    }

    @Test
    void a_difference_is_taken_within_each_round_too() {
        Score difference = Paired.difference(List.of(24.0, 48.0, 24.0), List.of(24.0, 48.0, 24.0));

        assertThat(difference).isEqualTo(new Score(0, 0));
    }

    @Test
    void rounds_of_one_cannot_be_put_beside_fewer_of_the_other() {
        assertThatThrownBy(() -> Paired.ratio(List.of(1.0, 2.0), List.of(1.0)))
                .hasMessageContaining("2 rounds of one beside 1 of the other");
    }
}
