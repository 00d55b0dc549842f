package dev.heal.examples.demo.pool;

import static dev.heal.examples.demo.pool.Scripts.SCRIPT;
import static dev.heal.examples.load.Timelines.FAULT;
import static dev.heal.examples.load.Timelines.failed;
import static dev.heal.examples.load.Timelines.ok;
import static dev.heal.examples.load.Timelines.okAt;
import static dev.heal.examples.load.Timelines.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.examples.load.Sample;
import dev.heal.examples.load.Timelines;
import java.time.Duration;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class MeasuredTest {

    private static Measured measured(LongFunction<Sample> fate) {
        return Measured.of(Timelines.of(fate), FAULT, SCRIPT);
    }

    @Test
    void onlyTheSteadySecondsBeforeTheFaultAndThoseAfterItCount() {
        Measured measured = measured(due -> due < -2_000 || due >= 18_000 ? failed(due) : ok(due));

        assertThat(measured.requests()).isEqualTo(200);
        assertThat(measured.lost()).isZero();
    }

    @Test
    void aShopThatStaysDeadIsNeverHealedAndItsGapLastsToTheEnd() {
        Measured measured = measured(due -> due < 0 ? ok(due) : waiting(due));

        assertThat(measured.healed()).isFalse();
        assertThat(measured.timeToHeal()).isNull();
        assertThat(measured.lost()).isEqualTo(180);
        assertThat(measured.longestGap()).isEqualTo(Duration.ofMillis(18_000 + 70));
    }

    @Test
    void aShopThatComesBackIsHealedWhenTheFirstRequestOfTheGoodSpanIsAnswered() {
        Measured measured = measured(due -> due >= 0 && due < 5_000 ? failed(due) : ok(due));

        assertThat(measured.timeToHeal()).isEqualTo(Duration.ofMillis(5_030));
        assertThat(measured.lost()).isEqualTo(50);
        assertThat(measured.longestGap()).isEqualTo(Duration.ofMillis(5_100));
    }

    @Test
    void requestsThatWaitedForTheRepairDoNotDateItBack() {
        // repaired at 2.5 s: all but the first were still waiting and are answered then, within the deadline
        Measured measured = measured(due -> {
            if (due == 0) {
                return failed(due);
            }
            return due > 0 && due < 2_500 ? okAt(due, 2_500) : ok(due);
        });

        assertThat(measured.lost()).isEqualTo(1);
        assertThat(measured.timeToHeal()).isEqualTo(Duration.ofMillis(2_500));
        assertThat(measured.longestGap()).isEqualTo(Duration.ofMillis(2_570));
    }

    @Test
    void aGoodSpanThatBreaksBeforeItHasHeldDoesNotCount() {
        Measured measured = measured(due -> (due >= 0 && due < 4_000) || due == 6_900 ? failed(due) : ok(due));

        assertThat(measured.timeToHeal()).isEqualTo(Duration.ofMillis(7_030));
    }

    @Test
    void aGoodSpanThatTheEndOfTheWatchCutsShortDoesNotCount() {
        assertThat(measured(due -> due >= 0 && due < 15_100 ? failed(due) : ok(due))
                        .healed())
                .isFalse();
        assertThat(measured(due -> due >= 0 && due < 15_000 ? failed(due) : ok(due))
                        .healed())
                .isTrue();
    }

    @Test
    void anAnswerAfterTheDeadlineIsALossThoughItWasRight() {
        Measured measured = measured(due -> due == 1_000 ? okAt(due, 4_001) : ok(due));

        assertThat(measured.lost()).isEqualTo(1);
        assertThat(measured.timeToHeal())
                .as("the first good span begins after the late one")
                .isEqualTo(Duration.ofMillis(1_130));
    }

    @Test
    void aFaultThatDidNotBiteIsReportedAsHealedAtOnceWithNothingLost() {
        Measured measured = measured(Timelines::ok);

        assertThat(measured.lost()).isZero();
        assertThat(measured.timeToHeal()).isEqualTo(Duration.ofMillis(30));
    }
}
