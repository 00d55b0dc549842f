package dev.heal.loop;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.IncidentEvent.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A human stops heal from outside the process; what cannot be known means stop. */
class StopSwitchTest {

    private final Rig rig = new Rig().detector("stalled").budget(1, ofMinutes(10));
    private final Act restart = new Act("restart-pool").doing(() -> rig.well("stalled"));
    private volatile String reason = "";

    @TempDir
    Path directory;

    @BeforeEach
    void oneStep() {
        rig.step(Rig.step("restart", restart));
    }

    @Test
    void whileTheFileIsThereNothingStartsAndOnceItIsGoneHealingGoesOn() throws IOException {
        Path file = directory.resolve("heal-stop");
        rig.stopSwitch = StopSwitch.file(file);
        rig.begin();
        Files.createFile(file);

        rig.sick("stalled").run(ofMinutes(1));
        assertThat(restart.checked + restart.applied).isZero();
        assertThat(rig.texts(Type.WAITING)).containsExactly("was stopped by file: the stop file " + file + " exists");
        assertThat(rig.loop.status("orders").orders().file()).isNotNull();

        Files.delete(file);
        rig.run(ofSeconds(6));
        assertThat(rig.texts(Type.ORDERED)).containsExactly("the stop file is gone");
        assertThat(restart.applied).isOne();
    }

    @Test
    void aDirectoryOfThatNameStopsToo() throws IOException {
        Path file = Files.createDirectory(directory.resolve("heal-stop"));
        rig.stopSwitch = StopSwitch.file(file);
        rig.begin().sick("stalled").run(ofSeconds(10));

        assertThat(restart.applied).isZero();
    }

    @Test
    void whetherTheFileExistsCannotBeKnownSoNothingStarts() throws IOException {
        Path round = directory.resolve("round");
        Path file = Files.createSymbolicLink(round, round).resolve("heal-stop");
        rig.stopSwitch = StopSwitch.file(file);
        rig.begin().sick("stalled").run(ofSeconds(10));

        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.WAITING))
                .containsExactly("was stopped by file: whether the stop file " + file + " exists cannot be known");
    }

    @Test
    void aLookThatFailsMeansStop() {
        rig.stopSwitch = () -> {
            throw new IOException("stale handle");
        };
        rig.begin().sick("stalled").run(ofSeconds(10));
        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.WAITING).get(0))
                .contains("could not be looked for")
                .contains("stale handle");
    }

    @Test
    void aLookThatHangsMeansStopUntilItComesBack() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        rig.stopSwitch = () -> {
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException ignored) {
                    // a look at a dead network drive does not end for being interrupted
                }
            }
            back.countDown();
            return "";
        };
        // What hangs, hangs on a thread of its own; everything else has come back before the tick goes on.
        Executor samplers = task -> {
            CountDownLatch began = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                began.countDown();
                task.run();
            });
            thread.setDaemon(true);
            thread.start();
            try {
                began.await();
                thread.join(30);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        };
        rig.workers(new Workers(samplers, Runnable::run)).begin().run(ofSeconds(2));

        rig.sick("stalled").run(ofSeconds(3));
        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.WAITING))
                .containsExactly("was stopped by file: the stop file has not been found out about for 2s");

        release.countDown();
        back.await();
        rig.run(ofSeconds(3));
        assertThat(restart.applied).isOne();
    }

    @Test
    void aLookThatFindsNoThreadMeansStop() {
        rig.stopSwitch = () -> "";
        boolean[] none = {false};
        rig.workers(new Workers(
                        task -> {
                            if (none[0]) {
                                none[0] = false; // the first of each tick is the look at the switch
                                throw new IllegalStateException("no more threads");
                            }
                            task.run();
                        },
                        Runnable::run))
                .begin();
        none[0] = true;
        rig.run(Rig.TICK);
        assertThat(rig.loop.status("orders").orders().file().reason()).contains("could not be looked for");

        rig.run(Rig.TICK);
        assertThat(rig.loop.status("orders").orders().file()).isNull();
    }

    @Test
    void itIsAskedAtTheVeryLastMomentAndWhatWasNotBegunCostsNothing() {
        Deque<Runnable> work = new ArrayDeque<>();
        rig.stopSwitch = () -> reason;
        rig.workers(new Workers(Runnable::run, work::add)).begin();
        rig.sick("stalled").run(ofSeconds(1));
        work.poll().run(); // the check
        rig.run(ofSeconds(1));
        assertThat(rig.types()).contains(Type.STARTED);

        reason = "the stop file exists";
        work.poll().run();
        rig.run(ofSeconds(1));
        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.DENIED)).containsExactly("not begun, because the stop file exists");
        assertThat(rig.events(Type.DENIED).findFirst().orElseThrow().figures()).containsEntry("gate", "stop");

        reason = "";
        rig.run(ofSeconds(2));
        work.poll().run();
        rig.run(ofSeconds(1));
        work.poll().run();
        assertThat(restart.applied).isOne();
    }

    @Test
    void otherStopsStayWhenTheFileGoes() {
        rig.stopSwitch = () -> reason;
        rig.begin();
        rig.loop.stop("orders", "ada", "a move");
        reason = "the stop file exists";
        rig.run(ofSeconds(1));
        reason = "";
        rig.run(ofSeconds(1)).sick("stalled").run(ofSeconds(5));

        assertThat(restart.applied).isZero();
        assertThat(rig.texts(Type.WAITING)).containsExactly("was stopped by ada: a move");
    }

    @Test
    void theFileIsNoOrderThatOutlivesTheProcess() {
        rig.stopSwitch = () -> reason;
        reason = "the stop file exists";
        rig.begin();
        reason = "";

        rig.crashAndRestart().sick("stalled").run(ofSeconds(6));

        assertThat(restart.applied).isOne();
        assertThat(rig.texts(Type.ORDERED)).isEqualTo(List.of());
    }
}
