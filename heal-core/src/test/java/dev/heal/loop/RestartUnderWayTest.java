package dev.heal.loop;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Decision;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.IncidentRecords;
import dev.heal.policy.Step;
import dev.heal.remediation.Risk;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The process dies while a step is under way, or while what it has done is in force. */
class RestartUnderWayTest {

    private static final String UNKNOWN = "the process ended while it was under way: nobody knows how it ended";

    private final Rig rig = new Rig().detector("stalled").cooldown(ofSeconds(1));
    private final Deque<Runnable> work = new ArrayDeque<>();

    /** Dies when the intent is durable and the step has not come back. */
    private void diesInTheMiddle() {
        rig.workers(new Workers(Runnable::run, work::add)).begin();
        rig.sick("stalled").run(ofSeconds(1));
        work.poll().run();
        rig.run(ofSeconds(2));
        assertThat(rig.loop.status("orders").state()).isEqualTo("remediating");
        rig.workers(Workers.direct()).crashAndRestart();
    }

    private void heldThenDies(Act shed) {
        rig.step(Rig.step("shed", shed)).begin();
        rig.sick("stalled").run(ofSeconds(6));
        assertThat(rig.incident().isOpen()).isFalse();
        rig.crashAndRestart();
    }

    private List<String> outcomes() {
        return rig.journal
                .entries(Records.OUTCOME)
                .map(entry -> Recollection.text(entry, "result"))
                .toList();
    }

    @Test
    void aStepWhoseEndNobodyKnowsIsHandedToAHumanAndNotTakenAgainUntilItIsAcknowledged() {
        Act restart = new Act("restart-pool").doing(() -> rig.well("stalled"));
        rig.step(Act.attempts(9, Rig.step("restart", restart)));
        diesInTheMiddle();
        rig.run(ofMinutes(2));

        assertThat(outcomes()).containsExactly("unknown");
        assertThat(rig.texts(Type.ESCALATED).get(0)).isEqualTo("a human is needed (oncall): " + UNKNOWN);
        assertThat(restart.applied).isZero();

        rig.crashAndRestart().run(ofMinutes(2));
        assertThat(restart.applied).as("a second restart forgets nothing").isZero();
        assertThat(outcomes()).as("and says it once").containsExactly("unknown");

        rig.loop.decide(rig.incident().id(), Decision.acknowledge("ada", "it had not begun"));
        rig.run(ofSeconds(6));
        assertThat(restart.applied).isOne();
        assertThat(rig.incident().isOpen()).isFalse();
    }

    @Test
    void whatDoesNoHarmIfDoneTwiceGoesOnByItself() {
        Act restart = new Act("restart-pool").doing(() -> rig.well("stalled")).idempotentOnes();
        rig.step(Act.attempts(2, Rig.step("restart", restart)));
        diesInTheMiddle();
        rig.run(ofSeconds(8));

        assertThat(restart.applied).isOne();
        assertThat(rig.texts(Type.NOTE)).contains(UNKNOWN + "; doing it twice does no harm");
        assertThat(rig.types()).doesNotContain(Type.ESCALATED);
    }

