package dev.heal.spring.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.Keys;
import dev.heal.spring.binding.SettingsReader;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What another file changes is told, and what it does not change is not")
class DifferenceTest {

    private static List<String> changes(String before, String after) {
        return Difference.between(Given.read(before), Given.read(after));
    }

    private static List<String> changes(String after) {
        return changes(Given.FULL, after);
    }

    @Test
    void a_comment_another_spelling_and_a_move_to_the_base_change_nothing() {
        String moved = "# another comment\n"
                + Given.FULL
                        .replace("      cooldown: 60s\n", "")
                        .replace("    base:\n", "    base:\n      cooldown: 1m\n")
                        .replace("within: 10s", "within: 10000ms")
                        .replace("above: 0.5", "above: 0.50, over: 10s")
                        .replace("mode: act", "mode: ACT")
                        .replace("policies:\n    base:", "policies:\n    ground:")
                        .replace("base: base", "base: ground");

        assertThat(changes(moved)).isEmpty();
    }

    @Test
    void limits_are_told_old_and_new() {
        String after = Given.FULL
                .replace("sustained: 10s", "sustained: 30s")
                .replace("hold: 3s", "hold: 5s")
                .replace("attempts: 2", "attempts: 3")
                .replace("cooldown: 60s", "budget: { remediations: 5 }")
                .replace("oldest-borrow: 2s", "oldest-borrow: 4s, pending: 3");

        assertThat(changes(after))
                .containsExactly(
                        "inventory: the detector stalled oldest-borrow 4s instead of 2s",
                        "inventory: the detector stalled pending 3 instead of 1",
                        "inventory: restart is tried after 30s instead of 10s of sickness",
                        "inventory: restart verify.hold 5s instead of 3s",
                        "inventory: reset attempts 3 instead of 2",
                        "inventory: budget 5 in 10m instead of 3 in 10m");
    }

    @Test
    void what_comes_and_what_goes_is_told() {
        String after = Given.FULL
                .replace("        errors: { failure-rate: { above: 0.5 } }\n", """
                                slow: { slow-calls: {} }
                        """)
                .replace("reset: { do: { reset-breaker: {} }, when: [errors],", """
                        again: { do: { reset-breaker: {} }, when: [slow],""")
                .replace("    inventory:\n", "    orders: { policy: jdbc }\n    inventory:\n");

        assertThat(changes(after))
                .containsExactly(
                        "inventory: the detector errors is gone",
                        "inventory: the detector slow is new: more than 50 % of at least 20 calls in 10s took 1s or longer",
                        "inventory: the step reset is gone",
                        "inventory: the step again is new: let trial calls through the circuit breaker, when slow",
                        "orders: is new, mode observe");
        assertThat(changes(after, Given.FULL)).contains("orders: is gone: nothing is healed there any more");
    }

    @Test
    void a_step_that_the_new_mode_does_not_reach_is_told() {
        String after = Given.FULL.replace("      mode: act\n", "      mode: observe\n");

        assertThat(changes(after))
                .containsExactly(
                        "inventory: mode observe instead of act",
                        "inventory: reset is not reached by it: its own mode is propose");
    }

    @Test
    void another_kind_is_told_in_its_words() {
        String after = Given.FULL.replace("restart: { when", "restart: { do: { reset-breaker: {} }, when");

        assertThat(changes(after))
                .containsExactly("inventory: restart is now reset-breaker (let trial calls through the circuit breaker)"
                        + " instead of restart-pool (restart the pool)");
    }

    @Test
    void the_order_counts_only_where_it_is_another_one() {
        assertThat(changes(Given.FULL.replace("cooldown: 60s", "order: [restart, reset]")))
                .as("as written")
                .isEmpty();
        assertThat(changes(Given.FULL.replace("cooldown: 60s", "order: [reset, restart]")))
                .containsExactly("inventory: steps are tried in the order reset, restart instead of restart, reset");
    }

