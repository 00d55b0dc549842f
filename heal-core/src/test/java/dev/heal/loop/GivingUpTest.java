package dev.heal.loop;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.policy.GiveUp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What does not help is not tried for ever, and what falls sick again and again is left to a human. */
class GivingUpTest {

    private final Rig rig = new Rig().detector("stalled").detector("errors");
    private final Act restart = new Act("restart-pool");

    @BeforeEach
    void mayOften() {
        rig.budget(1_000, ofMinutes(10)).cooldown(ofSeconds(1)).step(Rig.step("restart", restart));
    }

    /** An incident in which the one attempt fails. */
    private void failsOnce(String detector) {
        rig.sick(detector).run(ofSeconds(15)).well(detector).run(ofSeconds(5));
        assertThat(rig.incident().isOpen()).isFalse();
    }

    /** An incident that ends by itself or is healed. */
    private void fallsSickOnce() {
        restart.doing(() -> rig.well("stalled"));
        rig.sick("stalled").run(ofSeconds(8)).well("stalled").run(ofSeconds(4));
        assertThat(rig.incident().isOpen()).isFalse();
    }

    private void givesUpAfter(int failures) {
        rig.giveUp(new GiveUp(failures, 1_000, ofHours(1))).begin();
    }

    private void isPinnedAfter(int incidents) {
        rig.giveUp(new GiveUp(1_000, incidents, ofMinutes(30))).begin();
    }

    // -- a step that does not help

    @Test
    void whatHasFailedSoOftenOnACauseIsNotChosenUntilAHumanAcknowledges() {
        givesUpAfter(2);
        failsOnce("stalled");
        failsOnce("stalled");

        failsOnce("stalled");
        assertThat(restart.applied).isEqualTo(2);
        assertThat(rig.texts(Type.DENIED))
                .contains("has failed 2 times in a row on stalled; a human has to acknowledge that");

        failsOnce("errors");
        assertThat(restart.applied).as("another cause is another matter").isEqualTo(3);

        rig.loop.decide(rig.incident().id(), Decision.acknowledge("ada", "a new disk"));
        failsOnce("stalled");
        assertThat(restart.applied).isEqualTo(4);
    }

    @Test
    void itIsNotForgottenByARestartAndNeitherIsTheAcknowledgement() {
        givesUpAfter(2);
        failsOnce("stalled");
        failsOnce("stalled");

        rig.crashAndRestart();
        failsOnce("stalled");
        assertThat(restart.applied).isEqualTo(2);

        rig.loop.decide(rig.incident().id(), Decision.acknowledge("ada", null));
        rig.run(ofSeconds(1)).crashAndRestart();
        failsOnce("stalled");
        assertThat(restart.applied).isEqualTo(3);
    }

    @Test
    void successForgivesAlsoAcrossARestart() {
        givesUpAfter(2);
        failsOnce("stalled");
        fallsSickOnce(); // and is healed
        restart.doing(() -> {});
        rig.crashAndRestart();

        failsOnce("stalled");
        failsOnce("stalled");

        assertThat(restart.applied).isEqualTo(4);
    }

    @Test
    void aStepThatThrowsHasFailedToo() {
        restart.doing(() -> {
            throw new IllegalStateException("no");
        });
        givesUpAfter(1);
        failsOnce("stalled");
        failsOnce("stalled");

        assertThat(restart.applied).isOne();
    }

    // -- a target that flaps

    @Test
    void whatFallsSickAgainAndAgainIsPinnedAndToldOnceUntilAHumanReleasesIt() {
        isPinnedAfter(3);
        fallsSickOnce();
        fallsSickOnce();
        assertThat(restart.applied).isEqualTo(2);

        fallsSickOnce();
        fallsSickOnce();
        assertThat(restart.applied).isEqualTo(2);
        String pinned = "pinned, because it fell sick 3 times within 30m; a human has to release it";
        assertThat(rig.texts(Type.ESCALATED)).containsExactly("a human is needed (oncall): " + pinned);
        assertThat(rig.texts(Type.WAITING)).contains("was stopped by heal: " + pinned);

        rig.loop.release("orders", "ada");
        fallsSickOnce();
        assertThat(restart.applied).as("and what was before counts no more").isEqualTo(3);
    }

    @Test
    void aReleaseOfAllTargetsIsNotTheReleaseOfThisOne() {
        isPinnedAfter(2);
        fallsSickOnce();
        fallsSickOnce();

        rig.loop.release("ada");
        fallsSickOnce();

        assertThat(restart.applied).isOne();
    }

    @Test
    void thePinSurvivesARestartAndSoDoesItsRelease() {
        isPinnedAfter(3);
        fallsSickOnce();
        fallsSickOnce();
        rig.crashAndRestart();
        fallsSickOnce();
        assertThat(restart.applied).as("what was before the restart counts").isEqualTo(2);

        rig.crashAndRestart();
        fallsSickOnce();
        assertThat(restart.applied).isEqualTo(2);
        assertThat(rig.loop.status("orders").orders().here()).isNotNull();

        rig.loop.release("orders", "ada");
        rig.run(ofSeconds(1)).crashAndRestart();
        fallsSickOnce();
        assertThat(restart.applied).isEqualTo(3);
    }

    @Test
    void aHumansOwnStopStandsAndIsNotReplacedByThePin() {
        isPinnedAfter(2);
        fallsSickOnce();
        rig.loop.stop("orders", "ada", "being moved");

        fallsSickOnce();

        assertThat(rig.loop.status("orders").orders().here().by()).isEqualTo("ada");
        assertThat(rig.types()).doesNotContain(Type.ESCALATED);
    }

    @Test
    void whatLiesFurtherBackThanTheSpanDoesNotCount() {
        rig.giveUp(new GiveUp(1_000, 2, ofMinutes(1))).begin();
        fallsSickOnce();
        rig.run(ofMinutes(1));

        fallsSickOnce();

        assertThat(restart.applied).isEqualTo(2);
    }

    @Test
    void thePinIsToldEvenWhileTheBrakeOfItsScopeIsOn() {
        Fleet fleet = new Fleet();
        fleet.giveUp = new GiveUp(1_000, 2, ofMinutes(30));
        for (String member : new String[] {"a", "b", "c", "d"}) {
            fleet.member(member, Rig.step("restart", new Act("restart-" + member)));
        }
        fleet.begin();
        fleet.sick("d").run(ofSeconds(3)).well("d").run(ofSeconds(20));
        fleet.sick("a", "b", "c").run(ofSeconds(3));

        fleet.sick("d").run(ofSeconds(3));

        assertThat(fleet.texts("d", Type.ESCALATED)).anyMatch(text -> text.contains("pinned"));
    }
}
