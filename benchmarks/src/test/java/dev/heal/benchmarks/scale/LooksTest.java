package dev.heal.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Rounds of looks, as the targets' gauges note them. */
class LooksTest {

    @Test
    void a_round_lasts_from_its_first_look_to_its_last_and_comes_a_period_after_the_one_before() {
        Looks looks = new Looks(2);
        looks.at(0, 1_000);
        looks.at(1, 1_007);
        looks.at(1, 2_100);
        looks.at(0, 2_109);

        assertThat(looks.between(0, 10_000)).containsExactly(new Looks.Round(1_100, 9));
    }

    @Test
    void a_round_that_has_not_come_to_its_end_is_no_round_yet() {
        Looks looks = new Looks(2);
        looks.at(0, 1_000);
        looks.at(1, 1_001);
        looks.at(0, 2_000);

        assertThat(looks.between(0, 10_000)).isEmpty();
    }

    @Test
    void a_target_that_was_passed_over_drags_its_rounds_out() {
        Looks looks = new Looks(2);
        looks.at(0, 1_000);
        looks.at(1, 1_001);
        looks.at(0, 2_000);
        looks.at(0, 3_000);
        looks.at(1, 3_001);

        assertThat(looks.between(0, 10_000)).containsExactly(new Looks.Round(1_000, 1_001));
    }

    @Test
    void a_quantile_is_a_value_that_was_measured() {
        assertThat(Looks.quantile(0.5, 5, 1, 3, 2, 4)).isEqualTo(3);
        assertThat(Looks.quantile(0.99, 5, 1, 3, 2, 4)).isEqualTo(5);
        assertThatThrownBy(() -> Looks.quantile(0.99))
                .hasMessage("no round came to its end: measure longer, or with fewer targets");
    }
}
