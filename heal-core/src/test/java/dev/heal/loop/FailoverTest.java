package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Mode;
import dev.heal.remediation.Failback;
import dev.heal.remediation.FailoverRegion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A region dies: its traffic goes where it is well, stays there, and comes back by steps. */
class FailoverTest {

    private final Regions regions = new Regions("east", "west");

    // -- there

    @Test
    void trafficMovesOnceTheSicknessHasLastedAndTheIncidentSaysSo() {
        regions.begin().die("east").run(ofSeconds(2));
        assertThat(regions.share("east")).isOne();

        regions.run(ofSeconds(6));
        assertThat(regions.share("west")).isOne();
        regions.run(ofSeconds(10));

        assertThat(regions.texts(Type.STARTED))
                .containsExactly("move the traffic of inventory from east to the first of west that is well");
        assertThat(regions.texts(Type.VERIFIED))
                .containsExactly("the steady state held for 3s; it stays in force until the target is well again");
        assertThat(regions.incident("east").isOpen())
                .as("east is as dead as before")
                .isTrue();
        int lost = regions.lost;
        regions.run(ofMinutes(2));
        assertThat(regions.lost).as("nobody has noticed since").isEqualTo(lost);
    }

    @Test
    void aBlipOf43SecondsMovesNothing() {
        regions.sustained(FailoverRegion.DEFAULT_SUSTAINED).begin();
        regions.die("east").run(ofSeconds(43)).live("east").run(ofMinutes(2));

        assertThat(regions.count(Type.STARTED)).isZero();
        assertThat(regions.share("east")).isOne();
        assertThat(regions.incident("east").resolution()).isEqualTo(Resolution.RECOVERED_ALONE);
    }

    @Test
    void aBlipThatOnlyTheBreakerHasSeenIsOverSoonAfterItIsOver() {
        regions.sustained(FailoverRegion.DEFAULT_SUSTAINED).begin();
        regions.die("east").run(ofMillis(3250)); // too short for its probe to fail often enough
        regions.place("east").lies = true;
        regions.live("east").run(ofSeconds(10));

        int lost = regions.lost;
        regions.run(ofMinutes(2));
        assertThat(regions.lost).isEqualTo(lost);
        assertThat(regions.count(Type.STARTED)).isZero();
    }

    @Test
    void whereCallsFailAllTheSameTrialsBecomeRare() {
        regions.mode(Mode.ACT).sustained(ofMinutes(20)).begin();
        regions.place("east").lies = true;
        regions.die("east").run(ofMinutes(5));

        assertThat(regions.texts(Type.NOTE).stream().filter(text -> text.contains("trial calls")))
                .hasSizeBetween(5, 12);
    }

