package dev.heal.spring.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.policy.Budget;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Limits;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What keeps heal within bounds is read, inherited and overridden like everything else")
class SafetySettingsTest {

    private static final String GOOD = BadInputs.GOOD;

    /** Everything that bounds heal, each once. */
    private static final String BOUNDED = """
            heal:
              journal: { directory: /var/lib/shop/heal, retention: 90d }
              stop-file: /etc/shop/heal-stop
              budget: { remediations: 20 }
              warm-up: 0s
              jitter: 2s
              scopes:
                regions: { minimum-healthy: 0.6, brake: { share: 0.4 } }
              policies:
                ground:
                  give-up: { incidents: 7 }
                  steps: { restart: { do: { restart-pool: {} }, budget: { remediations: 1, per: 1h }, uses: [vault] } }
                jdbc:
                  base: ground
                  detectors:
                    stalled: { pool-stalled: {} }
                    errors: { failure-rate: {} }
                  steps: { restart: { when: [stalled], requires: [errors], time-to-live: 10m } }
              targets:
                inventory:
                  policy: jdbc
                  resource: dataSource
                  scope: regions
                  give-up: { failures: 2 }
                  steps: { restart: { budget: { per: 2h } } }
                vault: { policy: jdbc, resource: other }
            """;

    private static SafetySettings safety(String text) {
        HealSettings settings = Yaml.read(text);
        assertThat(settings.findings().all()).isEmpty();
        return settings.safety();
    }

