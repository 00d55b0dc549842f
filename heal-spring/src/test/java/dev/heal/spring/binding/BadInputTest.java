package dev.heal.spring.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("One thing written wrong in a good configuration gives one line")
class BadInputTest {

    static final String GOOD = """
            heal:
              policies:
                jdbc:
                  detectors:
                    stalled: { pool-stalled: { oldest-borrow: 2s } }
                    errors: { failure-rate: { above: 0.5 } }
                  steps:
                    restart:
                      do: { restart-pool: {} }
                      when: [stalled]
                      verify: { probe: jdbc, within: 10s, hold: 3s }
                  budget: { remediations: 3, per: 10m }
                  cooldown: 60s
              targets:
                inventory: { policy: jdbc, resource: dataSource, mode: act }
            """;

    private static final String COOLDOWN = "heal.policies.jdbc.cooldown";
    private static final String ABOVE = "heal.policies.jdbc.detectors.errors.failure-rate.above";
    private static final String STALLED = "heal.policies.jdbc.detectors.stalled";
    private static final String RESTART = "heal.policies.jdbc.steps.restart";

    @Test
    void nothing_wrong_gives_no_line() {
        assertThat(Yaml.complaints(GOOD)).isEmpty();
        assertThat(Yaml.read(GOOD).targets()).extracting(TargetSettings::name).containsExactly("inventory");
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource({"names", "spans", "numbers", "kinds", "steps", "shapes", "policies"})
    void one_line_for(String good, String bad, String line) {
        assertThat(GOOD).contains(good);
        String text = GOOD.replace(good, bad);

        assertThat(Yaml.complaints(text)).containsExactly(line);
        assertThat(Yaml.read(text).targets())
                .as("what is wrong is not brought to life")
                .isEmpty();
    }

    static Stream<Arguments> names() {
        return Stream.of(
                arguments(
                        "cooldown: 60s",
                        "cooldwon: 60s",
                        "heal.policies.jdbc.cooldwon = 60s (application.yml:13:17): is not a key of a policy; did you mean"
                                + " cooldown? (known: base, budget, cooldown, detectors, escalate, mode, order, steps)"),
                arguments(
                        "heal:",
                        "heall:",
                        "heall (near application.yml:5:51): is nobody's: what is written under it has no effect; did you"
                                + " mean heal?"),
                arguments(
                        "heal:",
                        "heal:\n  ceilng: observe",
                        "heal.ceilng = observe (application.yml:2:11): is not a key of heal; did you mean ceiling? (known:"
                                + " access, aspect-order, ceiling, mode, policies, strict, targets, tick)"),
                arguments(
                        "heal:",
                        "heal:\n  mode: acting",
                        "heal.mode = acting (application.yml:2:9): is none of observe, propose, act; write one of them"),
                arguments(
                        "    inventory: {",
                        "    orders.db: {",
                        "heal.targets.orders.db (near application.yml:15:26): is not a key of a target; a name with a dot"
                                + " is written \"[orders.db]\""),
                arguments(
                        "policy: jdbc",
                        "polcy: jdbc",
                        "heal.targets.inventory.polcy = jdbc (application.yml:15:25): is not a key of a target; did you"
                                + " mean policy? (known: budget, circuit-breaker, cooldown, detectors, escalate, mode,"
                                + " order, policy, resource, steps)"),
                arguments(
                        "policy: jdbc",
                        "policy: jdcb",
                        "heal.targets.inventory.policy = jdcb (application.yml:15:26): is no policy; did you mean jdbc?"
                                + " (known: jdbc)"),
                arguments(
                        "oldest-borrow: 2s",
                        "oldest-borrow: 2s, oldestBorrow: 3s",
                        "heal.policies.jdbc.detectors.stalled.pool-stalled.oldestBorrow (application.yml:5:69): is written"
                                + " twice, the other time as"
                                + " heal.policies.jdbc.detectors.stalled.pool-stalled.oldest-borrow; keep one of them"));
    }

    static Stream<Arguments> spans() {
        return Stream.of(
                        List.of("30", "has no unit; write 30s for seconds or 30ms for milliseconds"),
                        List.of("1:30", "is no span of time (YAML makes 90 of it); write 90s or 90m"),
                        List.of("1h30m", "has two units; write 90m"),
                        List.of("0s", "must be longer than 0; write a span with its unit, such as 10s"),
                        List.of("-5s", "must be longer than 0; write a span with its unit, such as 10s"),
                        List.of("400d", "is longer than a year; write a shorter span, such as 30d"),
                        List.of(
                                "010",
                                "is not a span of time; write a number and its unit (ms, s, m, h, d), such as 10s"),
                        List.of(
                                "0x10",
                                "is not a span of time; write a number and its unit (ms, s, m, h, d), such as 10s"),
                        List.of(
                                "off",
                                "is not a span of time; write a number and its unit (ms, s, m, h, d), such as 10s"),
                        List.of(
                                "${NOWHERE}",
                                "refers to something that is set nowhere; set it, or give a default: ${name:value}"))
                .map(line -> arguments(
                        "cooldown: 60s",
                        "cooldown: " + line.get(0),
                        COOLDOWN + " = " + line.get(0) + " (application.yml:13:17): " + line.get(1)));
    }

    static Stream<Arguments> numbers() {
        Stream<Arguments> ratios = Stream.of(
                        List.of("50", "is not a ratio; write 0.5 for 50 %"),
                        List.of("150", "is not a ratio; write a number above 0 and at most 1, such as 0.5"),
                        List.of("50%", "is not a number; write 0.5"),
                        List.of("0,5", "is not a number; write 0.5"),
                        List.of(".nan", "is not a number; write a number such as 0.5"),
                        List.of("1e400", "is not a number; write a number such as 0.5"))
                .map(line -> arguments(
                        "above: 0.5",
                        "above: " + (line.get(0).contains(",") ? "\"" + line.get(0) + "\"" : line.get(0)),
                        ABOVE + " = " + line.get(0) + " (application.yml:6:42): " + line.get(1)));
        Stream<Arguments> counts = Stream.of(
                        List.of("0", "must be at least 1; write 1 or more"),
                        List.of("010", "is not read as 10: a leading 0 makes it octal; write 10"),
                        List.of("0x10", "is not a whole number; write a whole number such as 3"),
                        List.of("1.5", "is not a whole number; write a whole number such as 3"))
                .map(line -> arguments(
                        "remediations: 3",
                        "remediations: " + line.get(0),
                        "heal.policies.jdbc.budget.remediations = " + line.get(0) + " (application.yml:12:31): "
                                + line.get(1)));
        return Stream.concat(ratios, counts);
    }

    static Stream<Arguments> kinds() {
        String block = "{ pool-stalled: { oldest-borrow: 2s } }";
        return Stream.of(
                arguments(
                        "pool-stalled",
                        "pool-staled",
                        STALLED + ".pool-staled (near application.yml:5:50): is no kind of detector; did you mean"
                                + " pool-stalled? (known: failure-rate, in-flight-age, jdbc-probe, pool-stalled,"
                                + " slow-calls, stuck-breaker)"),
                arguments(
                        "oldest-borrow",
                        "oldest-borow",
                        STALLED
                                + ".pool-stalled.oldest-borow = 2s (application.yml:5:50): is not a key of pool-stalled;"
                                + " did you mean oldest-borrow? (known: oldest-borrow, pending)"),
                arguments(
                        block,
                        "pool-stalled",
                        STALLED + " = pool-stalled (application.yml:5:18): is a value where a map of exactly one kind"
                                + " belongs; write stalled: { pool-stalled: {} }"),
                arguments(
                        block,
                        "[pool-stalled]",
                        STALLED + " = [pool-stalled] (application.yml:5:19): is a list where a map of exactly one kind"
                                + " belongs; write stalled: { failure-rate: {} }"),
                arguments(
                        block,
                        "{}",
                        STALLED + " (application.yml): names no kind; write one of failure-rate, slow-calls,"
                                + " in-flight-age, pool-stalled, stuck-breaker, jdbc-probe, such as stalled: {"
                                + " failure-rate: {} }"),
                arguments(
                        block,
                        "{ pool-stalled: {}, failure-rate: {} }",
                        STALLED + " (application.yml): names 2 kinds, pool-stalled and failure-rate; keep exactly one"),
                arguments(
                        block,
                        "{ pool-stalled: 2s }",
                        STALLED + ".pool-stalled = 2s (application.yml:5:34): is a value where a map belongs; write"
                                + " pool-stalled: { oldest-borrow: ... }"),
                arguments(
                        "errors: {",
                        "orders.db: {",
                        "heal.policies.jdbc.detectors.orders.db (near application.yml:6:45): is no kind of detector; a"
                                + " name with a dot is written \"[orders.db]\""),
                arguments(
                        "do: { restart-pool: {} }",
                        "do: { restart-pol: {} }",
                        RESTART + ".do.restart-pol (near application.yml:6:42): is no kind of remediation; did you mean"
                                + " restart-pool? (known: reset-breaker, restart-pool)"),
                arguments(
                        "probe: jdbc",
                        "probe: jdbc-write",
                        RESTART + ".verify.probe = jdbc-write (application.yml:11:28): is no probe; known: jdbc"));
    }

    static Stream<Arguments> steps() {
        return Stream.of(
                arguments(
                        "when: [stalled]",
                        "when: [stalld]",
                        RESTART + ".when[0] = stalld (application.yml:10:18): stalld is no detector of this policy; did"
                                + " you mean stalled? (known: errors, stalled)"),
                arguments(
                        "when: [stalled]",
                        "when: stalled, eror",
                        RESTART
                                + ".when = stalled, eror (application.yml:10:17): eror is no detector of this policy; did"
                                + " you mean errors? (known: errors, stalled)"),
                arguments(
                        "when: [stalled]",
                        "when: { stalled: true }",
                        RESTART + ".when (near application.yml:10:28): is a map where a list of names belongs; write"
                                + " when: [one, another]"),
                arguments(
                        "do: { restart-pool: {} }",
                        "attempts: 2",
                        RESTART
                                + ".do (near application.yml:9:21): is missing, so the step would do nothing; write do: {"
                                + " <kind>: {} } with one of restart-pool, reset-breaker"),
                arguments(
                        "cooldown: 60s",
                        "order: [restart, move]",
                        "heal.policies.jdbc.order[1] = move (application.yml:13:24): move is no step of this policy;"
                                + " known: restart"),
                arguments(
                        "cooldown: 60s",
                        "escalate: { notfy: oncall }",
                        "heal.policies.jdbc.escalate.notfy = oncall (application.yml:13:26): is not a key of escalate; did"
                                + " you mean notify? (known: after, notify, runbook)"),
                arguments(
                        "when: [stalled]",
                        "approval: { expires: 15 }",
                        RESTART
                                + ".approval.expires = 15 (application.yml:10:32): has no unit; write 15s for seconds or"
                                + " 15ms for milliseconds"));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                arguments(
                        "budget: { remediations: 3, per: 10m }",
                        "budget: 3",
                        "heal.policies.jdbc.budget = 3 (application.yml:12:15): is a value where a map belongs; write"
                                + " budget: { remediations: ... }"),
                arguments(
                        "inventory: { policy: jdbc, resource: dataSource, mode: act }",
                        "inventory: jdbc",
                        "heal.targets.inventory = jdbc (application.yml:15:16): is a value where a map belongs; write"
                                + " inventory: { policy: ... }"),
                arguments(
                        "inventory: { policy: jdbc, resource: dataSource, mode: act }",
                        "inventory:",
                        "heal.targets.inventory (application.yml:15:15): is empty; write at least policy: <name>"),
                arguments(
                        "    inventory: {",
                        "    - inventory: {",
                        "heal.targets = [...] (near application.yml:15:28): is a list where a map by name belongs; write"
                                + " targets: { a-name: { ... } }"),
                arguments(
                        "cooldown: 60s",
                        "cooldown: [60s]",
                        COOLDOWN + " = [60s] (application.yml:13:18): is a list where a span of time belongs; write"
                                + " cooldown: 10s"),
                arguments(
                        "cooldown: 60s",
                        "cooldown:",
                        COOLDOWN
                                + " (application.yml:13:16): has no value; write a span of time such as 10s, or leave it"
                                + " out"));
    }

