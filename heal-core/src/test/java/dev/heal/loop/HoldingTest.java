package dev.heal.loop;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be undone has a time to live: it is undone once, in its time, or a human hears of it. */
class HoldingTest {

    private final Rig rig = new Rig().detector("stalled").detector("errors");
    private final Act shed = Act.reversible("shed-load").doing(() -> rig.well("stalled"));
    private final Deque<Runnable> work = new ArrayDeque<>();

    private void runWork() {
        while (!work.isEmpty()) {
            work.poll().run();
            rig.run(Rig.TICK);
        }
    }

    private List<String> outcomes() {
        return rig.journal
                .entries(Records.OUTCOME)
                .map(entry -> Recollection.text(entry, "result"))
                .toList();
    }

    private void shedFor(int seconds) {
        rig.step(Act.lasting(ofSeconds(seconds), Rig.step("shed", shed, "stalled")));
    }

    @Test
    void whenItsTimeToLiveIsOverItIsUndoneOnceAlsoAfterTheIncidentIsClosed() {
        shedFor(60);
        rig.begin();
        rig.sick("stalled").run(ofSeconds(6));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);

        rig.run(ofSeconds(50));
        assertThat(shed.undone).isZero();

        rig.run(ofSeconds(10));
        assertThat(shed.undone).isOne();
        assertThat(rig.incident().events())
                .extracting(IncidentEvent::text)
                .endsWith("its time to live is over: it is undone", "is undone: its time to live was over");
        assertThat(outcomes()).containsExactly("applied", "verified", "expired");