    @Test
    void modes_and_the_ceiling_are_told_where_they_change_something() {
        assertThat(changes("heal.mode: propose\n" + Given.FULL))
                .as("the target has a mode of its own")
                .containsExactly("heal: mode propose instead of observe");
        assertThat(changes("heal.ceiling: observe\n" + Given.FULL))
                .containsExactly(
                        "heal: ceiling observe instead of act",
                        "inventory: mode observe instead of act",
                        "inventory: reset mode observe instead of propose");
        assertThat(changes(Given.FULL.replace("mode: propose, ", "")))
                .containsExactly("inventory: reset mode act instead of propose");
    }

    @Test
    void approvals_are_told() {
        String with = Given.FULL.replace("attempts: 2", "approval: { expires: 5m }, attempts: 2");

        assertThat(changes(with)).containsExactly("inventory: reset needs a human's yes now, within 5m");
        assertThat(changes(with, Given.FULL)).containsExactly("inventory: reset no longer needs a human's yes");
        assertThat(changes(with, with.replace("5m", "9m")))
                .containsExactly("inventory: reset approval.expires 9m instead of 5m");
    }

    @Test
    void what_a_step_answers_to_is_told() {
        String any = Given.FULL.replace("when: [stalled], ", "");

        assertThat(changes(any)).containsExactly("inventory: restart answers to any detector instead of stalled");
        assertThat(changes(any, any.replace("sustained: 5s", "when: [errors, stalled], sustained: 5s")))
                .as("all of them by name are any of them")
                .isEmpty();
        assertThat(changes(
                        any,
                        any.replace(
                                "detectors:\n        errors",
                                "detectors:\n        b: { stuck-breaker: {} }\n        errors")))
                .as("any of more detectors is still any")
                .containsExactly(
                        "inventory: the detector b is new: the circuit breaker has been open for 10m, or half-open"
                                + " for 1m");
    }

    @Test
    void a_resource_a_breaker_and_the_human_are_told() {
        String after = Given.FULL
                .replace("resource: dataSource", "resource: orders\n      circuit-breaker: orders")
                .replace("cooldown: 60s", "escalate: { notify: oncall }");

        assertThat(changes(after))
                .containsExactly(
                        "inventory: resource orders instead of dataSource",
                        "inventory: circuit-breaker orders instead of none",
                        "inventory: escalate.notify oncall instead of none");
    }

    @Test
    void what_a_target_needs_is_told_however_it_is_spelt() {
        String before = Given.FULL.replace(
                "    inventory:\n", "    stock: { policy: jdbc }\n    inventory:\n      depends-on: stock\n");

        assertThat(changes(before, before.replace("depends-on: stock", "depends-on: [STOCK]")))
                .isEmpty();
        assertThat(changes(before, before.replace("      depends-on: stock\n", "")))
                .containsExactly("inventory: depends-on none instead of [stock]");
    }

    @Test
    void who_has_access_is_told_and_what_is_written_as_it_is_by_default_is_not() {
        String access = "heal.access: { reader-role: HEAL_READER, hosts: [shop.example] }\n" + Given.FULL;

        assertThat(changes(access)).containsExactly("heal: access.hosts [shop.example] instead of []");
        assertThat(changes(access, access.replace("HEAL_READER", "AUDIT")))
                .containsExactly("heal: access.reader-role AUDIT instead of HEAL_READER");
        assertThat(changes("heal.aspect-order: " + SettingsReader.DEFAULT_ASPECT_ORDER + "\n" + Given.FULL))
                .isEmpty();
        assertThat(changes("heal.aspect-order: 5\n" + Given.FULL))
                .containsExactly("heal: aspect-order 5 instead of " + SettingsReader.DEFAULT_ASPECT_ORDER);
    }

