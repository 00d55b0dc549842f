package dev.heal.examples.demo.region;

import static dev.heal.examples.load.Timelines.FAULT;
import static dev.heal.examples.load.Timelines.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.examples.load.Sample;
import dev.heal.examples.load.Timelines;
import java.time.Duration;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class ReadsTest {

    private static Reads reads(LongFunction<Sample> fate) {
        return Reads.of(Timelines.of(fate), FAULT, FAULT + 10_000 * MS, Duration.ofSeconds(3));
    }

    @Test
    void onlyWhatFellDueInTheSpanCounts() {
        assertThat(reads(due -> due < 0 || due >= 10_000 ? Timelines.failed(due) : Timelines.ok(due)))
                .isEqualTo(new Reads(100, 0, 0, 0));
    }

    @Test
    void aSecondCountsOnceHoweverManyAreLostInIt() {
        // all of the first second, and one in the fifth
        Reads reads =
                reads(due -> (due >= 0 && due < 1_000) || due == 4_500 ? Timelines.failed(due) : Timelines.ok(due));

        assertThat(reads.lost()).isEqualTo(11);
        assertThat(reads.lostSeconds()).isEqualTo(2);
    }

    @Test
    void whoWaitsForTheWholeDeadlineWasNotTold() {
        Reads reads = reads(due -> {
            if (due == 1_000) {
                return Timelines.waiting(due);
            }
            return due == 2_000
                    ? Timelines.failedAt(due, due + 1_900)
                    : due == 3_000 ? Timelines.failed(due) : Timelines.ok(due);
        });

        assertThat(reads.lost()).isEqualTo(3);
        assertThat(reads.told()).isEqualTo(1);
    }

    @Test
    void aRightAnswerAfterTheDeadlineIsALoss() {
        assertThat(reads(due -> due == 1_000 ? Timelines.okAt(due, due + 3_001) : Timelines.ok(due))
                        .lost())
                .isEqualTo(1);
    }
}
