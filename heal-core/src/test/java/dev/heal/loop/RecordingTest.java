package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Decision;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.IncidentRecords;
import dev.heal.incident.Resolution;
import dev.heal.journal.Recording;
import dev.heal.policy.Mode;
import dev.heal.remediation.Risk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Record before act: nothing is done before its intent is durable, and what was not begun costs nothing. */
class RecordingTest {

    private final Rig rig = new Rig().detector("stalled").budget(1, ofMinutes(10));
    private final Act restart = new Act("restart-pool").doing(() -> rig.well("stalled"));

    private List<String> outcomes() {
        return rig.journal
                .entries(Records.OUTCOME)
                .map(entry -> Recollection.text(entry, "result"))
                .toList();
    }

    @Test
    void nothingIsDoneBeforeItsIntentIsDurable() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.journal.hangs = true;

        rig.sick("stalled").run(ofSeconds(2));
        assertThat(rig.loop.status("orders").state()).isEqualTo("recording");
        assertThat(restart.applied).isZero();
        assertThat(rig.types()).as("nor told").doesNotContain(Type.STARTED);

        rig.journal.answer();
        rig.run(ofSeconds(1));
        assertThat(restart.applied).isOne();
    }

    @Test
    void anIntentThatIsNotDurableInTimeIsNotBegunAndItsLateAnswerChangesNothing() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.journal.hangs = true;

        rig.sick("stalled").run(ofSeconds(3)); // recording since 0.75 s
        assertThat(rig.texts(Type.WAITING))
                .containsExactly("it could not be recorded: the disk has not answered within 2s");
        assertThat(rig.events(Type.WAITING).findFirst().orElseThrow().figures()).containsEntry("gate", "journal");

        rig.journal.answer();
        rig.journal.hangs = true;
        rig.run(ofMillis(500));
        assertThat(restart.applied).isZero();
        assertThat(rig.journal.entries(Records.INTENT)).as("durable late").hasSize(1);
        assertThat(outcomes()).as("and does not look open").containsExactly("not-begun");

        rig.run(ofMillis(500));
        rig.journal.answer();
        rig.run(ofSeconds(6));
        assertThat(restart.applied)
                .as("with one attempt and one start to spend")
                .isOne();
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void theLateAnswerOfOneAttemptIsNotTakenForThatOfTheNext() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.journal.hangs = true;
        rig.sick("stalled").run(ofSeconds(5)); // the second attempt is being recorded
        assertThat(rig.loop.status("orders").state()).isEqualTo("recording");

        rig.journal.answerAsFarAs(Records.INTENT);
        rig.run(ofMillis(250));
        assertThat(restart.applied).isZero();

        rig.journal.answer();
        rig.run(ofMillis(500));
        assertThat(restart.applied).isOne();
    }

    @Test
    void aModeThatIsLoweredWhileItIsBeingRecordedHolds() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.journal.hangs = true;
        rig.sick("stalled").run(ofSeconds(1));

        rig.loop.mode("orders", Mode.PROPOSE, "ada");
        rig.run(ofMillis(250));
        rig.journal.answer();
        rig.run(ofSeconds(5));

        assertThat(restart.applied).isZero();
        assertThat(rig.incident().plan()).isNotNull();
    }

    @Test
    void aDiskThatFailsKeepsHealFromActingButNotFromSeeingAndTelling() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.journal.failure = "no space left on device";

        rig.sick("stalled").run(ofMinutes(6));
        assertThat(restart.applied).isZero();
        assertThat(rig.types()).containsExactly(Type.DETECTED, Type.WAITING, Type.ESCALATED);
        assertThat(rig.texts(Type.WAITING)).containsExactly("it could not be recorded: no space left on device");

        rig.journal.failure = null;
        rig.run(ofSeconds(6));
        assertThat(restart.applied).isOne();
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @ParameterizedTest
    @EnumSource(Risk.class)
    void whileNothingCanBeRecordedNotEvenTheSafeIsTried(Risk risk) {
        rig.step(Act.approval(null, Rig.step("restart", restart.risk(risk == Risk.DISRUPTIVE ? Risk.SAFE : risk))))
                .begin();
        rig.journal.recording = Recording.nowhere("the file system is read-only");

        rig.sick("stalled").run(ofSeconds(30));
        assertThat(restart.checked + restart.applied).isZero();
        assertThat(rig.texts(Type.WAITING)).containsExactly("it could not be recorded: the file system is read-only");

        rig.journal.recording = Recording.ON_DISK;
        rig.run(ofSeconds(6));
        assertThat(restart.applied).isOne();
    }

    @ParameterizedTest
    @CsvSource({"SAFE, 1", "REVERSIBLE, 1", "RESTORATIVE, 0"})
    void aJournalInMemoryLetsOnlyTheHarmlessStart(Risk risk, int applied) {
        rig.journal.recording = Recording.IN_MEMORY;
        rig.step(Rig.step("restart", restart.risk(risk))).begin();

        rig.sick("stalled").run(ofSeconds(10));

        assertThat(restart.applied).isEqualTo(applied);
    }

    @Test
    void whatGoesAwayWhileItIsBeingRecordedIsNotBegun() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.journal.hangs = true;
        rig.sick("stalled").run(ofSeconds(1)).well("stalled").run(ofMillis(500));

        rig.journal.answer();
        rig.run(ofSeconds(6));

        assertThat(restart.applied).isZero();
        assertThat(outcomes()).containsExactly("not-begun");
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.RECOVERED_ALONE);
    }

    @Test
    void aStopThatComesWhileItIsBeingRecordedHolds() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.journal.hangs = true;
        rig.sick("stalled").run(ofSeconds(1));

        rig.loop.stop("orders", "ada", "hands off");
        rig.run(ofMillis(250));
        rig.journal.answer();
        rig.run(ofSeconds(10));
        assertThat(restart.applied).isZero();
        assertThat(outcomes()).containsExactly("not-begun");

        rig.loop.release("orders", "ada");
        rig.run(ofSeconds(2));
        assertThat(restart.applied)
                .as("neither the attempt nor the budget was spent")
                .isOne();
    }

    @Test
    void whatWasNotBegunIsNotCountedAfterACrashEither() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.journal.hangs = true;
        rig.sick("stalled").run(ofSeconds(3));
        rig.journal.answer();

        rig.crashAndRestart().run(ofSeconds(6));

        assertThat(rig.types()).doesNotContain(Type.ESCALATED);
        assertThat(restart.applied).isOne();
        assertThat(rig.incident().resolution()).isEqualTo(Resolution.HEALED);
    }

    @Test
    void theStartIsCountedFromTheMomentItBeginsNotFromWhenItWasDecided() {
        restart.doing(() -> {});
        rig.cooldown(ofSeconds(1))
                .budget(1, ofMinutes(1))
                .step(Act.attempts(9, Rig.step("restart", restart)))
                .begin();
        rig.journal.hangs = true;
        rig.sick("stalled").run(ofSeconds(2)); // decided at 0.5 s
        rig.journal.answer();
        rig.run(ofMillis(250));
        assertThat(restart.applied).isOne();

        rig.run(ofSeconds(59));
        assertThat(restart.applied).isOne();
        rig.run(ofSeconds(3));
        assertThat(restart.applied).isEqualTo(2);
    }

    @Test
    void aStopThatTheDiskHasRefusedIsWrittenAtTheLatestWhenHealIsShutDown() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.journal.failure = "no space left on device";
        assertThat(rig.loop.stop("orders", "ada", "it is being moved")).isCompletedWithValue("no space left on device");
        rig.journal.failure = null;

        rig.loop.close();
        rig.crashAndRestart();

        assertThat(rig.loop.status("orders").orders().stop()).isNotNull();
    }

    @Test
    void anIncidentThatOpensWhileTheDiskRefusesIsWrittenWithAllThatBelongsToItOnceItTakesEntriesAgain() {
        rig.step(Rig.step("restart", restart)).begin();
        refuse();
        rig.sick("stalled").run(ofSeconds(2));
        assertThat(rig.journal.entries(IncidentRecords.INCIDENT)).isEmpty();

        rig.journal.failure = null;
        rig.journal.recording = Recording.ON_DISK;
        rig.run(ofSeconds(1));
        rig.crashAndRestart();

        Incident found = rig.loop.incidents().all().get(0);
        assertThat(found.isOpen()).isTrue();
        assertThat(found.first(Type.DETECTED)).isPresent();
        assertThat(rig.loop.incidents().all()).hasSize(1);
    }

    @Test
    void anAbortThatTheDiskHasRefusedIsWrittenOnceItTakesEntriesAgain() {
        rig.step(Rig.step("restart", restart)).begin();
        rig.sick("stalled").run(ofMillis(500));
        refuse();
        rig.loop.decide(rig.incident().id(), Decision.abort("ada", null));
        rig.run(ofSeconds(1));

        rig.journal.failure = null;
        rig.journal.recording = Recording.ON_DISK;
        rig.run(ofSeconds(1)).crashAndRestart();

        assertThat(rig.incident().first(Type.ABORTED)).isPresent();
    }

    private void refuse() {
        rig.journal.failure = "no space left on device";
        rig.journal.recording = Recording.nowhere("no space left on device");
    }
}