    @Test
    void what_bounds_heal_is_told_old_and_new() {
        String before =
                "heal: { stop-file: /etc/stop, journal: { directory: /var/heal }, scopes: { stores: {} } }\n---\n"
                        + Given.FULL
                                .replace(
                                        "    inventory:\n",
                                        "    vault: { policy: jdbc }\n    inventory:\n      scope: stores\n")
                                .replace("sustained: 5s }", "uses: [vault], budget: { remediations: 1 } }");
        String after = before.replace("/etc/stop", "/run/stop")
                .replace("directory: /var/heal", "retention: 90d")
                .replace("stores: {}", "stores: { brake: { share: 0.3 } }")
                .replace("scopes:", "budget: { per: 1h }, scopes:")
                .replace("uses: [vault], budget: { remediations: 1 }", "requires: [errors], time-to-live: 9m")
                .replace("cooldown: 60s", "give-up: { incidents: 9 }");

        assertThat(changes(before, after))
                .containsExactly(
                        "heal: journal in heal instead of in /var/heal",
                        "heal: journal.retention 90d instead of 30d",
                        "heal: stop-file /run/stop instead of /etc/stop",
                        "heal: budget 10 in 1h instead of 10 in 10m",
                        "heal: scopes.stores.brake.share 0.3 instead of 0.5",
                        "vault: restart requires [errors] instead of none",
                        "vault: restart budget none instead of 1 in 10m",
                        "vault: restart time-to-live 9m instead of 5m",
                        "vault: give-up.incidents 9 instead of 5",
                        "inventory: restart requires [errors] instead of none",
                        "inventory: restart uses none instead of [vault]",
                        "inventory: restart budget none instead of 1 in 10m",
                        "inventory: restart time-to-live 9m instead of 5m",
                        "inventory: give-up.incidents 9 instead of 5");
        assertThat(changes(before, before.replace("{ directory: /var/heal }", "memory")))
                .containsExactly("heal: journal memory instead of in /var/heal");
    }

    /** Whoever adds a key has to tell of it here. */
    @Test
    void no_key_of_the_closed_part_changes_untold() {
        Map<String, String> ofHeal = Map.of(
                "mode", "propose",
                "ceiling", "observe",
                "tick", "1s",
                "strict", "true",
                "aspect-order", "5",
                "access", "{ anonymous-read: true }",
                "load-shedding", "{ web: { active: always } }",
                "budget", "{ remediations: 5 }",
                "warm-up", "1m",
                "jitter", "0s");
        Map<String, String> ofPlaces =
                Map.of("journal", "memory", "stop-file", "/run/stop", "scopes", "{ stores: { minimum-healthy: 0.9 } }");
        Map<String, String> ofTarget = Map.ofEntries(
                Map.entry("policy", "base"),
                Map.entry("resource", "other"),
                Map.entry("circuit-breaker", "other"),
                Map.entry("driven", "true"),
                Map.entry("timing", "exact"),
                Map.entry("limit-concurrency", "50"),
                Map.entry("depends-on", "stock"),
                Map.entry("scope", "stores"),
                Map.entry("order", "[reset, restart]"),
                Map.entry("budget", "{ per: 1m }"),
                Map.entry("cooldown", "1s"),
                Map.entry("give-up", "{ incidents: 9 }"),
                Map.entry("escalate", "{ after: 1s }"),
                Map.entry("mode", "observe"));
        Map<String, String> ofStep = Map.ofEntries(
                Map.entry("do", "{ reset-breaker: }"),
                Map.entry("when", "errors"),
                Map.entry("requires", "errors"),
                Map.entry("uses", "stock"),
                Map.entry("sustained", "1m"),
                Map.entry("verify", "{ hold: 9s }"),
                Map.entry("attempts", "4"),
                Map.entry("time-limit", "9s"),
                Map.entry("time-to-live", "9m"),
                Map.entry("budget", "{ per: 9m }"),
                Map.entry("approval", "{ expires: 9m }"),
                Map.entry("mode", "observe"));

        Set<String> ofAll = new LinkedHashSet<>(ofHeal.keySet());
        ofAll.addAll(ofPlaces.keySet());
        assertThat(ofStep.keySet()).containsExactlyInAnyOrderElementsOf(Keys.STEP);
        assertThat(ofAll)
                .containsExactlyInAnyOrderElementsOf(Keys.ROOT.stream()
                        .filter(key -> !Set.of("policies", "targets", "routers").contains(key))
                        .toList());
        assertThat(ofTarget.keySet())
                .containsExactlyInAnyOrderElementsOf(Keys.TARGET.stream()
                        .filter(key -> !Set.of("detectors", "steps", "router").contains(key))
                        .toList());
        String full = Given.FULL.replace(
                "    inventory:\n",
                "    stock: { policy: jdbc, scope: stores }\n    inventory:\n      circuit-breaker: stock\n");
        Map<String, String> all = new LinkedHashMap<>();
        ofPlaces.forEach((key, value) -> all.put("heal." + key, value));
        ofStep.forEach((key, value) -> all.put("heal.targets.inventory.steps.restart." + key, value));
        ofHeal.forEach((key, value) -> all.put("heal." + key, value));
        ofTarget.forEach((key, value) -> all.put("heal.targets.inventory." + key, value));
        all.forEach((property, value) -> assertThat(
                        Difference.between(Given.read(full), Given.read(Map.of(), property + ": " + value, full)))
                .as(property)
                .isNotEmpty());
    }

