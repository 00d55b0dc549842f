package dev.heal.benchmarks.overload.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.Priority;
import dev.heal.benchmarks.overload.real.Trial.End;
import org.junit.jupiter.api.Test;

/** What a story comes to. Times are seconds. */
class TrialTest {

    private static final long SECOND = 1_000_000_000L;

    /** A hundred a second for ten seconds. */
    private final Story story = Story.steady(100, 10);

    private final Trial trial = new Trial(story);

    @Test
    void an_answer_counts_when_it_comes_and_only_if_somebody_still_waits_for_it() {
        trial.ended(0, End.SERVED, SECOND / 2);
        trial.ended(1, End.SERVED, SECOND + 1);

        assertThat(trial.count(End.SERVED, 0, SECOND)).isOne();
        assertThat(trial.count(End.TOO_LATE, 0, SECOND)).isOne();
        assertThat(trial.servedIn(0, SECOND / 2)).isZero();
        assertThat(trial.servedIn(SECOND / 2, SECOND)).isOne();
    }

    @Test
    void a_server_has_recovered_when_requests_succeed_for_three_seconds_on_end() {
        // given all but those of two seconds are served, with one good second between the two
        for (int i = 0; i < story.size(); i++) {
            boolean isBad = i / 100 == 2 || i / 100 == 4;
            trial.ended(i, isBad ? End.TURNED_AWAY : End.SERVED, SECOND / 10);
        }

        assertThat(trial.recovery(2 * SECOND, 10 * SECOND)).isBetween(2.8, 3.0);
        assertThat(trial.recovery(5 * SECOND, 10 * SECOND)).isZero();
        assertThat(trial.recovery(2 * SECOND, 7 * SECOND)).isInfinite();
        assertThat(trial.success(Priority.BULK, 2 * SECOND, 3 * SECOND)).isZero();
    }

    @Test
    void a_quantile_is_of_those_served_alone() {
        for (int i = 0; i < 100; i++) {
            trial.ended(i, i % 2 == 0 ? End.SERVED : End.TURNED_AWAY, i);
        }

        assertThat(trial.quantile(0.99, 0, SECOND)).isEqualTo(98);
        assertThat(trial.quantile(0.99, 5 * SECOND, 6 * SECOND)).isNaN();
    }
}
