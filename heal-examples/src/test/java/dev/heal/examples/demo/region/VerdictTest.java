package dev.heal.examples.demo.region;

import static dev.heal.examples.demo.region.Fixtures.KEPT;
import static dev.heal.examples.demo.region.Fixtures.wellConfigured;
import static dev.heal.examples.demo.region.Fixtures.with;
import static dev.heal.examples.demo.region.Fixtures.without;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static Verdict verdict(Figures... columns) {
        return Verdict.of(List.of(columns), Course.STANDARD);
    }

    private static Verdict verdict(HealFigures heal) {
        return verdict(without(), wellConfigured(), with(heal));
    }

    private static HealFigures heal(int there, int back, int movesBothDown, int escalationsBothDown) {
        return new HealFigures(Duration.ofMillis(1_500), there, back, movesBothDown, 0, escalationsBothDown, List.of());
    }

    @Test
    void oneMoveThereOneBackAndOneEscalationAreKept() {
        assertThat(verdict(KEPT)).isEqualTo(new Verdict(0, List.of()));
    }

    @Test
    void tenLostSecondsAreKeptAndElevenAreNot() {
        assertThat(verdict(without(), wellConfigured(), with(10, KEPT)).exitStatus())
                .isZero();

        Verdict late = verdict(without(), wellConfigured(), with(11, KEPT));
        assertThat(late.exitStatus()).isEqualTo(1);
        assertThat(late.reasons())
                .containsExactly("after the kill reads were lost in 11 seconds, at most 10 are allowed");
    }

    @Test
    void aBlipAfterWhichCallsStayAwayIsABrokenPromiseThoughTheOthersCostNothing() {
        List<Blip> blips = Fixtures.five();
        blips.replaceAll(blip -> Fixtures.blip(blip.cut().side(), 0));
        blips.set(1, Fixtures.blip(Side.WEST, 4));

        assertThat(verdict(without(), wellConfigured(), Fixtures.blips(blips)))
                .isEqualTo(new Verdict(
                        1,
                        List.of(
                                "in blip 2 (west) reads were lost in 4 seconds, at most 3 are allowed: what is cut for a moment"
                                        + " must not stay away for longer")));
    }

    @Test
    void readsLostOnTheWayHomeAreNotExcusedByTheBlips() {
        assertThat(verdict(without(), wellConfigured(), Fixtures.blips(Fixtures.five(), new Reads(600, 200, 4, 0)))
                        .reasons())
                .containsExactly("on the way home reads were lost in 4 seconds, at most 3 are allowed");
    }

    @Test
    void aBlipThatBrokeNothingProvesNothing() {
        List<Blip> blips = Fixtures.five();
        blips.set(2, new Blip(new Cut(Side.WEST, 0, 0, true), new Reads(175, 0, 0, 0)));

        assertThat(verdict(without(), wellConfigured(), Fixtures.blips(blips)))
                .isEqualTo(new Verdict(
                        3,
                        List.of(
                                "blip 3 (west) did not bite: it broke 0 connections of (c), 0 reads were lost, and a new connection was"
                                        + " refused")));
    }

    @Test
    void readsLostWhileNothingWasCutProveNothingEither() {
        List<Blip> blips = Fixtures.five();
        blips.set(4, new Blip(new Cut(Side.EAST, 0, 0, false), new Reads(175, 3, 1, 0)));

        assertThat(verdict(without(), wellConfigured(), Fixtures.blips(blips)).exitStatus())
                .isEqualTo(3);
    }

    @Test
    void aBlipThatBitAndWasGotOverWithoutLossIsKept() {
        List<Blip> blips = Fixtures.five();
        blips.set(0, Fixtures.blip(Side.WEST, 0));

        assertThat(verdict(without(), wellConfigured(), Fixtures.blips(blips)).exitStatus())
                .isZero();
    }

    @Test
    void aBlipLeftOutProvesNothing() {
        assertThat(verdict(
                        without(),
                        wellConfigured(),
                        Fixtures.blips(Fixtures.five().subList(0, 4))))
                .isEqualTo(new Verdict(3, List.of("4 blips struck (c), not 5")));
    }

    @Test
    void aSecondMoveIsABrokenPromise() {
        assertThat(verdict(heal(2, 1, 0, 1)).reasons())
                .containsExactly("2 times traffic moved to the standby over kill, blips and return, not 1");
        assertThat(verdict(heal(1, 2, 0, 1)).exitStatus()).isEqualTo(1);
    }

    @Test
    void whoNeverComesHomeHasNotKeptItEither() {
        assertThat(verdict(heal(1, 0, 0, 1)).reasons()).containsExactly("0 times it came all back, not 1");
    }

    @Test
    void aMoveIntoARegionThatIsDownTooIsABrokenPromise() {
        assertThat(verdict(heal(1, 1, 1, 1)).reasons())
                .containsExactly("1 times traffic moved while both were down, not 0");
    }

    @Test
    void aHumanIsToldOnceNotNeverAndNotTwice() {
        assertThat(verdict(heal(1, 1, 0, 0)).exitStatus()).isEqualTo(1);
        assertThat(verdict(heal(1, 1, 0, 2)).exitStatus()).isEqualTo(1);
    }

    @Test
    void whatTheCustomersSawCountsBesideWhatHealSays() {
        Figures flapped = new Figures(
                Column.WITH,
                new Reads(650, 250, 5, 0),
                new Reads(1500, 110, 6, 20),
                Fixtures.five(),
                new Reads(600, 0, 0, 0),
                new Reads(600, 600, 12, 590),
                2,
                2,
                Duration.ofSeconds(4),
                Duration.ofSeconds(10),
                new Orders(23, 56, 35, 0, "only stands by"),
                KEPT,
                Duration.ZERO);

        assertThat(verdict(without(), wellConfigured(), flapped).reasons())
                .containsExactly("the customers saw 2 moves there and 2 back, at most one of each is allowed");
    }

    @Test
    void anOrderTakenByAStandbyWouldBeABrokenPromise() {
        Figures taken = Fixtures.figures(Column.WITH, 5, new Orders(25, 54, 35, 2, "only stands by"), KEPT);

        assertThat(verdict(without(), wellConfigured(), taken))
                .isEqualTo(
                        new Verdict(1, List.of("2 orders were taken by the standby, which only reads are for, not 0")));
    }

    @Test
    void aRunInWhichNoOrderWasRefusedHasNotShownThatOneWouldBe() {
        Figures untried = Fixtures.figures(Column.WITH, 5, new Orders(79, 0, 35, 0, ""), KEPT);

        assertThat(verdict(without(), wellConfigured(), untried).reasons())
                .containsExactly("no order was refused while the standby served");
    }

    @Test
    void aHumanMayBeToldOfEachBlipThatLeavesNothingToMoveToAndOfNothingElse() {
        assertThat(verdict(told(3)).exitStatus()).isZero();
        assertThat(verdict(told(4)).reasons())
                .containsExactly(
                        "a human was told 4 times before both were killed, at most once for each of the 3 blips"
                                + " that left nothing to move to is allowed");
    }

    private static HealFigures told(int escalations) {
        return new HealFigures(Duration.ofMillis(1_500), 1, 1, 0, escalations, 1, List.of());
    }

    @Test
    void withoutHealThereIsNothingToKeep() {
        assertThat(verdict(without(), wellConfigured(), with(null)).reasons()).containsExactly("heal took no part");
    }

    @Test
    void howTheOthersFareIsAFindingAndNoError() {
        Figures lucky = Fixtures.figures(Column.WELL_CONFIGURED, 0, new Orders(100, 0, 0, 0, ""), null);

        assertThat(verdict(without(), lucky, with(KEPT)).exitStatus()).isZero();
    }

    @Test
    void aKillThatDidNotBiteProvesNothing() {
        Figures unharmed = Fixtures.figures(Column.WITHOUT, 0, new Orders(100, 0, 0, 0, ""), null);

        assertThat(verdict(unharmed, wellConfigured(), with(KEPT)).exitStatus()).isEqualTo(3);
    }

    @Test
    void aShopLeftOutProvesNothing() {
        assertThat(verdict(without(), with(KEPT))).isEqualTo(new Verdict(3, List.of("(b) was not played")));
    }
}
