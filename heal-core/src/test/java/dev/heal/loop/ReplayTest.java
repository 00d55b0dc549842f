package dev.heal.loop;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.Notebooks;
import dev.heal.incident.Decision;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Notebook;
import dev.heal.incident.Plan;
import dev.heal.incident.Stories;
import dev.heal.incident.Story;
import dev.heal.journal.Journal;
import dev.heal.journal.Recovered;
import dev.heal.loop.Rig.FakeRemediation;
import dev.heal.policy.Mode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The notebook that is built from the journal alone")
class ReplayTest {

    private final Rig rig = new Rig().detector("stalled").detector("errors");
    private final FakeRemediation restart = new FakeRemediation("restart-pool").doing(() -> rig.well("stalled"));

    @Test
    void isTheOneThatHealHadBuilt(@TempDir Path directory) throws Exception {
        rig.onDisk = Rig.journalIn(directory, rig.clock);
        rig.step(Rig.step("restart", restart, "stalled")).begin();
        playWhole();
        rig.loop.close();

        assertSameStories(Journal.read(directory));
        String page = run(directory, rig.incident().id());
        assertThat(page)
                .isEqualTo(Notebook.markdown(rig.loop.story(rig.incident().id()).orElseThrow()))
                .contains("| deploy | shop 1.2.3 |", "| order | stopped by ada: an exercise (orders) |")
                .contains("## Signals", "## Said by humans", "HEALED");
    }

    @Test
    void isTheOneThatHealHadBuiltWhenItsProcessDied() {
        rig.step(Rig.step("restart", restart, "stalled")).begin();
        playWhole();
        rig.sick("errors").run(ofSeconds(7));

        assertSameStories(rig.journal.reopened().recovered());
    }

    @Test
    void isTheSameAfterARestartAsWell() {
        rig.step(Rig.step("restart", restart, "stalled")).begin();
        playWhole();
        rig.sick("errors").run(ofSeconds(7));
        rig.crashAndRestart().run(ofSeconds(20)).well("errors").run(ofSeconds(60));

        assertSameStories(rig.journal.reopened().recovered());
        assertThat(rig.loop.incidents().all()).hasSize(2).noneMatch(Incident::isOpen);
    }

    @Test
    void saysThatAPlanWaitsAsLongAsItDoes() {
        rig.mode(Mode.PROPOSE).step(Rig.step("restart", restart, "stalled")).begin();
        rig.sick("stalled").run(ofSeconds(5));
        assertThat(rig.incident().plan()).isNotNull();
        assertSameStories(rig.journal.reopened().recovered());

        rig.unknown("stalled").crashAndRestart();
        Plan plan = rig.incident().plan();
        assertThat(plan).as("a human can still answer it").isNotNull();
        assertSameStories(rig.journal.reopened().recovered());

        rig.sick("stalled").run(ofSeconds(2));
        rig.loop.decide(rig.incident().id(), Decision.approve(plan.hash(), "ada"));
        rig.run(ofSeconds(10));
        assertThat(restart.applied).isOne();
        assertSameStories(rig.journal.reopened().recovered());
    }

    @Test
    void canBeReadWhileTheProcessRuns(@TempDir Path directory) throws Exception {
        rig.onDisk = Journal.open(directory, Duration.ofDays(30), rig.clock);
        rig.mode(Mode.OBSERVE)
                .step(Rig.step("restart", restart, "stalled"))
                .begin()
                .sick("errors")
                .run(ofSeconds(5));
        String id = rig.incident().id();

        Awaitility.await()
                .untilAsserted(() -> assertThat(run(directory, id))
                        .isEqualTo(Notebook.markdown(rig.loop.story(id).orElseThrow())));

        rig.run(ofSeconds(5));
        rig.loop.close();
        assertThat(rig.onDisk.recording().place()).isNotNull();
        assertSameStories(Journal.read(directory));
    }

    @Test
    void tellsTheChangesBeforeItAlsoThoseBeforeARestart() {
        rig.mode(Mode.OBSERVE).step(Rig.step("restart", restart, "stalled")).begin();
        rig.loop.changed("deploy", "shop 1.2.3");
        rig.run(ofSeconds(60));
        rig.crashAndRestart();
        rig.loop.changed("setting", "pool of 20");
        rig.run(ofSeconds(10)).sick("errors").run(ofSeconds(2));

        Story story = rig.loop.story(rig.incident().id()).orElseThrow();

        assertThat(story.changes())
                .extracting(change -> change.what() + " " + change.text())
                .containsExactly("setting pool of 20", "deploy shop 1.2.3");
        assertThat(story.changes().get(0).ago()).isBetween(ofSeconds(10), ofSeconds(11));
        assertThat(story.changes().get(1).ago()).isBetween(ofSeconds(70), ofSeconds(73));
    }

    @Test
    void changesNothingWhereItIsRead(@TempDir Path directory) throws IOException {
        rig.onDisk = Journal.open(directory, Duration.ofDays(30), rig.clock);
        rig.mode(Mode.OBSERVE)
                .step(Rig.step("restart", restart, "stalled"))
                .begin()
                .sick("errors")
                .run(ofSeconds(5));
        rig.loop.close();
        List<String> before = contents(directory);

        run(directory, rig.incident().id());

        assertThat(contents(directory)).isEqualTo(before);
    }

    /** All that can be in a notebook: calls, a change, orders, a denial, a remediation, a human's comment after the end. */
    private void playWhole() {
        rig.loop.changed("deploy", "shop 1.2.3");
        rig.loop.stop("orders", "ada", "an exercise");
        rig.run(ofSeconds(20));
        rig.guard.succeeded(rig.guard.enter());
        rig.guard.failed(rig.guard.enter(), new IllegalStateException("down"));
        rig.sick("stalled").run(ofSeconds(3));
        rig.loop.release("orders", "ada");
        rig.run(ofSeconds(70));
        rig.loop.decide(rig.incident().id(), Decision.comment("ada", "it was the switch | <b>"));
        rig.run(ofSeconds(1));
        assertThat(rig.types()).contains(Type.WAITING, Type.VERIFIED, Type.RESOLVED, Type.COMMENTED);
    }

    private void assertSameStories(Recovered recovered) {
        List<Story> read = Stories.read(recovered);
        assertThat(read).hasSameSizeAs(rig.loop.incidents().all()).isNotEmpty();
        for (Story story : read) {
            Story live = rig.loop.story(story.incident().id()).orElseThrow();
            assertThat(Notebook.markdown(story)).isEqualTo(Notebook.markdown(live));
            assertThat(story).isEqualTo(live);
        }
    }

    private static String run(Path directory, String id) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        Notebooks.run(new String[] {directory.toString(), id}, to, to);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> contents(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted()
                    .map(file -> {
                        try {
                            return file + " " + Files.getLastModifiedTime(file) + " "
                                    + Files.readString(file, StandardCharsets.ISO_8859_1);
                        } catch (IOException gone) {
                            throw new java.io.UncheckedIOException(gone);
                        }
                    })
                    .toList();
        }
    }
}
