package dev.heal.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.heal.admission.AdaptiveLimit.Demand;
import org.junit.jupiter.api.Test;

class ServiceRateTest {

    private static final long TICK = 100_000_000;
    private static final long SECOND = 1_000_000_000;

    private final ServiceRate rate = new ServiceRate();

    @Test
    void whatIsDoneWithEnoughToDoIsWhatCanBeDone() {
        pass(10, 32, Demand.ABOVE);

        assertThat(perSecond()).isEqualTo(320, within(0.1));
        assertThat(rate.isKnown(SECOND)).isTrue();
    }

    @Test
    void slackTimesTakeNothingAway() {
        pass(10, 32, Demand.ABOVE);

        pass(600, 1, Demand.BELOW);

        assertThat(perSecond()).isEqualTo(320, within(0.1));
    }

    @Test
    void whatIsDoneInSlackTimesCanBeDoneAtLeast() {
        pass(10, 10, Demand.ABOVE);

        pass(20, 25, Demand.BELOW);

        assertThat(perSecond()).isEqualTo(250, within(0.1));
    }

    @Test
    void oneLuckyMomentOfSlackTimesShowsNothing() {
        pass(10, 32, Demand.ABOVE);
        pass(1, 45, Demand.BELOW);
        pass(1, 0, Demand.BELOW);

        assertThat(perSecond()).isEqualTo(320, within(0.1));
    }

    @Test
    void whatWasHeldUpAndEndsInOneMomentIsNoMeasure() {
        pass(10, 32, Demand.ABOVE);

        pass(1, 2_000, Demand.BELOW);
        pass(100, 0, Demand.BELOW);

        assertThat(perSecond()).isLessThan(330);
    }

    @Test
    void anIncidentOfLongAgoIsNoMeasureOfTheNextSurge() {
        pass(300, 0, Demand.ABOVE);
        pass(600, 80, Demand.BELOW);

        pass(1, 100, Demand.ABOVE);

        assertThat(perSecond()).isEqualTo(1_000, within(0.1));
        assertThat(rate.isKnown(SECOND)).isTrue();
    }

    @Test
    void aServerThatDoesLessWithEnoughToDoCanDoLess() {
        pass(10, 32, Demand.BELOW);

        pass(30, 10, Demand.ABOVE);

        assertThat(perSecond()).isEqualTo(100, within(0.1));
    }

    @Test
    void slackTimesAloneMakeNothingKnown() {
        pass(100, 10, Demand.BELOW);

        assertThat(rate.isKnown(SECOND)).isFalse();
    }

    @Test
    void whereLittleEndsASpanDoes() {
        pass(10, 1, Demand.ABOVE);

        assertThat(rate.isKnown(SECOND)).isTrue();
        assertThat(rate.isKnown(2 * SECOND)).isFalse();
    }

    private void pass(int ticks, long ended, Demand demand) {
        for (int i = 0; i < ticks; i++) {
            rate.add(TICK, ended, demand);
        }
    }

    private double perSecond() {
        return rate.perNano() * SECOND;
    }
}