        rig.run(ofMinutes(30));
        assertThat(shed.undone).isOne();
    }

    @Test
    void itIsNotUndoneWhileAnotherStepIsUnderWay() {
        Act restart = new Act("restart-pool").doing(() -> rig.well("errors"));
        shedFor(30);
        rig.step(Rig.step("restart", restart, "errors"))
                .workers(new Workers(Runnable::run, work::add))
                .begin();
        rig.sick("stalled").run(ofSeconds(1));
        runWork();
        rig.run(ofSeconds(20));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);

        rig.sick("errors").run(ofSeconds(1));
        work.poll().run(); // the check
        rig.run(ofSeconds(15)); // being applied, beyond the time to live of the other
        assertThat(work).hasSize(1);
        assertThat(shed.undone).isZero();

        work.poll().run();
        rig.run(ofSeconds(6));
        runWork();
        assertThat(restart.applied).isOne();
        assertThat(shed.undone).isOne();
    }

    @Test
    void whatCannotBeUndoneIsAHumansCaseAndItsStepIsNotTakenAgainBeforeItIsAcknowledged() {
        shed.undo = context -> {
            shed.undone++;
            throw new IllegalStateException("no such rule");
        };
        shedFor(60);
        rig.begin();
        rig.sick("stalled").run(ofMinutes(2));
        assertThat(rig.texts(Type.ESCALATED))
                .containsExactly("a human is needed (oncall): what it has done could not be undone:"
                        + " IllegalStateException: no such rule");

        rig.sick("stalled").run(ofMinutes(1));
        assertThat(shed.applied).isOne();
        assertThat(rig.events(Type.DENIED).map(event -> event.figures().get("gate")))
                .containsExactly("given-up");

        rig.loop.decide(rig.incident().id(), Decision.acknowledge("ada", "taken back by hand"));
        rig.run(ofSeconds(10));
        assertThat(shed.applied).isEqualTo(2);
        assertThat(shed.undone).as("the first was never tried again").isOne();
    }

    @Test
    void anUndoThatHangsLocksTheTargetUntilItEnds() {
        shedFor(30);
        rig.cooldown(ofSeconds(1))
                .workers(new Workers(Runnable::run, work::add))
                .begin();
        rig.sick("stalled").run(ofSeconds(1));
        runWork();
        rig.run(ofSeconds(40));
        assertThat(work).as("the undo").hasSize(1);
        String first = rig.incident().id();

        rig.run(ofSeconds(20));
        assertThat(rig.texts(Type.ESCALATED))
                .containsExactly("a human is needed (oncall): what it has done could not be undone:"
                        + " it did not end in time");
        rig.loop.decide(first, Decision.acknowledge("ada", null));
        rig.sick("stalled").run(ofSeconds(20));
        assertThat(work).as("nothing else is begun").hasSize(1);
        assertThat(rig.events(Type.WAITING).map(event -> event.figures().get("gate")))
                .contains("locked");

        work.poll().run();
        rig.run(ofSeconds(3));
        assertThat(rig.loop.incidents().find(first).orElseThrow().events())
                .extracting(IncidentEvent::text)
                .as("told where it belongs")
                .contains("the remediation that ignored its interrupt has ended after all");
        runWork();
        assertThat(shed.applied).isEqualTo(2);
    }

    @Test
    void severalThatAreInForceEachHaveTheirOwnTime() {
        Act slow = Act.reversible("slow-down").doing(() -> rig.well("errors"));
        shedFor(60);
        rig.step(Act.lasting(ofSeconds(120), Rig.step("slow", slow, "errors"))).begin();
        rig.sick("stalled").sick("errors").run(ofSeconds(15));
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);

        rig.run(ofSeconds(60));
        assertThat(shed.undone).isOne();
        assertThat(slow.undone).isZero();

        rig.run(ofSeconds(60));
        assertThat(shed.undone).isOne();
        assertThat(slow.undone).isOne();
    }

    @Test
    void whatDidNotHelpIsUndoneOnceAndNotHeldAnyMore() {
        shed.doing(() -> {});
        shedFor(60);
        rig.begin();

        rig.sick("stalled").run(ofMinutes(10));

        assertThat(shed.undone).isOne();
        assertThat(outcomes()).containsExactly("applied", "not-verified", "undone");
    }

    @Test
    void anAbortUndoesWhatIsBeingVerifiedAndNothingElseStarts() {
        shedFor(60);
        rig.begin();
        rig.sick("stalled").run(ofSeconds(2));
        assertThat(rig.loop.status("orders").state()).isEqualTo("verifying");

        rig.loop.decide(rig.incident().id(), Decision.abort("ada", "not now"));
        rig.run(ofSeconds(1));
        assertThat(shed.undone).as("at once").isOne();
        rig.run(ofMinutes(5));
        assertThat(shed.undone).isOne();
        assertThat(shed.applied).isOne();
    }

    @Test
    void theTimeInWhichTheProcessWasStoppedIsNotOnTheUndosAccount() {
        shedFor(30);
        rig.workers(new Workers(Runnable::run, work::add)).begin();
        rig.sick("stalled").run(ofSeconds(1));
        runWork();
        rig.run(ofSeconds(32));
        assertThat(work).as("the undo").hasSize(1);

        rig.clock.advance(ofMinutes(1));
        rig.loop.work();
        work.poll().run();
        rig.run(ofSeconds(1));

        assertThat(rig.types()).doesNotContain(Type.ESCALATED);
        assertThat(outcomes()).endsWith("expired");
    }

    @Test
    void anIncidentIsNotClosedOnHealthThatIsOlderThanTheLastUndo() {
        rig.detector("third");
        Act restart = new Act("restart-pool");
        shed.doing(() -> {});
        shedFor(60);
        rig.step(Rig.step("restart", restart, "third"))
                .workers(new Workers(Runnable::run, work::add))
                .begin();
        rig.sick("stalled").run(ofSeconds(1));
        runWork();
        rig.run(ofSeconds(12));
        assertThat(rig.loop.status("orders").state()).isEqualTo("undoing");

        rig.well("stalled").run(ofSeconds(5));
        work.poll().run();
        rig.run(ofSeconds(2));
        assertThat(rig.incident().isOpen()).isTrue();

        rig.run(ofSeconds(2));
        assertThat(rig.incident().isOpen()).isFalse();
    }

    @Test
    void whatIsInForceIsNotDoneOnceMoreBeforeItIsUndone() {
        Act restart = new Act("restart-pool");
        shedFor(60);
        rig.step(Rig.step("restart", restart, "stalled")).cooldown(ofSeconds(1)).begin();
        rig.sick("stalled").run(ofSeconds(10));
        assertThat(rig.incident().isOpen()).isFalse();

        rig.sick("stalled").run(ofSeconds(15));
        assertThat(shed.applied).isOne();
        assertThat(rig.events(Type.WAITING).map(event -> event.figures().get("gate")))
                .contains("in-force");
        assertThat(restart.applied).as("the next one has its turn").isOne();

        rig.run(ofSeconds(60));
        assertThat(shed.undone).isOne();
        assertThat(shed.applied).as("now it may").isEqualTo(2);
    }
}
