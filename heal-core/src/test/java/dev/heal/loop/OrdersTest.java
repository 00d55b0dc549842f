package dev.heal.loop;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.incident.Decision;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.loop.Rig.FakeRemediation;
import dev.heal.policy.Mode;
import dev.heal.policy.Step;
import dev.heal.policy.Verification;
import dev.heal.resource.Readiness;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a human says goes before what a policy says: stop, release, mode, abort, acknowledge, comment. */
class OrdersTest {

    private final Rig rig = new Rig().detector("stalled");
    private final FakeRemediation restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));

    @Test
    void whileATargetIsStoppedNothingStartsAndOnceItIsReleasedHealingGoesOn() {
        rig.step(Rig.step("restart", restart)).begin();

        rig.loop.stop("orders", "ada", "the database is being moved");
        rig.sick("stalled").run(ofSeconds(60));
        assertThat(restart.checked + restart.applied).isZero();
        assertThat(rig.texts(Type.WAITING)).containsExactly("was stopped by ada: the database is being moved");

        rig.loop.release("orders", "grace");
        rig.run(ofSeconds(6));
        assertThat(rig.texts(Type.ORDERED)).containsExactly("released by grace");
        assertThat(restart.applied).isOne();
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void aTargetThatWasStoppedByItselfStaysSoWhenAllAreReleased() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.loop.stop("ada", "an exercise");
        rig.loop.stop("orders", "ada", "its pool is being changed");

        assertThat(rig.loop.status("orders").orders().stop().text()).isEqualTo("by ada: an exercise");

        rig.loop.release("ada");
        rig.sick("stalled").run(ofSeconds(10));
        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.WAITING)).containsExactly("was stopped by ada: its pool is being changed");

        rig.loop.stop("ada", "another exercise");
        rig.loop.release("orders", "ada");
        rig.run(ofSeconds(10));
        assertThat(restart.applied).isZero();

        rig.loop.release("ada");
        rig.run(ofSeconds(6));
        assertThat(restart.applied).isOne();
    }

    @Test
    void aStopWithdrawsThePlanThatWaitsAndItsReleaseAsksAnew() {
        rig.mode(Mode.PROPOSE).step(Rig.step("restart", restart)).begin();
        rig.sick("stalled").run(ofSeconds(2));
        String plan = rig.incident().plan().hash();

        rig.loop.stop("orders", "ada", "");
        rig.run(ofSeconds(1));
        assertThat(rig.incident().plan()).isNull();
        String id = rig.incident().id();
        assertThatThrownBy(() -> rig.loop.decide(id, Decision.approve(plan, "grace")))
                .hasMessage("incident " + id + " waits for no decision");

        rig.loop.release("orders", "ada");
        rig.run(ofSeconds(1));
        assertThat(rig.incident().plan()).isNotNull();
        assertThat(restart.applied).isZero();
    }

    @Test
    void anApprovalGivenBeforeAStopDoesNotOutliveIt() {
        restart.readiness = Readiness.notReady("the database is away");
        rig.mode(Mode.PROPOSE).step(Rig.step("restart", restart)).begin();
        rig.sick("stalled").run(ofSeconds(2));
        rig.loop.decide(
                rig.incident().id(), Decision.approve(rig.incident().plan().hash(), "ada"));
        rig.run(ofSeconds(1));

        rig.loop.stop("orders", "ada", "");
        rig.loop.release("orders", "ada");
        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(5));

        assertThat(restart.applied).isZero();
        assertThat(rig.incident().plan()).isNotNull();
    }

    @Test
    void whatIsUnderWayWhenAStopComesIsVerifiedAsEver() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.sick("stalled").run(ofSeconds(1));
        assertThat(restart.applied).isOne();

        rig.loop.stop("orders", "ada", "");
        rig.run(ofSeconds(6));

        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void onceAStopHasReturnedNothingBeginsAlthoughTheRulesHadAlreadyDecided() {
        Deque<Runnable> waiting = decidedOnAndWaitingForAThread();

        rig.loop.stop("orders", "ada", "");
        waiting.remove().run();
        rig.run(ofSeconds(1));

        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.DENIED)).containsExactly("not begun, because a human has stopped it");
    }

    @Test
    void onceTheModeIsLoweredNothingBeginsThatTheRulesHadDecidedUnderTheModeBefore() {
        Deque<Runnable> waiting = decidedOnAndWaitingForAThread();

        rig.loop.mode("orders", Mode.PROPOSE, "ada");
        waiting.remove().run();
        rig.run(ofSeconds(1));

        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.DENIED)).containsExactly("not begun, because a human has lowered the mode");
    }

    @Test
    void whatWaitsForAThreadWhenAHumanAbortsDoesNotBegin() {
        Deque<Runnable> waiting = decidedOnAndWaitingForAThread();

        rig.loop.decide(rig.incident().id(), Decision.abort("ada", null));
        rig.run(Rig.TICK);
        waiting.remove().run();
        rig.run(ofSeconds(1));

        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.DENIED)).containsExactly("not begun, because it was interrupted before");
    }

    @Test
    void aStopLastsAsLongAsNobodyReleasesItAndAHumanIsToldThatTheTargetIsStillSick() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.loop.stop("orders", "ada", "");

        rig.sick("stalled").run(ofMinutes(6));

        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.ESCALATED)).containsExactly("a human is needed (oncall): still sick after 5m");
    }

    @Test
    void theModeThatIsOrderedHoldsUntilItIsTakenBack() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.loop.mode("orders", Mode.OBSERVE, "ada");

        rig.sick("stalled").run(ofSeconds(10));
        assertThat(restart.applied).isZero();
        assertThat(rig.loop.status("orders").mode()).isEqualTo(Mode.OBSERVE);

        rig.loop.mode("orders", null, "ada");
        rig.run(ofSeconds(6));
        assertThat(rig.texts(Type.ORDERED)).containsExactly("the mode is as written, ordered by ada");
        assertThat(restart.applied).isOne();
    }

    @Test
    void whereProposeIsOrderedAHumanIsAskedAlthoughThePolicyMayAct() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.loop.mode("orders", Mode.PROPOSE, "ada");

        rig.sick("stalled").run(ofSeconds(10));
        assertThat(restart.checked + restart.applied).isZero();
        assertThat(rig.incident().plan()).isNotNull();

        rig.loop.mode("orders", Mode.ACT, "ada");
        rig.run(ofSeconds(6));
        assertThat(rig.incident().plan()).isNull();
        assertThat(restart.applied).isOne();
    }

    @Test
    void aModeThatIsOrderedGoesNeitherAboveTheCeilingNorAboveAStepsOwn() {
        var move = new FakeRemediation("failover-region");
        Step observed = new Step(
                "move", move, Set.of(), Duration.ZERO, Verification.detectors(), 1, ofSeconds(20), null, Mode.OBSERVE);
        Step bold = new Step(
                "restart",
                restart,
                Set.of(),
                Duration.ZERO,
                Verification.detectors(),
                1,
                ofSeconds(20),
                null,
                Mode.ACT);
        rig.mode(Mode.OBSERVE).ceiling(Mode.PROPOSE).step(observed).step(bold).begin();

        rig.loop.mode("orders", Mode.ACT, "ada");
        assertThat(rig.loop.status("orders").mode()).isEqualTo(Mode.PROPOSE);
        assertThat(rig.loop.status("orders").steps()).containsEntry("move", Mode.OBSERVE);
        assertThat(rig.loop.status("orders").steps()).containsEntry("restart", Mode.PROPOSE);

        rig.loop.mode("orders", Mode.OBSERVE, "ada");
        assertThat(rig.loop.status("orders").steps().values()).containsOnly(Mode.OBSERVE);
    }

    @Test
    void anAbortUndoesWhatIsBeingVerifiedAndNothingMoreStarts() {
        AtomicInteger undone = new AtomicInteger();
        restart.undo = context -> undone.incrementAndGet();
        restart.doing(() -> {});
        var next = new FakeRemediation("replace-pool");
        rig.step(Rig.step("restart", restart)).step(Rig.step("replace", next)).begin();
        rig.sick("stalled").run(ofSeconds(1));
        assertThat(restart.applied).isOne();

        rig.loop.decide(rig.incident().id(), Decision.abort("ada", "wrong pool"));
        rig.run(ofSeconds(1));
        assertThat(undone)
                .as("at once, not when the verification would have failed")
                .hasValue(1);

        rig.run(ofSeconds(60));
        assertThat(undone).hasValue(1);
        assertThat(next.applied).isZero();
        assertThat(rig.texts(Type.ABORTED)).containsExactly("by ada: wrong pool");
        assertThat(rig.texts(Type.ESCALATED)).isEmpty();
        rig.well("stalled").run(ofSeconds(4));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.STOPPED);

        rig.sick("stalled").run(ofMinutes(2));
        assertThat(restart.applied).as("the next sickness is another incident").isEqualTo(2);
    }

    @Test
    void anAbortBeforeAnythingBeganLeavesNothingToUndo() {
        rig.mode(Mode.PROPOSE).step(Rig.step("restart", restart)).begin();
        rig.sick("stalled").run(ofSeconds(2));

        rig.loop.decide(rig.incident().id(), Decision.abort("ada", null));
        rig.run(ofSeconds(30));

        assertThat(restart.checked + restart.applied).isZero();
        assertThat(rig.incident().plan()).isNull();
    }

    @Test
    void anAbortWhileARemediationRunsInterruptsItAndItsLateSuccessIsTakenBack() {
        Deque<Runnable> waiting = new ArrayDeque<>();
        AtomicInteger undone = new AtomicInteger();
        restart.undo = context -> undone.incrementAndGet();
        rig.workers(new Workers(Runnable::run, waiting::add))
                .step(Rig.step("restart", restart))
                .begin();
        rig.sick("stalled").run(ofSeconds(1));
        waiting.remove().run();
        rig.run(Rig.TICK);

        rig.loop.decide(rig.incident().id(), Decision.abort("ada", null));
        rig.run(Rig.TICK);
        waiting.remove().run();
        rig.run(Rig.TICK);
        waiting.forEach(Runnable::run);
        rig.run(ofSeconds(5));

        assertThat(restart.applied - undone.get()).isZero();
        assertThat(rig.incident().resolution()).isNotEqualTo(Resolution.HEALED);
    }

    @Test
    void whoAcknowledgesAnIncidentNeedsNotBeToldOfIt() {
        restart.readiness = Readiness.notReady("the database is away");
        rig.step(Rig.step("restart", restart)).begin();
        rig.sick("stalled").run(ofSeconds(2));

        rig.loop.decide(rig.incident().id(), Decision.acknowledge("ada", "on it"));
        rig.run(ofMinutes(6));

        assertThat(rig.texts(Type.ACKNOWLEDGED)).containsExactly("by ada: on it");
        assertThat(rig.texts(Type.ESCALATED)).isEmpty();
    }

    @Test
    void aCommentIsWrittenDownAlsoWhenTheIncidentIsClosed() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.sick("stalled").run(ofSeconds(1));
        String id = rig.incident().id();

        rig.loop.decide(id, Decision.comment("ada", "again"));
        rig.run(ofSeconds(10));
        assertThat(rig.incident().isOpen()).isFalse();
        rig.loop.decide(id, Decision.comment("grace", "the switch was rebooted"));
        rig.run(Rig.TICK);

        Incident incident = rig.loop.incidents().find(id).orElseThrow();
        assertThat(incident.events().stream().filter(event -> event.type() == Type.COMMENTED))
                .extracting(IncidentEvent::text)
                .containsExactly("by ada: again", "by grace: the switch was rebooted");
        assertThat(incident.timeToResolve()).isPresent();
    }

    @Test
    void whoDecidesMustSayWhoHeIsAndOnWhat() {
        assertThatThrownBy(() -> Decision.comment(" ", "hm")).hasMessage("a decision needs to say who decides");
        assertThatThrownBy(() -> Decision.approve(null, "ada")).hasMessage("to approve, say which plan");
        rig.step(Rig.step("restart", restart)).begin();
        assertThatThrownBy(() -> rig.loop.release(" ")).hasMessage("an order needs to say who gives it");
        assertThatThrownBy(() -> rig.loop.stop("orders", " ", "")).hasMessage("an order needs to say who gives it");
        assertThatThrownBy(() -> rig.loop.decide("orders-1", Decision.comment("ada", "hm")))
                .hasMessage("there is no incident \"orders-1\"");
        rig.sick("stalled").run(ofSeconds(10)).well("stalled").run(ofSeconds(10));
        String id = rig.incident().id();
        assertThatThrownBy(() -> rig.loop.decide(id, Decision.abort("ada", null)))
                .hasMessage("incident " + id + " is closed: there is nothing to abort");
    }

    @Test
    void theStatusSaysWhatIsKnownNow() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.loop.stop("ada", "an exercise");
        rig.sick("stalled").run(ofSeconds(2));

        var status = rig.loop.status("orders");

        assertThat(status.state()).isEqualTo("deciding");
        assertThat(status.incident()).isEqualTo(rig.incident().id());
        assertThat(status.verdicts()).containsOnlyKeys("stalled");
        assertThat(status.orders().stop().text()).isEqualTo("by ada: an exercise");
        assertThat(status.steps()).containsOnlyKeys("restart");
        assertThat(List.of(status.mode())).containsExactly(Mode.ACT);
    }

    /** The rules have begun the restart; its thread has not. */
    private Deque<Runnable> decidedOnAndWaitingForAThread() {
        Deque<Runnable> waiting = new ArrayDeque<>();
        rig.workers(new Workers(Runnable::run, waiting::add))
                .step(Rig.step("restart", restart))
                .begin();
        rig.sick("stalled").run(ofSeconds(1));
        waiting.remove().run(); // the check says that it is ready
        rig.run(Rig.TICK);
        assertThat(rig.types()).contains(Type.STARTED);
        return waiting;
    }
}