    static Stream<Arguments> policies() {
        String detectors = GOOD.substring(GOOD.indexOf("      detectors"), GOOD.indexOf("      steps"));
        String steps = GOOD.substring(GOOD.indexOf("      steps"), GOOD.indexOf("      budget"));
        return Stream.of(
                arguments(
                        steps,
                        "",
                        "heal.policies.jdbc.steps (near application.yml:5:51): there is none, so nothing could be"
                                + " repaired; write at least one, such as steps: { restart: { do: { restart-pool: {} } } }"),
                arguments(
                        detectors + steps,
                        steps.replace("          when: [stalled]\n", ""),
                        "heal.policies.jdbc.detectors (near application.yml:7:28): there is none, so nothing would ever be"
                                + " noticed; write at least one, such as detectors: { stalled: { pool-stalled: {} } }"),
                arguments(
                        detectors,
                        "      detectors: [stalled, errors]\n",
                        "heal.policies.jdbc.detectors = [stalled, errors] (application.yml:4:19): is a list where a map by"
                                + " name belongs; write detectors: { stalled: { pool-stalled: {} } }"),
                arguments(
                        GOOD.substring(GOOD.indexOf("      detectors"), GOOD.indexOf("  targets")),
                        "",
                        "heal.policies.jdbc (application.yml:3:10): is empty; write its detectors and steps, or take it"
                                + " away"),
                arguments(
                        "policy: jdbc, ",
                        "",
                        "heal.targets.inventory.policy (near application.yml:15:28): is missing; write policy: jdbc"),
                arguments(
                        "cooldown: 60s",
                        "base: jdb",
                        "heal.policies.jdbc.base = jdb (application.yml:13:13): is no policy; did you mean jdbc? (known:"
                                + " jdbc)"));
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        String text =
                GOOD.replace("above: 0.5", "above: 50").replace("60s", "60").replace("[stalled]", "[stald]");

        assertThat(Yaml.complaints(text)).hasSize(3);
    }

    @Test
    void a_circle_of_bases_is_told_once_with_its_path() {
        String text = GOOD.replace("    jdbc:", "    web: { base: jdbc }\n    jdbc:\n      base: web");

        assertThat(Yaml.complaints(text))
                .containsExactly(
                        "heal.policies.jdbc.base = web (application.yml:5:13): goes round in a circle: jdbc -> web"
                                + " -> jdbc; take the base away from one of them");
    }

    @Test
    void an_order_that_leaves_a_step_out_is_not_taken_for_a_wish() {
        String text = GOOD.replace(
                "      budget:", "        reset: { do: { reset-breaker: {} } }\n      order: [reset]\n      budget:");

        assertThat(Yaml.complaints(text))
                .containsExactly(
                        "heal.policies.jdbc.order[0] = reset (application.yml:13:15): the order leaves out restart;"
                                + " write order: [reset, restart], or leave the order out");
    }
}
