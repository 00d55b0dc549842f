package dev.heal.loop;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.journal.Recording;
import dev.heal.policy.Approval;
import dev.heal.policy.Mode;
import dev.heal.resource.Readiness;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What humans were asked and have said outlives the process: exactly that, once, and no longer than it was meant. */
class RestartApprovalTest {

    private final Rig rig = new Rig().detector("stalled").cooldown(ofSeconds(1));
    private final Act restart = new Act("restart-pool").plan("restart the pool \u202eorders");

    @BeforeEach
    void needsApproval() {
        rig.step(Act.attempts(9, Act.approval(Approval.DEFAULT, Rig.step("restart", restart))));
    }

    private String proposed() {
        rig.begin();
        rig.sick("stalled").run(ofSeconds(2));
        return rig.incident().plan().hash();
    }

    private void approve(String plan) {
        rig.loop.decide(rig.incident().id(), Decision.approve(plan, "ada"));
    }

    /** Approved, and then not ready, so that it has not started. */
    private void approvedAndWaiting() {
        String plan = proposed();
        restart.readiness = Readiness.notReady("the database is away");
        approve(plan);
        rig.run(ofSeconds(2));
        assertThat(restart.applied).isZero();
    }

    @Test
    void thePlanThatWaitedStillWaitsAndCanBeApprovedAlsoWhileNothingIsSeen() {
        String plan = proposed();

        rig.unknown("stalled").crashAndRestart();
        assertThat(rig.incident().plan().hash()).isEqualTo(plan);
        approve(plan);
        rig.sick("stalled").run(ofSeconds(2));

        assertThat(restart.applied).isOne();
        assertThat(rig.events(Type.PROPOSED)).hasSize(1);
    }

    @Test
    void itWaitsNoLongerThanItWouldHave() {
        proposed();
        rig.run(ofMinutes(10)).crashAndRestart();

        rig.run(ofMinutes(4));
        assertThat(rig.incident().plan()).isNotNull();
        rig.run(ofMinutes(2));
        assertThat(rig.types()).contains(Type.EXPIRED);
        assertThat(restart.applied).isZero();
    }

    @Test
    void anApprovalGivenBeforeHoldsForOneStart() {
        approvedAndWaiting();

        rig.crashAndRestart();
        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(3));
        assertThat(restart.applied).isOne();

        rig.run(ofSeconds(20));
        assertThat(restart.applied).as("the next one is asked for").isOne();
        assertThat(rig.events(Type.PROPOSED)).hasSize(2);
    }

    @Test
    void anApprovalThatWasUsedIsNotUsedAgain() {
        approve(proposed());
        rig.run(ofSeconds(2));
        assertThat(restart.applied).isOne();

        rig.crashAndRestart().run(ofSeconds(30));

        assertThat(restart.applied).isOne();
    }

    @Test
    void anApprovalThatTheWallClockHoldsToBeOldIsNone() {
        approvedAndWaiting();

        rig.clock.jumpWallClock(ofMinutes(16));
        rig.crashAndRestart();
        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(5));

        assertThat(restart.applied).isZero();
        assertThat(rig.events(Type.PROPOSED)).hasSize(2);
    }

    @Test
    void aWallClockThatWentBackGivesItNoMoreTime() {
        approvedAndWaiting();
        rig.run(ofMinutes(10));

        rig.clock.jumpWallClock(Duration.ofHours(-1));
        rig.crashAndRestart().run(ofMinutes(6));
        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(5));

        assertThat(restart.applied).isZero();
    }

    @Test
    void aPlanThatSaysSomethingElseByNowIsAskedAnew() {
        approvedAndWaiting();

        restart.plan("restart all pools");
        rig.crashAndRestart();
        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(5));

        assertThat(restart.applied).isZero();
        assertThat(rig.incident().plan().action()).isEqualTo("restart all pools because of stalled");
    }

    @Test
    void aQuestionThatSaysSomethingElseByNowIsAskedAnewToo() {
        String plan = proposed();

        restart.plan("restart all pools");
        rig.crashAndRestart().run(ofSeconds(2));

        assertThat(rig.incident().plan().hash()).isNotEqualTo(plan);
        assertThat(rig.events(Type.PROPOSED)).hasSize(2);
    }

    @Test
    void aStepThatIsGoneTakesItsApprovalWithIt() {
        approvedAndWaiting();
        Act other = new Act("other");

        rig.anotherPolicy().step(Act.approval(Approval.DEFAULT, Rig.step("other", other)));
        restart.readiness = Readiness.ready();
        rig.crashAndRestart().run(ofSeconds(5));

        assertThat(restart.applied + other.applied).isZero();
        assertThat(rig.incident().plan().step()).isEqualTo("other");
    }

    @Test
    void whatNewOrdersHaveMadeVoidStaysVoid() {
        approvedAndWaiting();
        rig.journal.recording = Recording.nowhere("the disk is full"); // so that nothing is asked anew
        rig.loop.stop("orders", "ada", "");
        rig.run(Rig.TICK);
        rig.loop.release("orders", "ada");
        rig.run(Rig.TICK);

        rig.crashAndRestart();
        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(5));

        assertThat(restart.applied).isZero();
    }

    @Test
    void onceSomethingElseHasStartedWhatWasApprovedBeforeIsVoid() {
        Act first = new Act("first");
        first.readiness = Readiness.notReady("the database is away");
        rig.anotherPolicy()
                .detector("errors")
                .step(Rig.step("first", first, "errors"))
                .step(Act.approval(Approval.DEFAULT, Rig.step("restart", restart, "stalled")));
        approvedAndWaiting();
        first.readiness = Readiness.ready();
        rig.sick("errors").run(ofSeconds(3));
        assertThat(first.applied).isOne();

        rig.crashAndRestart();
        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(5));

        assertThat(restart.applied).isZero();
    }

    @Test
    void inTheModeOfThatTimeOrALowerOne() {
        approvedAndWaiting();

        rig.ceiling(Mode.OBSERVE).crashAndRestart();
        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(5));

        assertThat(restart.applied).isZero();
    }
}