    private static final String ROUTED = """
            heal:
              routers:
                inventory:
                  regions: { east: { url: "https://east.example" }, west: { url: "https://west.example" } }
                  probe: { path: /health }
              targets:
                inventory:
                  router: inventory
                  steps: { move: { do: { failover-region: {} } } }
            """;

    @Test
    void every_value_of_a_router_is_told_when_it_is_another_one() {
        String changed = ROUTED.replace("https://west.example", "https://north.example")
                .replace("probe:", "home: west\n      writes: replicated\n      in-flight: fail-fast\n      probe:")
                .replace("/health", "/ready, every: 2s, within: 3s, failures: 4");

        assertThat(Difference.between(Given.read(ROUTED), Given.read(changed)))
                .containsExactly(
                        "inventory: router.regions.east.weight 0 instead of 1",
                        "inventory: router.regions.west.url https://north.example instead of https://west.example",
                        "inventory: router.regions.west.weight 1 instead of 0",
                        "inventory: router.probe.path /ready instead of /health",
                        "inventory: router.probe.every 2s instead of 1s",
                        "inventory: router.probe.within 3s instead of 1s",
                        "inventory: router.probe.failures 4 instead of 3",
                        "inventory: router.writes replicated instead of home-only",
                        "inventory: router.in-flight fail-fast instead of leave");
    }

    @Test
    void what_a_routed_target_means_is_told_in_words() {
        HealSettings settings = Given.read(ROUTED);

        assertThat(PolicyWords.of(settings, settings.targets().get(0)).subList(0, 10))
                .containsExactly(
                        "inventory (observe: heal only tells what it would do)",
                        "  a policy of its own, router inventory: served from east; west stands by; each region is healed"
                                + " by itself, as inventory@<region>",
                        "  it is one of the scope inventory: of these 50 %, one at least, stay healthy, and if more than 50 %"
                                + " turn bad within 30s nothing starts for single ones",
                        "  it is sick when",
                        "    region-probe  3 questions in a row by the probe http of /health, one every 1s, had no good"
                                + " answer within 1s",
                        "  then heal would",
                        "    1. move  move the traffic of the region to another one that is well, and 10 % of it back after"
                                + " every 10m of health, not before 10m, when any of these",
                        "             only once it has lasted 45s",
                        "             one attempt of at most 20s",
                        "             it has helped if where the traffic went region-probe is known to be healthy within 10s, and stays so for 3s");
    }
}