    @Test
    void aBrakeThatIsOffAndOnAgainTellsAHumanOnceAnIncident() {
        regions.begin().die("east").run(ofSeconds(5)).die("west").run(ofSeconds(10));
        for (int i = 0; i < 3; i++) {
            regions.live("west").run(ofSeconds(40)).die("west").run(ofSeconds(10));
        }

        assertThat(regions.texts(Type.ESCALATED).stream().filter(text -> text.contains("turned bad within")))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void whatLastsLongerThan45SecondsMoves() {
        regions.sustained(FailoverRegion.DEFAULT_SUSTAINED).begin();
        regions.die("east").run(ofSeconds(50));

        assertThat(regions.share("west")).isOne();
    }

    @Test
    void nothingMovesToARegionThatDoesNotAnswer() {
        regions.begin();
        regions.die("west").run(ofMinutes(2));
        regions.die("east").run(ofMinutes(2));

        assertThat(regions.count(Type.STARTED)).isZero();
        assertThat(regions.share("east")).isOne();
        assertThat(regions.incident("east").events())
                .extracting(IncidentEvent::text)
                .contains("no other member of inventory is known healthy to take over from inventory@east");
    }

    @Test
    void aDestinationIsAskedOnceMoreRightBeforeSinceItMayHaveDiedSinceItsLastLook() {
        regions.begin();
        regions.die("east").run(ofSeconds(4));
        regions.die("west").run(ofMillis(250));
        regions.run(ofSeconds(20));

        assertThat(regions.count(Type.STARTED)).isZero();
    }

    @Test
    void bothDownMovesNothingAndTellsAHumanOnce() {
        regions.begin();
        regions.die("east", "west").run(ofMinutes(10));

        assertThat(regions.count(Type.STARTED)).isZero();
        assertThat(regions.texts(Type.ESCALATED))
                .containsExactly("a human is needed (oncall): more than 50 % of inventory turned bad within 30s:"
                        + " nothing is started for single members");
    }

    @Test
    void aRegionThatCannotHoldTheLoadIsNoDestination() {
        regions.capacities.put("west", 45.0); // 40 a second come, and there must be a fifth more room
        regions.begin().die("east").run(ofSeconds(30));

        assertThat(regions.count(Type.STARTED)).isZero();
        assertThat(regions.texts(Type.WAITING))
                .anySatisfy(text -> assertThat(text)
                        .startsWith("no region can take the traffic: west holds 45 calls a second, and would need to"));

        regions.capacities.put("west", 50.0);
        regions.live("east").crashAndRestart(ofSeconds(15)).die("east").run(ofSeconds(30));
        assertThat(regions.share("west")).isOne();
    }

    @Test
    void aSickRegionWithoutTrafficMovesNothing() {
        regions.begin();
        regions.die("west").run(ofSeconds(30));

        assertThat(regions.count(Type.STARTED)).isZero();
        assertThat(regions.texts(Type.WAITING)).contains("no traffic goes to west");
    }

    @Test
    void ofThreeThatShareTheTrafficTheOtherTwoTakeItTogether() {
        Regions three = new Regions("a", "b", "c");
        three.weights.replaceAll((name, none) -> 1.0);
        three.begin().die("a").run(ofSeconds(10));

        assertThat(three.share("a")).isZero();
        assertThat(three.share("b")).isEqualTo(0.5, within(1e-9));
        assertThat(three.share("c")).isEqualTo(0.5, within(1e-9));
    }

    @Test
    void whatDoesNotHelpIsUndoneOnce() {
        regions.begin();
        regions.place("west").lies = true; // it answers probes, and no call
        regions.place("west").alive = false;
        regions.die("east").run(ofSeconds(40));

        assertThat(regions.count(Type.NOT_VERIFIED)).isOne();
        assertThat(regions.count(Type.UNDONE)).isOne();
        assertThat(regions.share("east")).isOne();
    }

    // -- and back

    private void moveAndReturn() {
        regions.begin().die("east").run(ofMinutes(2));
        assertThat(regions.share("west")).isOne();
        regions.live("east");
    }

    @Test
    void trafficComesBackByStepsEachAfterADwell() {
        moveAndReturn();
        regions.run(ofSeconds(9));
        assertThat(regions.share("east")).isZero();

        regions.run(ofSeconds(4));
        assertThat(regions.share("east")).isEqualTo(0.25);
        regions.run(ofSeconds(10));
        assertThat(regions.share("east")).isEqualTo(0.5);
        regions.run(ofSeconds(10));
        assertThat(regions.share("east")).isEqualTo(0.75);
        regions.run(ofSeconds(11));
        assertThat(regions.share("east")).isOne();
        assertThat(regions.router.admitted("east")).isOne();

        regions.run(ofSeconds(10));
        assertThat(regions.incident("east").resolution()).isEqualTo(Resolution.HEALED);
        assertThat(regions.incident("east").events())
                .extracting(IncidentEvent::text)
                .contains(
                        "has been healthy for 10s: 25 % of what was moved come back",
                        "has been healthy for 10s: all that was moved comes back",
                        "is undone: all that was moved is back");
        assertThat(regions.count(Type.STARTED)).isOne();
        assertThat(regions.count(Type.UNDONE)).isOne();
    }

    @Test
    void itStaysAwayForTheMinimumStayHoweverSoonTheRegionIsWell() {
        regions.failback(new Failback(ofSeconds(5), 0.5, ofMinutes(1))).begin();
        regions.die("east").run(ofSeconds(10)).live("east");
        assertThat(regions.share("west")).isOne();

        regions.run(ofSeconds(50));
        assertThat(regions.share("west")).isOne();
        regions.run(ofSeconds(7));
        assertThat(regions.share("east")).isEqualTo(0.5);
    }

    @Test
    void whatHasComeBackGoesAtOnceWhenTheRegionFallsSickAgainAndTheWayBackBeginsAnew() {
        moveAndReturn();
        regions.run(ofSeconds(25));
        assertThat(regions.share("east")).isEqualTo(0.5);

        regions.die("east").run(ofSeconds(3));
        assertThat(regions.share("east")).isZero();
        assertThat(regions.count(Type.STARTED)).as("it is the same move").isOne();

        regions.live("east").run(ofSeconds(9));
        assertThat(regions.share("east")).isZero();
        regions.run(ofSeconds(5));
        assertThat(regions.share("east")).isEqualTo(0.25);
    }

    @Test
    void fiveBlipsInTheRampAndOneMoveThereAndOneBack() {
        moveAndReturn();
        for (int i = 0; i < 5; i++) {
            regions.run(ofSeconds(15)).die("east").run(ofSeconds(2)).live("east");
        }
        regions.run(ofMinutes(2));

        assertThat(regions.share("east")).isOne();
        assertThat(regions.count(Type.STARTED)).isOne();
        assertThat(regions.count(Type.UNDONE)).isOne();
    }

    @Test
    void aRegionThatFallsSickAgainAndAgainStaysAwayUntilAHumanReleasesIt() {
        regions.giveUp(new GiveUp(3, 3, ofMinutes(30)));
        moveAndReturn();
        for (int i = 0; i < 3; i++) {
            regions.run(ofSeconds(20)).die("east").run(ofSeconds(5)).live("east");
        }
        regions.run(ofMinutes(5));
        assertThat(regions.share("east")).isZero();
        assertThat(regions.texts(Type.ESCALATED))
                .anyMatch(text -> text.contains("pinned, because it fell sick 3 times"));

        regions.loop.release("inventory@east", "ada");
        regions.run(ofMinutes(1));
        assertThat(regions.share("east")).isOne();
    }

    @Test
    void whileNothingIsKnownNothingMoves() {
        moveAndReturn();
        regions.run(ofSeconds(15));
        assertThat(regions.share("east")).isEqualTo(0.25);

        regions.clock.advance(ofMinutes(2)); // the process was stopped
        regions.loop.work();
        assertThat(regions.share("east")).isEqualTo(0.25);
        regions.run(ofSeconds(9));
        assertThat(regions.share("east")).as("the dwell begins anew").isEqualTo(0.25);
        regions.run(ofSeconds(7));
        assertThat(regions.share("east")).isEqualTo(0.5);
    }

    @Test
    void whenItsTimeToLiveIsOverAndTheRegionIsStillDeadTrafficStaysAndAHumanIsTold() {
        regions.timeToLive(ofMinutes(2)).begin();
        regions.die("east").run(ofMinutes(10));

        assertThat(regions.share("west")).isOne();
        assertThat(regions.texts(Type.ESCALATED))
                .hasSize(1)
                .first()
                .asString()
                .contains("what was moved is still away after 2m, and it stays so until the target is known healthy");

        regions.live("east").run(ofMinutes(2));
        assertThat(regions.share("east")).isOne();
    }

    @Test
    void theEndOfHealLeavesTrafficWhereItIsWell() {
        regions.begin().die("east").run(ofMinutes(1));
        regions.loop.close();

        assertThat(regions.share("west")).isOne();
    }

    @Test
    void whereTrafficWentFallsSickWhileHomeIsWellAndAllOfItComesBackAtOnce() {
        moveAndReturn();
        regions.run(ofSeconds(15));
        assertThat(regions.share("east")).isEqualTo(0.25);

        regions.die("west").run(ofSeconds(8));
        assertThat(regions.share("east")).isOne();
        assertThat(regions.texts(Type.NOTE))
                .contains("inventory@west is sick, and this is healthy: all that was moved comes back");
        assertThat(regions.count(Type.STARTED)).isOne();
    }

    @Test
    void aBlipWhereTrafficWentBringsNothingBack() {
        regions.sustained(ofSeconds(20));
        moveAndReturn();
        regions.run(ofSeconds(5)).die("west").run(ofSeconds(5));
        assertThat(regions.share("west")).isOne();
    }

    @Test
    void aRestartInTheMiddleOfItMovesTrafficAgainBeforeAnythingElseIsKnown() {
        regions.begin().die("east").run(ofMinutes(1));
        regions.crashAndRestart(ofMillis(500));

        assertThat(regions.share("west")).isOne();
        regions.run(ofMinutes(1));
        assertThat(regions.count(Type.STARTED)).as("it is the same move").isOne();
        assertThat(regions.texts(Type.NOTE)).contains("what had been moved before the restart is moved again");

        regions.live("east").run(ofMinutes(1));
        assertThat(regions.share("east")).isOne();
        assertThat(regions.incident("east").resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void aRestartMovesNothingAgainWhereTheDestinationIsDeadByNow() {
        regions.begin().die("east").run(ofMinutes(1));
        regions.die("west").crashAndRestart(ofSeconds(1));

        assertThat(regions.share("east")).isOne();
        assertThat(regions.texts(Type.UNDONE))
                .singleElement()
                .asString()
                .startsWith("what it had done ended with the process: IllegalStateException: no region can take");
    }

    @Test
    void aRestartLeavesARegionThatAnswersAgainAlone() {
        moveAndReturn();
        regions.run(ofSeconds(25));
        assertThat(regions.share("east")).isEqualTo(0.5);

        regions.crashAndRestart(ofSeconds(1));
        assertThat(regions.share("east")).isOne();
        assertThat(regions.texts(Type.UNDONE))
                .containsExactly(
                        "what it had done ended with the process:" + " IllegalStateException: east answers again");
    }

    @Test
    void aRegionThatIsKnownSickIsNoDestinationThoughItAnswers() {
        Regions three = new Regions("east", "west", "south");
        three.begin();
        three.place("west").lies = true;
        three.router.move("east", List.of("west"));
        three.die("west").run(ofSeconds(3)); // by hand, so that west's calls fail and it is sick
        three.router.admit("east", 1);
        three.run(ofSeconds(40)).die("east").run(ofSeconds(15));

        assertThat(three.share("west")).isZero();
    }

    @Test
    void aRegionThatIsWellWithoutTrafficAndSickWithItIsPinnedInTheEnd() {
        regions.giveUp(new GiveUp(100, 3, ofMinutes(1)));
        moveAndReturn();
        for (int i = 0; i < 6; i++) {
            regions.run(ofSeconds(14)).die("east").run(ofSeconds(2)).live("east");
        }
        regions.run(ofMinutes(5));

        assertThat(regions.share("east")).isZero();
        assertThat(regions.texts(Type.ESCALATED))
                .anyMatch(text -> text.contains("it fell sick 3 times while its traffic came back"));
    }

    @Test
    void underAHumansStopARestartMovesNothing() {
        regions.begin().die("east").run(ofMinutes(1));
        regions.loop.stop("inventory@east", "ada", "looking");
        regions.crashAndRestart(ofSeconds(30));
        assertThat(regions.share("east")).isOne();

        regions.loop.release("inventory@east", "ada");
        regions.run(ofSeconds(15));
        assertThat(regions.share("west")).isOne();
        assertThat(regions.count(Type.STARTED)).as("it was decided on anew").isEqualTo(2);
    }

    // -- humans

    @Test
    void aHumansStopPausesTheWayBackAndNotTheWayOut() {
        moveAndReturn();
        regions.run(ofSeconds(15));
        regions.loop.stop("inventory@east", "ada", "looking");
        regions.run(ofMinutes(2));
        assertThat(regions.share("east")).isEqualTo(0.25);

        regions.die("east").run(ofSeconds(3));
        assertThat(regions.share("east")).isZero();
    }

    @Test
    void whatAHumanHasPinnedIsNotMovedOverARestartToo() {
        regions.begin();
        regions.loop.pin("inventory@east", "ada", "west is being rebuilt");
        regions.die("east").run(ofMinutes(1));
        assertThat(regions.share("east")).isOne();
        assertThat(regions.texts(Type.WAITING))
                .contains("all traffic is pinned to inventory@east by ada: west is being rebuilt");

        regions.crashAndRestart(ofSeconds(15)).run(ofMinutes(1));
        assertThat(regions.router.pinned()).isEqualTo("east");
        assertThat(regions.count(Type.STARTED)).isZero();

        regions.loop.unpin("inventory@west", "ada");
        regions.run(ofSeconds(20));
        assertThat(regions.share("west")).isOne();
    }

    @Test
    void aPinMovesTrafficAtOnceAlsoWhereHealHadMovedItElsewhere() {
        regions.begin().die("east").run(ofMinutes(1));
        regions.loop.pin("inventory@east", "ada", "it is back");
        assertThat(regions.share("east")).isOne();

        regions.run(ofMinutes(1));
        regions.loop.unpin("inventory@east", "ada");
        assertThat(regions.share("west")).as("as it was moved before").isOne();
    }

    @Test
    void onlyARegionCanBePinned() {
        assertThatThrownBy(() -> regions.begin().loop.pin("orders", "ada", ""))
                .hasMessage("there is no target \"orders\"");
    }

    // -- what is seen

    @Test
    void aMoveThatTookPartOfASecondIsSeenInWhatWasLost() {
        regions.begin().die("east").run(ofMinutes(5)).live("east").run(ofMinutes(5));
        Duration lostFor = ofMillis(250).multipliedBy(regions.lost / 10);

        assertThat(lostFor).isLessThan(ofSeconds(10));
    }
}
