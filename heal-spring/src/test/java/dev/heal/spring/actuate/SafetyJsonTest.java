package dev.heal.spring.actuate;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;

import dev.heal.Heal;
import dev.heal.spring.OwnJournal;
import dev.heal.spring.autoconfigure.Apps;
import dev.heal.spring.binding.HealSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

@DisplayName("GET /actuator/heal tells what bounds heal")
class SafetyJsonTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void nothingIsWrittenElsewhere() {
        OwnJournal.takeAway();
    }

    private static String yaml(String bounds) {
        return "heal: { access: { anonymous-read: true }, tick: 10ms, " + bounds + " }\n---\n"
                + Apps.YAML.replace("inventoryPool }", "inventoryPool, mode: act, scope: stores }");
    }

    private static HealEndpoint endpoint(AssertableApplicationContext app) {
        return new HealEndpoint(app.getBean(Heal.class), app.getBean(HealSettings.class));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> all(AssertableApplicationContext app) {
        return (Map<String, Object>) endpoint(app).targets(SecurityContext.NONE).getBody();
    }

    @Test
    void a_journal_on_a_disk_is_shown_with_its_directory() {
        Apps.with(yaml("journal: { directory: " + directory + " }"), Apps.TwoPools.class)
                .run(app -> assertThat(all(app))
                        .containsEntry("journal", Map.of("place", "disk", "directory", directory.toString()))
                        .containsEntry("stopFile", null)
                        .extracting("limits", as(LIST))
                        .contains("at most 10 remediations in 10m"));
    }

    @Test
    void a_journal_in_memory_is_shown_as_the_choice_it_is() {
        Apps.with(yaml("journal: memory"), Apps.TwoPools.class)
                .run(app -> assertThat(all(app)).containsEntry("journal", Map.of("place", "memory")));
    }

    @Test
    void a_journal_that_cannot_be_written_is_shown_with_the_reason() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        Apps.with(yaml("journal: { directory: " + file + " }"), Apps.TwoPools.class)
                .run(app -> assertThat(all(app))
                        .extracting("journal", as(MAP))
                        .containsEntry("place", "nowhere")
                        .containsEntry("directory", file.toString())
                        .extractingByKey("reason")
                        .asString()
                        .contains("cannot be used"));
    }

    @Test
    void the_stop_file_is_shown_with_the_stop_while_it_is_there() throws IOException {
        Path stop = Files.writeString(directory.resolve("heal-stop"), "");

        Apps.with(yaml("journal: memory, stop-file: " + stop), Apps.TwoPools.class)
                .run(app -> {
                    await().until(() ->
                            app.getBean(Heal.class).status("inventory").orders().file() != null);

                    assertThat(all(app))
                            .extracting("stopFile", as(MAP))
                            .containsEntry("file", stop.toString())
                            .extractingByKey("stop", as(MAP))
                            .containsEntry("reason", "the stop file " + stop + " exists");
                    assertThat(inventory(app))
                            .containsEntry("stopped", true)
                            .containsEntry("pinned", false)
                            .containsEntry("scope", "stores");
                });
    }

    @Test
    void a_target_that_heal_has_stopped_itself_is_pinned() {
        Apps.with(yaml("journal: memory"), Apps.TwoPools.class).run(app -> {
            app.getBean(Heal.class).stop("inventory", "ada", "I look into it");
            assertThat(inventory(app)).containsEntry("stopped", true).containsEntry("pinned", false);

            app.getBean(Heal.class).stop("inventory", "heal", "5 incidents in 30m");

            assertThat(inventory(app)).containsEntry("stopped", true).containsEntry("pinned", true);
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> inventory(AssertableApplicationContext app) {
        return (Map<String, Object>)
                endpoint(app).target(SecurityContext.NONE, "inventory").getBody();
    }
}
