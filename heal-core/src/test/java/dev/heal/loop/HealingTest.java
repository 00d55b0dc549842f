package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.detect.Probe;
import dev.heal.guard.Breaker;
import dev.heal.guard.BreakerState;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.loop.Rig.FakeRemediation;
import dev.heal.policy.Step;
import dev.heal.policy.Verification;
import dev.heal.resource.Readiness;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A target falls ill and is healed, or is not, step by step. */
class HealingTest {

    private final Rig rig = new Rig().detector("stalled");

    @Test
    void aSickTargetIsRepairedVerifiedAndItsIncidentClosed() {
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        rig.step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofSeconds(6));

        assertThat(rig.types())
                .containsExactly(Type.DETECTED, Type.STARTED, Type.APPLIED, Type.CLEARED, Type.VERIFIED, Type.RESOLVED);
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
        assertThat(rig.texts(Type.DETECTED)).containsExactly("stalled is bad");
        assertThat(restart.applied).isEqualTo(1);
    }

    @Test
    void aSingleBadLookIsNoSickness() {
        rig.step(Rig.step("restart", new FakeRemediation("restart-pool"))).begin();

        rig.sick("stalled").run(Rig.TICK).well("stalled").run(ofSeconds(5));

        assertThat(rig.events).isEmpty();
    }

    @Test
    void silenceNeitherOpensAnIncidentNorClosesOne() {
        var restart = new FakeRemediation("restart-pool");
        restart.readiness = Readiness.notReady("the database is away");
        rig.step(Rig.step("restart", restart)).begin();

        rig.unknown("stalled").run(ofMinutes(1));
        assertThat(rig.events).isEmpty();

        rig.sick("stalled").run(ofSeconds(1)).unknown("stalled").run(ofMinutes(1));
        assertThat(rig.incident().isOpen()).isTrue();

        rig.well("stalled").run(ofSeconds(4));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.RECOVERED_ALONE);
    }

    @Test
    void theSteadyStateMustHoldWithoutABreak() {
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        rig.step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofSeconds(3)); // healthy since about 2.5 s of the 3 s it must hold
        rig.sick("stalled").run(ofMillis(250)).well("stalled").run(ofSeconds(2));
        assertThat(rig.types()).doesNotContain(Type.VERIFIED);

        rig.run(ofSeconds(2));
        assertThat(rig.types()).contains(Type.VERIFIED);
    }

    @Test
    void aStepThatDidNotHelpIsUndoneOnceAndTheNextOneHasItsTurn() {
        int[] undone = {0};
        var shed = new FakeRemediation("shed-load");
        shed.undo = context -> undone[0]++;
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        rig.step(Rig.step("shed", shed)).step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofSeconds(20));

        assertThat(undone[0]).isEqualTo(1);
        assertThat(rig.types())
                .containsSubsequence(
                        Type.STARTED, Type.APPLIED, Type.NOT_VERIFIED, Type.UNDONE, Type.STARTED, Type.VERIFIED);
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void noOtherStepStartsWhileOneIsBeingVerified() {
        var first = new FakeRemediation("first");
        var second = new FakeRemediation("second");
        rig.step(Rig.step("first", first)).step(Rig.step("second", second)).begin();

        rig.sick("stalled").run(ofSeconds(9));

        assertThat(first.applied).isEqualTo(1);
        assertThat(second.applied).isZero();
    }

    @Test
    void whenNothingHelpsAHumanIsToldAndHealLooksOnUntilTheTargetIsWell() {
        var restart = new FakeRemediation("restart-pool");
        rig.step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofMinutes(10));
        assertThat(rig.texts(Type.ESCALATED))
                .containsExactly("a human is needed (oncall): no step is left that may be taken");
        assertThat(restart.applied).isEqualTo(1);
        assertThat(rig.incident().isOpen()).isTrue();

        rig.well("stalled").run(ofSeconds(4));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.ESCALATED);
    }

    @Test
    void aStepThatCannotWorkYetWaitsIsToldOnceAndStartsAsSoonAsItCan() {
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        restart.readiness = Readiness.notReady("the database does not accept connections: refused after 12 ms");
        rig.step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofMinutes(1));
        assertThat(rig.types()).containsExactly(Type.DETECTED, Type.WAITING);
        assertThat(restart.checked).isBetween(40, 61);

        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(6));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
        assertThat(restart.applied).isEqualTo(1);
    }

    @Test
    void aStepThatIsNotReadyLetsTheNextOneGoFirst() {
        var restart = new FakeRemediation("restart-pool");
        restart.readiness = Readiness.notReady("the database is away");
        var shed = new FakeRemediation("shed-load").doing(() -> rig.well("stalled"));
        rig.step(Rig.step("restart", restart)).step(Rig.step("shed", shed)).begin();

        rig.sick("stalled").run(ofSeconds(6));

        assertThat(restart.applied).isZero();
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void anIncidentThatWaitsTooLongIsToldToAHumanOnceAndGoesOnWaiting() {
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        restart.readiness = Readiness.notReady("the database is away");
        rig.step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofMinutes(12));
        assertThat(rig.texts(Type.ESCALATED)).containsExactly("a human is needed (oncall): still sick after 5m");

        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(6));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void whatRecoversByItselfIsNotTouched() {
        var restart = new FakeRemediation("restart-pool");
        restart.readiness = Readiness.notReady("the database is away");
        rig.step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofSeconds(10)).well("stalled");
        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(5));

        assertThat(restart.applied).isZero();
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.RECOVERED_ALONE);
    }

    @Test
    void whatGoesAwayWhileItIsBeingCheckedIsNotRepairedAnyMore() {
        Deque<Runnable> checks = new ArrayDeque<>();
        var restart = new FakeRemediation("restart-pool");
        rig.workers(new Workers(Runnable::run, checks::add))
                .step(Rig.step("restart", restart))
                .begin();

        rig.sick("stalled").run(ofSeconds(1)).well("stalled").run(ofSeconds(1));
        assertThat(checks).hasSize(1);
        checks.poll().run();
        rig.run(ofSeconds(5));

        assertThat(restart.applied).isZero();
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.RECOVERED_ALONE);
    }

    @Test
    void aStepAnswersOnlyToTheDetectorsThatItsWhenNames() {
        var restart = new FakeRemediation("restart-pool");
        rig.detector("errors").step(Rig.step("restart", restart, "stalled")).begin();

        rig.sick("errors").run(ofSeconds(10));

        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.ESCALATED)).hasSize(1);
    }

    @Test
    void aStepWithSustainedIgnoresABlip() {
        var move = new FakeRemediation("failover-region").doing(() -> rig.well("stalled"));
        Step sustained =
                new Step("move", move, Set.of(), ofSeconds(45), Verification.detectors(), 1, ofSeconds(20), null, null);
        rig.step(sustained).begin();

        rig.sick("stalled").run(ofSeconds(43)).well("stalled").run(ofSeconds(10));
        assertThat(move.applied).isZero();

        rig.sick("stalled").run(ofSeconds(46));
        assertThat(move.applied).isEqualTo(1);
    }

    @Test
    void whenAnotherDetectorIsStillUnhealthyAfterAStepTheIncidentGoesOn() {
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        var shed = new FakeRemediation("shed-load").doing(() -> rig.well("errors"));
        rig.detector("errors")
                .step(Rig.step("restart", restart, "stalled"))
                .step(Rig.step("shed", shed, "errors"))
                .begin();

        rig.sick("stalled").sick("errors").run(ofSeconds(15));

        assertThat(restart.applied).isEqualTo(1);
        assertThat(shed.applied).isEqualTo(1);
        assertThat(rig.loop.incidents().all()).hasSize(1);
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void aProbeThatFailsKeepsTheStepFromBeingVerified() {
        String[] answer = {"refused"};
        Probe probe = new Probe() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public void ask(Duration limit) {
                if (!answer[0].isEmpty()) {
                    throw new IllegalStateException(answer[0]);
                }
            }
        };
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.unknown("stalled"));
        Verification verification =
                Verification.probe(probe).within(ofSeconds(5)).hold(ofSeconds(3));
        Step step = new Step("restart", restart, Set.of(), Duration.ZERO, verification, 2, ofSeconds(20), null, null);
        rig.cooldown(ofSeconds(1)).step(step).begin();

        rig.sick("stalled").run(ofSeconds(7));
        assertThat(rig.texts(Type.NOT_VERIFIED))
                .containsExactly("no steady state within 5s; the probe said: IllegalStateException: refused");

        answer[0] = "";
        rig.sick("stalled").run(ofSeconds(8));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void afterARepairAnOpenBreakerIsAskedToLetTrialCallsIn() {
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        rig.step(Rig.step("restart", restart)).begin();
        for (int i = 0; i < 100; i++) {
            rig.guard.failed(rig.guard.enter(), new IllegalStateException("down"));
        }
        assertThat(rig.guard.breaker().state()).isEqualTo(BreakerState.OPEN);

        rig.sick("stalled").run(ofSeconds(2));

        assertThat(rig.guard.breaker().state()).isEqualTo(BreakerState.HALF_OPEN);
        assertThat(rig.texts(Type.NOTE)).containsExactly("the circuit breaker was open: trial calls are let in");
    }

    @Test
    void aBreakerThatSomebodyForcedOpenStaysSo() {
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        CircuitBreaker breaker = CircuitBreaker.ofDefaults("orders");
        breaker.transitionToForcedOpenState();
        rig.breaker(Breaker.attached(breaker))
                .step(Rig.step("restart", restart))
                .begin();

        rig.sick("stalled").run(ofSeconds(6));

        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.FORCED_OPEN);
    }

    @Test
    void withoutAProbeNotKnowingIsNoProofThatAStepHelped() {
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.unknown("stalled"));
        rig.step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofSeconds(15));

        assertThat(rig.types()).contains(Type.NOT_VERIFIED).doesNotContain(Type.VERIFIED);
        assertThat(rig.incident().isOpen()).isTrue();
    }

    @Test
    void aSicknessThatNoStepAnswersToDoesNotKeepAnotherFromBeingRepaired() {
        var restart = new FakeRemediation("restart-pool")
                .doing(() -> rig.well("stalled").well("slow"));
        rig.detector("slow").step(Rig.step("restart", restart, "stalled")).begin();

        rig.sick("slow").run(ofSeconds(5));
        assertThat(rig.types()).containsExactly(Type.DETECTED, Type.ESCALATED);

        rig.sick("stalled").run(ofSeconds(6));
        assertThat(restart.applied).isEqualTo(1);
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void twoBadLooksWithHoursOfSilenceBetweenThemAreNoSickness() {
        rig.step(Rig.step("restart", new FakeRemediation("restart-pool"))).begin();

        rig.sick("stalled").run(Rig.TICK).unknown("stalled").run(ofMinutes(60));
        rig.sick("stalled").run(Rig.TICK).well("stalled").run(ofSeconds(5));

        assertThat(rig.events).isEmpty();
    }

    @Test
    void timeInWhichNothingWasKnownIsNoTimeOfSickness() {
        var move = new FakeRemediation("failover-region");
        Step sustained =
                new Step("move", move, Set.of(), ofSeconds(45), Verification.detectors(), 1, ofSeconds(20), null, null);
        rig.step(sustained).begin();

        rig.sick("stalled").run(ofSeconds(2)).unknown("stalled").run(ofMinutes(10));
        rig.sick("stalled").run(ofSeconds(40));

        assertThat(move.applied).isZero();
    }

    @Test
    void aDetectorThatFlickersIsToldOnceUntilItIsKnownToBeWell() {
        var restart = new FakeRemediation("restart-pool");
        restart.readiness = Readiness.notReady("the database is away");
        rig.step(Rig.step("restart", restart)).begin();

        for (int i = 0; i < 100; i++) {
            rig.sick("stalled").run(ofSeconds(1)).unknown("stalled").run(ofSeconds(1));
        }

        assertThat(rig.texts(Type.DETECTED)).hasSize(1);
    }

    @Test
    void anIncidentIsNotHealedWhileAnotherOfItsDetectorsIsSilent() {
        var restart = new FakeRemediation("restart-pool")
                .doing(() -> rig.well("stalled").unknown("errors"));
        rig.detector("errors").step(Rig.step("restart", restart, "stalled")).begin();

        rig.sick("stalled").sick("errors").run(ofSeconds(10));
        assertThat(rig.types()).contains(Type.VERIFIED);
        assertThat(rig.incident().isOpen()).isTrue();

        rig.well("errors").run(ofSeconds(4));
        assertThat(rig.incident().resolution()).isIn(Resolution.HEALED, Resolution.ESCALATED);
    }

    @Test
    void aProbeThatHangsWhileTheSteadyStateMustHoldProvesNothing() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Probe probe = new Probe() {
            @Override
            public String name() {
                return "fake";
            }

            @Override
            public void ask(Duration limit) throws InterruptedException {
                if (asked.incrementAndGet() > 2) {
                    release.await();
                }
            }
        };
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        Verification verification =
                Verification.probe(probe).within(ofSeconds(5)).hold(ofSeconds(2));
        Step step = new Step("restart", restart, Set.of(), Duration.ZERO, verification, 1, ofSeconds(20), null, null);
        rig.workers(Workers.threads()).step(step).begin();

        rig.sick("stalled");
        await().pollInterval(ofMillis(5)).until(() -> {
            rig.run(Rig.TICK);
            return rig.types().contains(Type.NOT_VERIFIED) || rig.types().contains(Type.VERIFIED);
        });

        assertThat(rig.types()).contains(Type.NOT_VERIFIED).doesNotContain(Type.VERIFIED);
        release.countDown();
    }

    @Test
    void whileAStepSettlesNothingIsLookedAt() {
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));
        Verification verification = Verification.detectors()
                .settle(ofSeconds(5))
                .within(ofSeconds(5))
                .hold(ofSeconds(1));
        Step step = new Step("restart", restart, Set.of(), Duration.ZERO, verification, 1, ofSeconds(20), null, null);
        rig.step(step).begin();

        rig.sick("stalled").run(ofSeconds(5));
        assertThat(rig.types()).doesNotContain(Type.VERIFIED);

        rig.run(ofSeconds(3));
        assertThat(rig.types()).contains(Type.VERIFIED);
    }

    @Test
    void aCheckThatDoesNotAnswerIsGivenUpAndTheNextStepHasItsTurn() {
        Deque<Runnable> never = new ArrayDeque<>();
        var restart = new FakeRemediation("restart-pool");
        rig.workers(new Workers(Runnable::run, never::add))
                .step(Rig.step("restart", restart))
                .begin();

        rig.sick("stalled").run(ofSeconds(12));

        assertThat(rig.texts(Type.WAITING).get(0))
                .isEqualTo("whether it could work is not known: the check did not answer in time");
        assertThat(never).as("no second check beside one that hangs").hasSize(1);
    }

    @Test
    void anUndoThatDoesNotEndIsToldToAHumanAndNothingMoreStarts() {
        Deque<Runnable> work = new ArrayDeque<>();
        boolean[] held = {false};
        var shed = new FakeRemediation("shed-load");
        shed.undo = context -> {};
        var restart = new FakeRemediation("restart-pool");
        rig.workers(new Workers(Runnable::run, task -> {
                    if (held[0]) {
                        work.add(task);
                    } else {
                        task.run();
                    }
                }))
                .step(Rig.step("shed", shed))
                .step(Rig.step("restart", restart))
                .begin();

        rig.sick("stalled").run(ofSeconds(5));
        held[0] = true;
        rig.run(ofMinutes(2));

        assertThat(rig.texts(Type.FAILED)).containsExactly("the undo did not end in time");
        assertThat(restart.checked).isZero();
        assertThat(rig.types()).contains(Type.ESCALATED);
    }
}
