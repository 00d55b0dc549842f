package dev.heal.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.Heal;
import dev.heal.journal.Recording.Place;
import dev.heal.spring.HealStartException;
import dev.heal.spring.OwnJournal;
import dev.heal.spring.actuate.HealHealthIndicator;
import dev.heal.spring.binding.HealSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@DisplayName("A journal that cannot be written is told at the start, and heal starts nothing")
@ExtendWith(OutputCaptureExtension.class)
class JournalReportTest {

    private static final String WAY_OUT = "; name a directory that this process may write and no other uses, or write"
            + " journal: memory, which lets start what is safe or reversible";

    @TempDir
    private Path directory;

    /** The directories of these tests are written in application.yml. */
    @BeforeEach
    void nothingIsWrittenElsewhere() {
        OwnJournal.takeAway();
    }

    private static ApplicationContextRunner app(String journal, String mode) {
        return Apps.with(
                "heal.journal: " + journal + "\n"
                        + Apps.YAML.replace("inventoryPool }", "inventoryPool, mode: " + mode + " }"),
                Apps.TwoPools.class);
    }

    private static String in(Path directory) {
        return "{ directory: " + directory + " }";
    }

    private static String finding(Path directory, String reason) {
        return "heal.journal.directory = " + directory + " (application.yml:1:28): heal detects and starts nothing: the"
                + " journal directory " + directory + " cannot be used: " + reason;
    }

    @Test
    void one_that_can_be_written_is_made_and_let_go_of(CapturedOutput output) {
        Path heal = directory.resolve("deep/heal");

        app(in(heal), "act").run(app -> {
            assertThat(app.getBean(Heal.class).recording().place()).isEqualTo(Place.DISK);
            assertThat(heal).isNotEmptyDirectory();
        });
        app(in(heal), "act")
                .run(again -> assertThat(again.getBean(Heal.class).recording().place())
                        .isEqualTo(Place.DISK));

        assertThat(output).doesNotContain("ERROR", "problem in the configuration");
    }

    @Test
    void a_directory_below_a_file_is_told_and_the_application_starts(CapturedOutput output) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        app(in(file.resolve("heal")), "act").run(app -> {
            assertThat(app).hasNotFailed();
            Heal heal = app.getBean(Heal.class);
            assertThat(heal.targets()).as("it detects").containsExactly("inventory");
            assertThat(heal.recording().place()).as("and starts nothing").isEqualTo(Place.NOWHERE);
            assertThat(new HealHealthIndicator(heal, app.getBean(HealSettings.class), false).health())
                    .isNotNull()
                    .satisfies(health -> assertThat(health.getStatus()).isEqualTo(HealHealthIndicator.DEGRADED))
                    .satisfies(health -> assertThat(health.getDetails()).containsEntry("journal", "nowhere"));
        });

        assertThat(output.toString())
                .contains("1 problem in the configuration\n  - " + finding(file.resolve("heal"), ""))
                .contains(WAY_OUT)
                .doesNotContain("Not healed, calls pass straight through");
    }

    @Test
    void a_strict_application_does_not_start(CapturedOutput output) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        app(in(file), "observe")
                .withPropertyValues("heal.strict=true")
                .run(app -> assertThat(app)
                        .hasFailed()
                        .getFailure()
                        .hasStackTraceContaining(HealStartException.class.getName())
                        .hasStackTraceContaining(finding(file, "")));
    }

    @Test
    void where_nothing_could_act_it_is_a_warning(CapturedOutput output) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        app(in(file), "observe").run(app -> assertThat(app).hasNotFailed());

        assertThat(output.toString().lines())
                .anySatisfy(line -> assertThat(line).contains("WARN").contains(finding(file, "")));
        assertThat(output).doesNotContain("problem in the configuration");
    }

    @Test
    void a_second_application_of_the_process_is_refused_and_the_first_goes_on(CapturedOutput output) {
        app(in(directory), "act").run(first -> {
            app(in(directory), "act")
                    .run(second -> assertThat(
                                    second.getBean(Heal.class).recording().place())
                            .isEqualTo(Place.NOWHERE));
            assertThat(first.getBean(Heal.class).recording().place()).isEqualTo(Place.DISK);
        });

        assertThat(output.toString())
                .contains("1 problem in the configuration\n  - "
                        + finding(directory, "it is in use by another journal of this process" + WAY_OUT));
    }

    @Test
    void in_memory_is_a_choice_and_no_problem_but_what_it_forbids_is_told(CapturedOutput output) {
        app("memory", "act")
                .run(app ->
                        assertThat(app.getBean(Heal.class).recording().place()).isEqualTo(Place.MEMORY));

        assertThat(output)
                .doesNotContain("ERROR", "problem in the configuration")
                .contains("WARN  dev.heal the journal is in memory, so these steps never start, being neither safe nor"
                        + " reversible: inventory.restart; name a directory for the journal to have them");
    }
}