    @Test
    void itIsAnAttemptAllTheSame() {
        Act restart = new Act("restart-pool").doing(() -> rig.well("stalled")).idempotentOnes();
        rig.step(Rig.step("restart", restart));
        diesInTheMiddle();
        rig.run(ofMinutes(1));

        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.DENIED)).containsExactly("was tried 1 of 1 times in this incident");
    }

    @Test
    void andItCountsInTheBudget() {
        Act restart = new Act("restart-pool").doing(() -> rig.well("stalled")).idempotentOnes();
        rig.budget(1, ofMinutes(10)).step(Act.attempts(9, Rig.step("restart", restart)));
        diesInTheMiddle();

        rig.run(ofMinutes(9));
        assertThat(restart.applied).isZero();
        rig.run(ofMinutes(2));
        assertThat(restart.applied).isOne();
    }

    @Test
    void otherStepsMayGoOn() {
        Act restart = new Act("restart-pool");
        Act shed = new Act("shed-load").risk(Risk.SAFE).doing(() -> rig.well("stalled"));
        rig.step(Act.attempts(9, Rig.step("restart", restart))).step(Rig.step("shed", shed));
        diesInTheMiddle();
        rig.run(ofSeconds(8));

        assertThat(restart.applied).isZero();
        assertThat(shed.applied).isOne();
    }

    @Test
    void aStepThatIsNoLongerInThePolicyIsHandedOverToo() {
        rig.step(Rig.step("restart", new Act("restart-pool").idempotentOnes()));
        rig.workers(new Workers(Runnable::run, work::add)).begin();
        rig.sick("stalled").run(ofSeconds(1));
        work.poll().run();
        rig.run(ofSeconds(2));

        rig.anotherPolicy().step(Rig.step("other", new Act("other"))).workers(Workers.direct());
        rig.crashAndRestart();

        assertThat(rig.texts(Type.ESCALATED)).contains("a human is needed (oncall): " + UNKNOWN);
    }

    @Test
    void whatLivedInTheProcessEndedWithIt() {
        Act shed = Act.reversible("shed-load").endingWithTheProcess().doing(() -> rig.well("stalled"));
        heldThenDies(shed);

        assertThat(outcomes()).endsWith("expired");
        assertThat(rig.texts(Type.UNDONE)).containsExactly("what it had done ended with the process");
        assertThat(rig.incident().events()).extracting(IncidentEvent::type).endsWith(Type.UNDONE);

        rig.run(ofMinutes(10));
        assertThat(shed.undone).isZero();
        rig.crashAndRestart();
        assertThat(rig.events(Type.UNDONE)).as("once").hasSize(1);
    }

    @Test
    void whatMayStillBeInForceIsHandedToAHumanOnce() {
        Act shed = Act.reversible("shed-load").doing(() -> rig.well("stalled"));
        heldThenDies(shed);
        String handedOver = "a human is needed (oncall): what it has done may still be in force, and heal can no longer"
                + " undo it";
        assertThat(rig.texts(Type.ESCALATED)).containsExactly(handedOver);

        rig.sick("stalled").run(ofMinutes(1));
        assertThat(shed.applied).as("not until it is acknowledged").isOne();
        rig.well("stalled").run(ofSeconds(4)).crashAndRestart().run(ofSeconds(1));
        assertThat(rig.texts(Type.ESCALATED)).filteredOn(handedOver::equals).hasSize(1);
    }

    @Test
    void whatIsHandedOverOfAnEarlierIncidentDoesNotKeepTheOpenOneFromBeingTold() {
        Act shed = Act.reversible("shed-load").doing(() -> rig.well("stalled"));
        rig.step(Rig.step("shed", shed)).begin();
        rig.sick("stalled").run(ofSeconds(6));
        rig.loop.stop("orders", "ada", "an exercise");
        rig.sick("stalled").run(ofSeconds(2)).crashAndRestart();
        assertThat(rig.loop.incidents().all()).filteredOn(Incident::isOpen).hasSize(1);
        assertThat(rig.texts(Type.ESCALATED)).singleElement().asString().contains("may still be in force");

        rig.loop.decide(
                rig.loop.incidents().all().stream()
                        .filter(incident -> !incident.isOpen())
                        .findFirst()
                        .orElseThrow()
                        .id(),
                Decision.acknowledge("ada", null));
        rig.run(ofMinutes(6));

        assertThat(rig.texts(Type.ESCALATED)).contains("a human is needed (oncall): still sick after 5m");
    }

    @Test
    void whatWasBeingUndoneWhenTheProcessDiedIsHandedOver() {
        Act shed = Act.reversible("shed-load");
        rig.step(Rig.step("shed", shed))
                .workers(new Workers(Runnable::run, work::add))
                .begin();
        rig.sick("stalled").run(ofSeconds(1));
        work.poll().run();
        rig.run(ofSeconds(1));
        work.poll().run();
        rig.run(ofSeconds(12));
        assertThat(rig.loop.status("orders").state()).isEqualTo("undoing");

        rig.workers(Workers.direct()).crashAndRestart();

        assertThat(rig.texts(Type.ESCALATED)).anyMatch(text -> text.contains("may still be in force"));
    }

    @Test
    void whatWasInterruptedByAShutDownAndCouldHaveTakenHoldIsLookedAt() {
        Act shed = Act.reversible("shed-load");
        rig.step(Rig.step("shed", shed))
                .workers(new Workers(Runnable::run, work::add))
                .begin();
        rig.sick("stalled").run(ofSeconds(1));
        work.poll().run();
        rig.run(ofSeconds(2));

        rig.loop.close();
        assertThat(outcomes()).containsExactly("interrupted");
        rig.workers(Workers.direct()).crashAndRestart();

        assertThat(rig.texts(Type.ESCALATED)).anyMatch(text -> text.contains("may still be in force"));
    }

    @Test
    void itsCooldownBeginsWhenTheProcessDied() {
        Act restart = new Act("restart-pool").doing(() -> rig.well("stalled")).idempotentOnes();
        rig.cooldown(ofMinutes(1)).step(Act.attempts(2, Rig.step("restart", restart)));
        diesInTheMiddle();

        rig.run(ofSeconds(50));
        assertThat(restart.applied).isZero();
        rig.run(ofSeconds(20));
        assertThat(restart.applied).isOne();
    }

    @Test
    void whatIsSafeAndWasInterruptedByAShutDownIsLookedAtToo() {
        rig.step(Rig.step("shed", new Act("shed-load").risk(Risk.SAFE)));
        rig.workers(new Workers(Runnable::run, work::add)).begin();
        rig.sick("stalled").run(ofSeconds(1));
        work.poll().run();
        rig.run(ofSeconds(2));

        rig.loop.close();
        rig.workers(Workers.direct()).crashAndRestart();

        assertThat(rig.texts(Type.ESCALATED)).anyMatch(text -> text.contains("may still be in force"));
    }

    @Test
    void whatATargetThatIsNoMoreHasLeftBehindIsHandedToAHumanOnce() {
        rig.journal.append(IncidentRecords.opened(Incident.open("stock-1", "stock", rig.clock.now(), Duration.ZERO)));
        Step shed = Rig.step("shed", Act.reversible("shed-load"));
        Step restart = Rig.step("restart", new Act("restart-pool"));
        rig.journal.append(Records.intent("stock", "stock-1", 1, shed, List.of("stalled"), null));
        rig.journal.append(Records.outcome("stock", "stock-1", 1, "shed", Records.Result.VERIFIED, true));
        rig.journal.append(Records.intent("stock", "stock-1", 2, restart, List.of("stalled"), null));
        rig.step(restart).crashAndRestart();

        assertThat(rig.texts(Type.ESCALATED))
                .containsExactly(
                        "a human is needed: there is no target stock any more, and what it has done may still be in force",
                        "a human is needed: there is no target stock any more, and nobody knows how it ended");
        assertThat(outcomes()).containsExactly("verified", "unknown", "unknown");
        assertThat(rig.incident().isOpen()).isFalse();

        rig.crashAndRestart();
        assertThat(rig.events(Type.ESCALATED)).as("once").hasSize(2);
    }
}
