package dev.heal.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a trial of another number of places shows")
class TrialTest {

    private static final long SECOND = 1_000_000_000L;

    private final Trial trial = new Trial();

    private void begin(int places, int before, long endedBefore) {
        Throughput measured = new Throughput(Double.MAX_VALUE);
        measured.add(SECOND, endedBefore);
        trial.begin(places, before, measured);
    }

    @Test
    void a_loss_in_proportion_is_clear_as_soon_as_enough_has_ended() {
        begin(10, 20, 200);

        trial.add(SECOND / 10, 10);
        assertThat(trial.isClear()).as("after ten ends").isFalse();
        trial.add(SECOND, 100);

        assertThat(trial.isClear()).isTrue();
        assertThat(trial.evidence()).as("for no change").isLessThan(-3);
        assertThat(trial.ratio()).isEqualTo(0.5);
    }

    @Test
    void what_chance_may_give_is_not_clear_however_many_were_seen_before() {
        begin(24, 17, 400);

        // A sixth more, of few.
        trial.add(SECOND / 10, 47);

        assertThat(trial.isClear()).isFalse();
        assertThat(trial.noise()).isGreaterThan(0.15);
    }

    @Test
    void of_few_that_were_seen_before_nothing_is_sure_however_long_it_takes() {
        begin(24, 17, 24);

        for (int i = 0; i < 100; i++) {
            trial.add(SECOND, 24);
        }

        assertThat(trial.evidence()).isBetween(0.0, 2.0);
    }

    @Test
    void all_that_ends_in_a_trial_counts_and_makes_it_surer() {
        begin(24, 17, 400);

        for (int i = 0; i < 10; i++) {
            trial.add(SECOND / 10, 40);
        }

        assertThat(trial.noise()).isLessThan(0.08);
        assertThat(trial.isClear()).isTrue();
    }

    @Test
    void that_nothing_ends_at_all_is_a_loss() {
        begin(10, 20, 200);

        trial.add(SECOND, 0);

        assertThat(trial.evidence()).isLessThan(-3).isGreaterThan(Double.NEGATIVE_INFINITY);
    }
}