    private static TargetSettings target(HealSettings settings, String name) {
        return settings.targets().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Safeguards restart(TargetSettings target) {
        return target.policy().steps().get(0).safeguards();
    }

    @Test
    void what_nobody_writes_is_what_the_code_says() {
        assertThat(safety(GOOD)).isEqualTo(new SafetySettings(JournalSettings.DEFAULT, null, Limits.DEFAULT));
        TargetSettings target = Yaml.read(GOOD).targets().get(0);
        assertThat(target.scope()).isNull();
        assertThat(target.policy().giveUp()).isEqualTo(GiveUp.DEFAULT);
        assertThat(restart(target)).isEqualTo(Safeguards.DEFAULT);
    }

    @Test
    void what_holds_over_all_targets_is_read_and_the_rest_has_its_default() {
        assertThat(safety(BOUNDED))
                .isEqualTo(new SafetySettings(
                        new JournalSettings(false, Path.of("/var/lib/shop/heal"), Duration.ofDays(90)),
                        Path.of("/etc/shop/heal-stop"),
                        new Limits(
                                new Budget(20, Duration.ofMinutes(10)),
                                Duration.ZERO,
                                Duration.ofSeconds(2),
                                Map.of("regions", new Scope(0.6, new Scope.Brake(0.4, Duration.ofSeconds(30)))))));
    }

    @Test
    void the_bounds_of_a_step_are_put_together_of_base_policy_and_target() {
        TargetSettings inventory = target(Yaml.read(BOUNDED), "inventory");

        assertThat(inventory.scope()).isEqualTo("regions");
        assertThat(inventory.policy().giveUp()).isEqualTo(new GiveUp(2, 7, Duration.ofMinutes(30)));
        assertThat(restart(inventory))
                .isEqualTo(new Safeguards(
                        new Budget(1, Duration.ofHours(2)), Set.of("errors"), Set.of("vault"), Duration.ofMinutes(10)));
    }

    @Test
    void a_target_that_its_own_policy_goes_through_is_left_out_there() {
        assertThat(restart(target(Yaml.read(BOUNDED), "vault")).uses()).isEmpty();
    }

    @Test
    void a_profile_and_a_variable_override_one_value() {
        String prod = """
                heal:
                  journal: memory
                  warm-up: 5s
                  scopes: { regions: { brake: { within: 10s } } }
                  policies: { ground: { give-up: { within: 1h } } }
                """;
        Map<String, Object> variables = Map.of(
                "HEAL_STOPFILE", "/run/stop",
                "HEAL_BUDGET_PER", "1h",
                "HEAL_SCOPES_REGIONS_MINIMUMHEALTHY", "0.9",
                "HEAL_TARGETS_INVENTORY_STEPS_RESTART_TIMETOLIVE", "1m");

        HealSettings settings = Yaml.read(variables, prod, BOUNDED);

        assertThat(settings.findings().all()).isEmpty();
        assertThat(settings.safety().journal().inMemory()).isTrue();
        assertThat(settings.safety().stopFile()).isEqualTo(Path.of("/run/stop"));
        Limits limits = settings.safety().limits();
        assertThat(limits.budget()).isEqualTo(new Budget(20, Duration.ofHours(1)));
        assertThat(limits.warmUp()).isEqualTo(Duration.ofSeconds(5));
        assertThat(limits.scopes())
                .containsEntry("regions", new Scope(0.9, new Scope.Brake(0.4, Duration.ofSeconds(10))));
        TargetSettings inventory = target(settings, "inventory");
        assertThat(inventory.policy().giveUp().within()).isEqualTo(Duration.ofHours(1));
        assertThat(restart(inventory).timeToLive()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void a_directory_of_more_precedence_goes_before_memory() {
        HealSettings settings =
                Yaml.read(Map.of("HEAL_JOURNAL_DIRECTORY", "/var/lib/heal"), "heal.journal: memory\n" + GOOD);

        assertThat(settings.findings().all()).isEmpty();
        assertThat(settings.safety().journal())
                .isEqualTo(new JournalSettings(false, Path.of("/var/lib/heal"), JournalSettings.DEFAULT.retention()));
    }

    @Test
    void a_path_may_have_a_placeholder_and_spaces_round_it() {
        String text = "heal.journal.directory: \" ${where:/srv}/heal \"\n" + GOOD;

        assertThat(safety(text).journal().directory()).isEqualTo(Path.of("/srv/heal"));
    }

    @Test
    void a_scope_need_not_be_written_and_is_found_in_any_spelling() {
        String member = GOOD.replace("mode: act", "mode: act, scope: EU_Regions");

        assertThat(Yaml.complaints(member)).isEmpty();
        assertThat(Yaml.read(member).targets().get(0).scope()).isEqualTo("EU_Regions");
        HealSettings written = Yaml.read("heal.scopes.eu-regions.minimum-healthy: 0.7\n" + member);
        assertThat(written.findings().all()).isEmpty();
        assertThat(written.targets().get(0).scope())
                .isEqualTo("eu-regions")
                .isIn(written.safety().limits().scopes().keySet());
    }

    @Test
    void a_name_near_to_a_scope_is_let_be_where_it_is_one_itself() {
        String both = "heal.scopes: { eu-1: {}, eu-2: {} }\n"
                + GOOD.replace(
                        "inventory: { policy: jdbc",
                        "orders: { policy: jdbc, resource: o, scope: eu-2 }\n    inventory: { scope: eu-1, policy: jdbc");

        assertThat(Yaml.complaints(both)).isEmpty();
    }

    @Test
    void a_journal_in_memory_forgets_anyway_so_no_span_is_too_long_for_it() {
        assertThat(Yaml.complaints("heal.journal: memory\n" + GOOD.replace("per: 10m", "per: 60d")))
                .isEmpty();
    }

    @Test
    void a_target_that_is_switched_off_takes_none_along_that_goes_through_it() {
        String text = GOOD.replace(
                "inventory: { policy: jdbc",
                "vault: { policy: jdbc, resource: other, cooldown: 0s }\n"
                        + "    inventory: { steps: { restart: { uses: vault } }, policy: jdbc");

        HealSettings settings = Yaml.read(text);

        assertThat(settings.targets()).extracting(TargetSettings::name).isEqualTo(List.of("inventory"));
        assertThat(restart(settings.targets().get(0)).uses()).isEmpty();
        assertThat(settings.findings().all())
                .extracting(Finding::wrong)
                .contains("vault is not healed, so inventory is healed as if restart did not go through it");
    }
}
