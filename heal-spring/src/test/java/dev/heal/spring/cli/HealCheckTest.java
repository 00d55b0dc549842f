package dev.heal.spring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.cli.app.StaleKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("heal check reads application files as Spring Boot does, and answers in words and by its exit status")
class HealCheckTest {

    private static final String GOOD = """
            heal:
              targets:
                inventory:
                  detectors:
                    stalled: { pool-stalled: {} }
                  steps:
                    restart: { do: { restart-pool: {} } }
                  resource: dataSource
                  mode: act
            """;

    private static final String IN_WORDS = """
            inventory (act: heal repairs it by itself)
              a policy of its own, resource dataSource, a circuit breaker that heal makes
              it is sick when
                stalled  a caller waits, and no connection was handed out or came back for 2s
              then heal does
                1. restart  restart the pool, when any of these
                            one attempt of at most 20s
                            it has helped if stalled is known to be healthy within 10s, and stays so for 3s
              at most 3 remediations in 10m, the same step not again within 1m
              a step that has failed 3 times in a row on one cause waits for a human; after 5 incidents in 30m nothing starts until a human releases it
              not healed after 5m, or no step left: tell a human

            over all targets
              at most 10 remediations in 10m
              in the first 10s after the start only what is safe starts
              each step waits for a part of 1s, so that instances do not act at once
              each step is written down in the directory heal before it is done, and kept for 30d

            """;

    private static final String NOT_KNOWN =
            "not known before the start: whether the named resources, circuit breakers and beans exist and fit, and"
                    + " whether the journal can be written\n";

    @TempDir
    private Path directory;

    private record Answer(int status, String out, String err) {}

    private Answer check(String... arguments) {
        return check(Map.of(), arguments);
    }

