package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What can be undone is undone when heal is closed, and when it takes hold after its time. */
class LateUndoTest {

    private final Rig rig = new Rig().detector("stalled");
    private final Act shed = Act.reversible("shed-load").doing(() -> rig.well("stalled"));

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
    void closingUndoesWhatIsInForceAndTheNextProcessFindsNothingLeft() {
        shedFor(60);
        rig.begin();
        rig.sick("stalled").run(ofSeconds(6));

        rig.loop.close();
        assertThat(shed.undone).isOne();
        assertThat(outcomes()).endsWith("expired");

        rig.crashAndRestart().run(ofMinutes(2));
        assertThat(shed.undone).isOne();
        assertThat(rig.types()).doesNotContain(Type.ESCALATED);
    }

    @Test
    void anUndoThatIsUnderWayWhenHealIsClosedMayStillEnd() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        shed.undo = context -> {
            entered.countDown();
            release.await();
            shed.undone++;
        };
        shedFor(30);
        rig.workers(new Workers(Runnable::run, Workers.threads().remediations()))
                .begin();
        rig.sick("stalled");
        await().pollInterval(ofMillis(5)).until(() -> {
            rig.run(Rig.TICK);
            return entered.getCount() == 0;
        });

        Thread closing = new Thread(rig.loop::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        release.countDown();
        await().until(() -> !closing.isAlive());

        assertThat(shed.undone).isOne();
        assertThat(outcomes()).endsWith("expired");
    }

    @Test
    void whatTakesHoldAfterItsTimeIsUndoneAndToldInItsOwnIncident() {
        CountDownLatch release = new CountDownLatch(1);
        shed.doing(() -> {
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException ignored) {
                    // this is what misbehaving means
                }
            }
        });
        shedFor(60);
        rig.workers(new Workers(Runnable::run, Workers.threads().remediations()))
                .begin();
        rig.sick("stalled");
        await().pollInterval(ofMillis(5)).until(() -> {
            rig.run(Rig.TICK);
            return rig.types().contains(Type.TIMED_OUT);
        });
        rig.well("stalled").run(ofSeconds(5));
        assertThat(rig.incident().isOpen()).isFalse();

        release.countDown();
        await().pollInterval(ofMillis(5)).until(() -> {
            rig.run(Rig.TICK);
            return rig.types().contains(Type.UNDONE);
        });

        assertThat(shed.undone).isOne();
        assertThat(rig.incident().events().stream().map(IncidentEvent::type)).contains(Type.NOTE, Type.UNDONE);
    }

    @Test
    void whatTakesHoldAfterHealWasClosedIsUndoneAtOnce() {
        CountDownLatch entered = new CountDownLatch(1);
        shed.doing(() -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException itIsDoneAllTheSame) {
                // and says so by returning
            }
        });
        shedFor(60);
        rig.workers(new Workers(Runnable::run, Workers.threads().remediations()))
                .begin();
        rig.sick("stalled");
        await().pollInterval(ofMillis(5)).until(() -> {
            rig.run(Rig.TICK);
            return entered.getCount() == 0;
        });

        rig.loop.close();

        await().untilAsserted(() -> assertThat(shed.undone).isOne());
        assertThat(outcomes()).containsExactly("interrupted");
    }

    @Test
    void aResultThatIsOnItsWayWhenItsGraceIsOverIsNotTakenForLost() {
        List<Fact> facts = new ArrayList<>();
        RemediationRunner[] runner = new RemediationRunner[1];
        Inbox inbox = fact -> {
            if (facts.isEmpty() && fact instanceof Fact.Applied) {
                facts.add(null); // it has ended, and has not been heard of yet
                runner[0].inspect(1);
            }
            facts.add(fact);
        };
        runner[0] = new RemediationRunner("orders", rig.clock, Runnable::run, inbox);

        runner[0].apply(new Effect.Apply(1, "orders-1", Rig.step("shed", shed), ofSeconds(1)), () -> "");

        assertThat(facts.get(1))
                .isInstanceOfSatisfying(
                        Fact.Applied.class,
                        applied -> assertThat(applied.undoable()).isTrue());
    }
}
