package dev.heal.loop;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.loop.Rig.FakeRemediation;
import dev.heal.policy.Approval;
import dev.heal.policy.Mode;
import dev.heal.policy.Step;
import dev.heal.policy.Verification;
import dev.heal.resource.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a team has limited stays within its limits: modes, budget, cooldown, approvals. */
class LimitsTest {

    private final Rig rig = new Rig().detector("stalled");
    private final FakeRemediation restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));

    @Test
    void observeTellsOnceWhatItWouldHaveDoneAndDoesNothing() {
        rig.mode(Mode.OBSERVE).step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofSeconds(30));
        assertThat(rig.types()).containsExactly(Type.DETECTED, Type.DENIED);
        assertThat(rig.texts(Type.DENIED)).containsExactly("would restart-pool, but the mode is observe");
        assertThat(restart.checked + restart.applied).isZero();

        rig.well("stalled").run(ofSeconds(4));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.RECOVERED_ALONE);
    }

    @Test
    void aStepThatIsOnlyObservedLetsTheNextOneAct() {
        var move = new FakeRemediation("failover-region");
        Step observed = new Step(
                "move", move, Set.of(), Duration.ZERO, Verification.detectors(), 1, ofSeconds(20), null, Mode.OBSERVE);
        rig.step(observed).step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofSeconds(6));

        assertThat(move.applied).isZero();
        assertThat(rig.texts(Type.DENIED)).containsExactly("would failover-region, but the mode is observe");
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void inObserveModeOnlyTheStepThatWouldComeFirstIsTold() {
        rig.mode(Mode.OBSERVE)
                .step(Rig.step("restart", restart))
                .step(Rig.step("shed", new FakeRemediation("shed-load")))
                .begin();

        rig.sick("stalled").run(ofSeconds(30));

        assertThat(rig.texts(Type.DENIED)).containsExactly("would restart-pool, but the mode is observe");
        assertThat(rig.types()).doesNotContain(Type.ESCALATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OBSERVE", "PROPOSE"})
    void theCeilingCapsWhatATargetMay(String ceiling) {
        rig.mode(Mode.ACT)
                .ceiling(Mode.valueOf(ceiling))
                .step(Rig.step("restart", restart))
                .begin();

        rig.sick("stalled").run(ofSeconds(30));

        assertThat(restart.applied).isZero();
    }

    @Test
    void aProposalWaitsForAHumanAndTheApprovalOfExactlyThatPlan() {
        rig.mode(Mode.PROPOSE).step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofSeconds(30));
        assertThat(restart.applied).isZero();
        var incident = rig.incident();
        assertThatThrownBy(() -> rig.loop.decide(incident.id(), Decision.approve("another plan", "ada")))
                .hasMessageContaining(
                        "waits for a decision on plan " + incident.plan().hash());

        rig.loop.decide(incident.id(), Decision.approve(incident.plan().hash(), "ada"));
        rig.run(ofSeconds(5));
        assertThat(rig.texts(Type.APPROVED)).containsExactly("by ada");
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
        assertThatThrownBy(() -> rig.loop.decide(
                        incident.id(), Decision.approve(incident.plan().hash(), "ada")))
                .hasMessageContaining("waits for no decision");
    }

    @Test
    void aDenialEndsWhatHealMayDo() {
        rig.mode(Mode.PROPOSE).step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofSeconds(1));
        rig.loop.decide(rig.incident().id(), Decision.deny(rig.incident().plan().hash(), "ada"));
        rig.run(ofMinutes(30));

        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.ESCALATED))
                .containsExactly("a human is needed (oncall): a human has denied the step restart");
    }

    @Test
    void aPlanThatNobodyAnswersExpiresAndAHumanIsTold() {
        rig.step(approved("restart", restart, Approval.OnExpiry.ESCALATE)).begin();

        rig.sick("stalled").run(ofMinutes(16));
        assertThat(restart.applied).isZero();
        assertThat(rig.types()).contains(Type.EXPIRED, Type.ESCALATED);
        assertThat(rig.incident().plan()).isNull();
    }

    @Test
    void aPlanThatNobodyAnswersMayLetTheNextStepGoOn() {
        var shed = new FakeRemediation("shed-load").doing(() -> rig.well("stalled"));
        rig.step(approved("restart", restart, Approval.OnExpiry.SKIP))
                .step(Rig.step("shed", shed))
                .begin();

        rig.sick("stalled").run(ofMinutes(16));

        assertThat(restart.applied).isZero();
        assertThat(shed.applied).isEqualTo(1);
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void aTargetThatRecoversWhileAPlanWaitsNeedsNoDecision() {
        rig.mode(Mode.PROPOSE).step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofSeconds(2)).well("stalled").run(ofSeconds(4));

        assertThat(rig.incident().resolution()).isEqualTo(Resolution.RECOVERED_ALONE);
        assertThat(rig.incident().plan()).isNull();
    }

    @Test
    void aSpentBudgetDeniesTheStepAndTellsAHuman() {
        rig.budget(2, ofMinutes(10))
                .cooldown(ofSeconds(1))
                .step(Rig.step("restart", restart))
                .begin();

        for (int i = 0; i < 3; i++) {
            rig.sick("stalled").run(ofSeconds(10));
        }

        assertThat(restart.applied).isEqualTo(2);
        assertThat(rig.texts(Type.DENIED))
                .containsExactly("the budget is spent: 2 of 2 remediations were started within 10m");
        assertThat(rig.types()).contains(Type.ESCALATED);
    }

    @Test
    void theSameStepWaitsForItsCooldownAlsoInTheNextIncident() {
        rig.cooldown(ofSeconds(60)).step(Rig.step("restart", restart)).begin();

        rig.sick("stalled").run(ofSeconds(10)); // healed once
        rig.sick("stalled").run(ofSeconds(40));
        assertThat(restart.applied).isEqualTo(1);
        assertThat(rig.texts(Type.WAITING)).containsExactly("was taken within the last 1m (cooldown)");

        rig.run(ofSeconds(15));
        assertThat(restart.applied).isEqualTo(2);
    }

    @Test
    void aWallClockThatJumpsNeitherShortensNorStretchesACooldown() {
        rig.cooldown(ofSeconds(60)).step(Rig.step("restart", restart)).begin();
        rig.sick("stalled").run(ofSeconds(10));

        rig.clock.jumpWallClock(Duration.ofDays(3650));
        rig.sick("stalled").run(ofSeconds(20));
        assertThat(restart.applied).isEqualTo(1);

        rig.clock.jumpWallClock(Duration.ofDays(-3651));
        rig.run(ofSeconds(45));
        assertThat(restart.applied).isEqualTo(2);
    }

    /** Whatever a target does, no span of the budget's length ever sees more starts than the budget allows. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void noWindowOfTheBudgetEverSeesMoreStarts(long seed) {
        Random random = new Random(seed);
        List<Long> starts = new ArrayList<>();
        var erratic = new FakeRemediation("restart-pool");
        erratic.doing(() -> {
            starts.add(rig.clock.nanos());
            if (random.nextBoolean()) {
                rig.well("stalled");
            } else if (random.nextBoolean()) {
                throw new IllegalStateException("no luck");
            }
        });
        Step step = new Step(
                "restart", erratic, Set.of(), Duration.ZERO, Verification.detectors(), 5, ofSeconds(20), null, null);
        rig.budget(3, ofMinutes(2)).cooldown(ofSeconds(2)).step(step).begin();

        for (int i = 0; i < 300; i++) {
            switch (random.nextInt(3)) {
                case 0 -> rig.sick("stalled");
                case 1 -> rig.well("stalled");
                default -> rig.unknown("stalled");
            }
            rig.run(ofSeconds(1 + random.nextInt(20)));
        }

        assertThat(starts).hasSizeGreaterThan(3);
        for (int i = 3; i < starts.size(); i++) {
            Duration span = Duration.ofNanos(starts.get(i) - starts.get(i - 3));
            assertThat(span).as("starts %d to %d, seed %d", i - 3, i, seed).isGreaterThanOrEqualTo(ofMinutes(2));
        }
    }

    @Test
    void anApprovalIsUsedOnceAndNotAfterItHasExpired() {
        restart.doing(() -> {
            throw new IllegalStateException("no luck");
        });
        Step twice = new Step(
                "restart",
                restart,
                Set.of(),
                Duration.ZERO,
                Verification.detectors(),
                2,
                ofSeconds(20),
                new Approval(ofMinutes(15), Approval.OnExpiry.ESCALATE),
                null);
        rig.cooldown(ofSeconds(1)).step(twice).begin();
        rig.sick("stalled").run(ofSeconds(1));

        rig.loop.decide(
                rig.incident().id(), Decision.approve(rig.incident().plan().hash(), "ada"));
        rig.run(ofSeconds(10));

        assertThat(restart.applied).isEqualTo(1);
        assertThat(rig.types()).filteredOn(type -> type == Type.PROPOSED).hasSize(2);
    }

    @Test
    void anApprovalThatWaitedTooLongForItsChanceIsAskedForAnew() {
        restart.readiness = Readiness.notReady("the database is away");
        rig.step(approved("restart", restart, Approval.OnExpiry.ESCALATE)).begin();
        rig.sick("stalled").run(ofSeconds(1));
        rig.loop.decide(
                rig.incident().id(), Decision.approve(rig.incident().plan().hash(), "ada"));
        rig.run(ofMinutes(16));

        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(10));

        assertThat(restart.applied).isZero();
        assertThat(rig.types()).filteredOn(type -> type == Type.PROPOSED).hasSize(2);
    }

    @Test
    void anApprovalHoldsForItsCauseAndNotForAnother() {
        restart.readiness = Readiness.notReady("the database is away");
        rig.detector("slow")
                .step(approved("restart", restart, Approval.OnExpiry.ESCALATE))
                .begin();
        rig.sick("stalled").run(ofSeconds(1));
        rig.loop.decide(
                rig.incident().id(), Decision.approve(rig.incident().plan().hash(), "ada"));
        rig.run(ofSeconds(2));

        rig.unknown("stalled").sick("slow");
        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(5));

        assertThat(restart.applied).isZero();
        assertThat(rig.incident().plan().action()).isEqualTo("restart-pool because of slow");
    }

    @Test
    void aStepThatFailedRestsForItsCooldownToo() {
        restart.doing(() -> {
            throw new IllegalStateException("no luck");
        });
        Step twice = new Step(
                "restart", restart, Set.of(), Duration.ZERO, Verification.detectors(), 2, ofSeconds(20), null, null);
        rig.cooldown(ofSeconds(60)).step(twice).begin();

        rig.sick("stalled").run(ofSeconds(50));
        assertThat(restart.applied).isEqualTo(1);

        rig.run(ofSeconds(20));
        assertThat(restart.applied).isEqualTo(2);
    }

    private static Step approved(String name, FakeRemediation remediation, Approval.OnExpiry onExpiry) {
        return new Step(
                name,
                remediation,
                Set.of(),
                Duration.ZERO,
                Verification.detectors(),
                1,
                ofSeconds(20),
                new Approval(ofMinutes(15), onExpiry),
                null);
    }
}