    private Answer check(Map<String, String> variables, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = HealCheck.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                variables);
        return new Answer(status, plain(out), plain(err));
    }

    private static String plain(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private void given(String file, String text) {
        try {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void a_sound_file_is_told_in_words() {
        given("src/main/resources/application.yml", GOOD);

        assertThat(check())
                .isEqualTo(new Answer(
                        0, IN_WORDS + "sound: 1 target in src/main/resources/application.yml\n" + NOT_KNOWN, ""));
    }

    @Test
    void without_sources_the_working_directory_is_read_and_its_config() {
        given("application.properties", "heal.targets.inventory.mode=act\n");
        given("config/application.yaml", GOOD.replace("mode: act", "cooldown: 5m"));

        Answer answer = check();

        assertThat(answer.out())
                .startsWith("inventory (act: heal repairs it by itself)\n")
                .contains("the same step not again within 5m")
                .contains("sound: 1 target in application.properties, config/application.yaml\n");
        assertThat(answer.status()).isZero();
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_with_its_place() {
        given("application.yml", GOOD.replace("mode: act", "mod: act").replace("restart-pool", "restart-pol"));

        assertThat(check("application.yml")).isEqualTo(new Answer(1, "", """
                2 problems in application.yml
                  - heal.targets.inventory.steps.restart.do.restart-pol (application.yml:7:26): is no kind of remediation; did you mean restart-pool? (known: failover-region, limit-concurrency, reset-breaker, restart-pool, shed-load)
                  - heal.targets.inventory.mod = act (application.yml:9:12): is not a key of a target; did you mean mode? (known: budget, circuit-breaker, cooldown, depends-on, detectors, driven, escalate, give-up, limit-concurrency, mode, order, policy, resource, router, scope, steps, timing)
                  kinds of the application's own are known with --scan <package>
                """));
    }

    @Test
    void what_bounds_heal_is_told_in_words() {
        given("application.yml", GOOD + """
                  journal: memory
                  stop-file: /etc/shop/heal-stop
                  warm-up: 0s
                  jitter: 0s
                """);

        assertThat(check().out()).contains("""

                        over all targets
                          at most 10 remediations in 10m
                          nothing is written down: only what is safe or reversible starts, so no pool is restarted, and a restart forgets all
                          nothing starts while /etc/shop/heal-stop exists

                        """).endsWith("circuit breakers and beans exist and fit\n");
    }

    @Test
    void a_journal_is_looked_for_and_not_touched() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        given("below.yml", GOOD + "  journal: { directory: " + file.resolve("heal") + " }\n");
        given("itself.yml", GOOD + "  journal: { directory: " + file + " }\n");
        given("new.yml", GOOD + "  journal: { directory: " + directory.resolve("new") + " }\n");
        given("default.yml", GOOD);

        assertThat(check("below.yml").err())
                .endsWith("heal.journal.directory = " + file.resolve("heal") + " (below.yml:10:25): lies below " + file
                        + ", which is no directory; name a directory that no other process uses\n");
        assertThat(check("itself.yml").err()).contains("(itself.yml:10:25): is no directory; name a directory");
        assertThat(check("new.yml").status()).isZero();
        assertThat(check("default.yml").status()).isZero();
        assertThat(directory.resolve("new")).doesNotExist();
        assertThat(directory.resolve("heal")).doesNotExist();
    }

    @Test
    void a_profile_is_activated_and_its_documents_and_files_count() {
        given("application.yml", GOOD + """
                ---
                spring.config.activate.on-profile: prod
                heal.targets.inventory.cooldown: 2m
                """);
        given("application-eu.yml", "heal.targets.inventory.budget.remediations: 7\n");

        assertThat(check("--profile", "prod,eu").out())
                .contains("at most 7 remediations in 10m, the same step not again within 2m")
                .contains("sound: 1 target in application.yml, application-eu.yml, profiles prod, eu\n");
        assertThat(check().out()).contains("at most 3 remediations in 10m, the same step not again within 1m");
    }

    @Test
    void an_import_is_followed_and_a_placeholder_replaced() {
        given(
                "application.yml",
                GOOD.replace("act", "${how}") + "spring.config.import: shared/limits.yml\nhow: propose\n");
        given("shared/limits.yml", "heal.targets.inventory.cooldown: 7m\n");

        assertThat(check().out())
                .startsWith("inventory (propose: a human must say yes to each step)\n")
                .contains("the same step not again within 7m");
    }

    @Test
    void environment_variables_count_only_if_asked_for() {
        given("application.yml", GOOD);
        Map<String, String> variables = Map.of("HEAL_TARGETS_INVENTORY_MODE", "observe");

        assertThat(check(variables).out()).startsWith("inventory (act:");
        assertThat(check(variables, "--env").out())
                .startsWith("inventory (observe:")
                .contains("sound: 1 target in application.yml, environment variables\n");
    }

    @Test
    void the_machine_that_checks_does_not_count() {
        given("application.yml", GOOD);
        System.setProperty("heal.targets.inventory.mode", "propose");
        try {
            assertThat(check("--env").out()).startsWith("inventory (act:");
        } finally {
            System.clearProperty("heal.targets.inventory.mode");
        }
    }

    @Test
    void what_only_a_variable_could_tell_is_pointed_to() {
        given("application.yml", GOOD.replace("act", "${HOW}"));

        Answer answer = check();

        assertThat(answer.err())
                .contains("heal.targets.inventory.mode = ${HOW} (application.yml:9:13): refers to something that is set"
                        + " nowhere")
                .endsWith("\n  environment variables count with --env\n");
        assertThat(check(Map.of("HOW", "act"), "--env").status()).isZero();
    }

    @Test
    void each_value_is_told_with_its_place_if_asked_for() {
        given("application.yml", GOOD);

        assertThat(check("--origins").out())
                .contains("\n  values, and where they come from\n    resource ")
                .containsPattern("\n    mode +act +application\\.yml:9:13\n")
                .containsPattern("\n    cooldown +1m +default\n");
    }

    @Test
    void a_difference_is_told_in_words() {
        given("old.yml", GOOD);
        given("new.yml", "# looser\n" + GOOD.replace("mode: act", "mode: act\n      cooldown: 2m"));

        assertThat(check("--diff", "old.yml", "new.yml"))
                .isEqualTo(new Answer(0, "inventory: cooldown 2m instead of 1m\n", ""));
        assertThat(check("--diff", "old.yml", "old.yml")).isEqualTo(new Answer(0, "nothing changes\n", ""));
    }

    @Test
    void the_first_target_and_the_last_one_are_a_difference_too() {
        given("without.yml", "spring.application.name: shop\n");
        given("with.yml", GOOD);

        assertThat(check("--diff", "without.yml", "with.yml"))
                .isEqualTo(new Answer(0, "inventory: is new, mode act\n", ""));
        assertThat(check("--diff", "with.yml", "without.yml"))
                .isEqualTo(new Answer(0, "inventory: is gone: nothing is healed there any more\n", ""));
        assertThat(check("--diff", "without.yml", "without.yml").err())
                .startsWith("there is no target under heal.targets in without.yml");
    }

    @Test
    void a_difference_to_something_wrong_is_none() {
        given("old.yml", GOOD);
        given("new.yml", GOOD.replace("act", "acd"));

        Answer answer = check("--diff", "old.yml", "new.yml");

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).contains("heal.targets.inventory.mode = acd (new.yml:9:13): is none of");
    }

    @Test
    void a_file_that_cannot_be_parsed_is_told_with_the_place() {
        given("application.yml", "heal:\n  targets: { a: ]\n");

        Answer answer = check();

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err()).startsWith("application.yml:2:17: cannot be read: ");
    }

    @Test
    void nothing_to_check_is_wrong() {
        given("application.yml", "spring.application.name: shop\n");

        assertThat(check())
                .isEqualTo(new Answer(
                        1, "", "there is no target under heal.targets in application.yml; is a --profile missing?\n"));
    }

    @Test
    void wrong_usage_is_told_with_the_usage() {
        assertThat(check("--diff", "one.yml"))
                .isEqualTo(
                        new Answer(
                                2,
                                "",
                                "--diff takes two files or directories, the old and the new one, not 1\n--help tells how to use it\n"));
        assertThat(check("--orgins").err())
                .startsWith("--orgins is no option; did you mean --origins? (known: --diff, --env, --help,");
        assertThat(check("--profile").err()).startsWith("--profile takes a name\n");
        assertThat(check("--env=true").err()).startsWith("--env takes no value\n");
    }

    @Test
    void a_file_that_is_not_there_is_wrong_usage() {
        assertThat(check("missing.yml").status()).isEqualTo(2);
        assertThat(check("missing.yml").err()).startsWith("there is no missing.yml\n");
        assertThat(check(".").err()).startsWith("there is no application.yml, .yaml or .properties in .\n");
    }

    @Test
    void what_the_start_would_refuse_by_its_name_alone_is_told() {
        given("application.yml", GOOD.replace("      resource: dataSource\n", ""));
        assertThat(check()).isEqualTo(new Answer(1, "", """
                1 problem in application.yml
                  - heal.targets.inventory.resource (application.yml:3:5): is missing, and pool-stalled needs one; write resource: and the bean name of a pool of HikariCP
                """));

        given(
                "application.yml",
                GOOD.replace("      mode: act\n", "      circuit-breaker: stock\n")
                        + GOOD.substring(GOOD.indexOf("    inventory"))
                                .replace("    inventory", "    orders")
                                .replace("      mode: act\n", "      circuit-breaker: stock\n"));
        assertThat(check()).isEqualTo(new Answer(1, "", """
                2 problems in application.yml
                  - heal.targets.orders.resource = dataSource (application.yml:15:17): the target inventory restarts the same pool; let one target own it, and put what the other needs into the detectors of that one
                  - heal.targets.orders.circuit-breaker = stock (application.yml:16:24): the target inventory names the same circuit breaker; let one target own it, and put what the other needs into the detectors of that one
                """));
    }

    @Test
    void a_profile_that_nothing_is_written_for_is_not_taken_for_a_sound_one() {
        given("application.yml", GOOD);
        given("application-prod.yml", "heal.ceiling: propose\n");

        assertThat(check("--profile", "prod,pord").out())
                .contains("nothing is written for the profile pord\n")
                .doesNotContain("the profile prod\n");
    }

    @Test
    void a_package_without_a_class_is_told() {
        given("application.yml", GOOD.replace("pool-stalled", "stale-prices"));

        assertThat(check("--scan", "nope.nope").err())
                .contains("  not known what words it brings: nope.nope (there is no class in it)\n");
    }

    @Test
    void a_schema_for_editors_has_the_words_of_the_application_in_it() {
        assertThat(check("--schema").out()).contains("\"pool-stalled\"").doesNotContain("stale-prices");
        assertThat(check("--schema", "--scan", StaleKind.class.getPackageName()).out())
                .contains("\"stale-prices\"");
    }

    @Test
    void help_is_no_mistake() {
        assertThat(check("--help")).isEqualTo(new Answer(0, Options.USAGE + "\n", ""));
    }

    @Test
    void words_of_the_application_are_known_if_it_says_where_they_are() {
        given(
                "application.yml",
                GOOD.replace("pool-stalled: {}", "stale-prices: { above: 7 }").replace("restart-pool", "log-in-again"));

        assertThat(check().err())
                .contains("stale-prices (application.yml:5:")
                .contains("kinds of the application's own are known with --scan <package>");
        assertThat(check("--scan", StaleKind.class.getPackageName()).out())
                .contains("    stalled  stale-prices above 7\n")
                .contains("1. restart  log-in-again, when any of these\n");
    }

    @Test
    void annotated_methods_are_words_too() {
        given(
                "application.yml",
                GOOD.replace("pool-stalled: {}", "queue-length: { above: 100 }")
                        .replace("restart-pool", "drain-queue"));

        Answer answer = check("--scan", StaleKind.class.getPackageName());

        assertThat(answer.err()).isEmpty();
        assertThat(answer.out())
                .contains("    stalled  queue-length is above 100\n")
                .contains("1. restart  drain the queue, when any of these\n");
    }

    @Test
    void a_class_whose_word_cannot_be_learned_is_named() {
        given("application.yml", GOOD.replace("pool-stalled", "needs-a-bean"));

        assertThat(check("--scan=" + StaleKind.class.getPackageName()).err())
                .contains(
                        "\n  not known what words it brings: dev.heal.spring.cli.app.NeedsABean (it needs arguments)\n");
    }

    private static final String ROUTED = """
            heal:
              routers:
                inventory:
                  regions: { east: { url: "https://east.example" }, west: { url: "https://west.example" } }
                  probe: { path: /health }
                orders:
                  regions: { east: { data-source: east }, west: { data-source: west } }
              targets:
                inventory:
                  router: inventory
                  steps: { move: { do: { failover-region: {} } } }
            """;

    @Test
    void a_routed_target_and_a_router_that_nobody_names() throws IOException {
        Files.writeString(directory.resolve("application.yml"), ROUTED);

        Answer answer = check("application.yml");

        assertThat(answer.err).isEmpty();
        assertThat(answer.status).isZero();
        assertThat(answer.out)
                .contains(
                        "1. move  move the traffic of the region to another one that is well",
                        "only once it has lasted 45s",
                        "router orders: no target names it, so its regions are not watched and its traffic stays where it is");
    }

    @Test
    void a_pool_cannot_be_restarted_where_there_is_an_address() throws IOException {
        Files.writeString(
                directory.resolve("application.yml"), ROUTED.replace("failover-region: {}", "restart-pool: {}"));

        Answer answer = check("application.yml");

        assertThat(answer.status).isEqualTo(1);
        assertThat(answer.err)
                .contains(
                        "heal.targets.inventory.router = inventory (application.yml:10:15): its regions are addresses, and"
                                + " restart-pool needs a pool; take restart-pool out of the policy, or have the regions name a"
                                + " data-source");
    }

    @Test
    void two_routers_on_one_pool() throws IOException {
        Files.writeString(
                directory.resolve("application.yml"),
                ROUTED.substring(0, ROUTED.indexOf("    inventory:\n      router"))
                                .replace("    inventory:", "    stock:")
                                .replace("{ url: \"https://east.example\" }", "{ data-source: east }")
                                .replace("{ url: \"https://west.example\" }", "{ data-source: north }")
                                .replace("      probe: { path: /health }\n", "")
                        + "    stock: { router: stock, steps: { restart: { do: { restart-pool: {} } } } }\n"
                        + "    orders: { router: orders, steps: { restart: { do: { restart-pool: {} } } } }\n");

        assertThat(check("application.yml").err)
                .contains("heal.targets.orders.router = orders")
                .contains("the target stock restarts the same pool; let one target own it");
    }
}
