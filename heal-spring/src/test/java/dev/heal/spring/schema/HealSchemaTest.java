package dev.heal.spring.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.detect.Detector;
import dev.heal.detect.DetectorKind;
import dev.heal.policy.Mode;
import dev.heal.resource.Resources;
import dev.heal.spring.binding.BadInputs;
import dev.heal.spring.binding.BadInputs.Bad;
import dev.heal.spring.binding.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.ObjectMapper;

@DisplayName("The schema says what may be written, and is made of what the binder knows")
class HealSchemaTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path SHIPPED = Path.of("src/main/resources/META-INF/heal/heal.schema.json");
    private static final Pattern BLOCK = Pattern.compile("```ya?ml\n(.*?)```", Pattern.DOTALL);
    private static final Schema SCHEMA = schema(Vocabulary.own());

    @Test
    void the_shipped_file_is_the_one_that_the_code_makes() throws IOException {
        String made = HealSchema.json(Vocabulary.own());
        if (Boolean.getBoolean("heal.schema.write")) {
            Files.createDirectories(SHIPPED.getParent());
            Files.writeString(SHIPPED, made);
        }

        assertThat(SHIPPED)
                .as("write it again with: mvn -q -pl heal-spring -am test -Dtest=HealSchemaTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dheal.schema.write=true")
                .hasContent(made);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("configurations")
    void every_configuration_of_the_repository_is_let_pass(String place, String yaml) {
        assertThat(complaints(SCHEMA, yaml)).isEmpty();
    }

    /** Every YAML file, and every YAML block of every page, that has a heal root. */
    static List<Object[]> configurations() throws IOException {
        List<Object[]> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(HealSchemaTest::isSource).sorted().toList()) {
                String name = ROOT.relativize(file).toString();
                if (name.endsWith(".md")) {
                    BLOCK.matcher(Files.readString(file))
                            .results()
                            .map(MatchResult::group)
                            .forEach(block -> {
                                String yaml = block.substring(block.indexOf('\n') + 1, block.length() - "```".length());
                                if (hasHeal(yaml)) {
                                    found.add(new Object[] {name, yaml});
                                }
                            });
                } else if (hasHeal(Files.readString(file))) {
                    found.add(new Object[] {name, Files.readString(file)});
                }
            }
        }
        return found;
    }

    @Test
    void the_configurations_of_the_repository_are_found() throws IOException {
        assertThat(configurations())
                .extracting(found -> found[0])
                .contains(
                        "README.md",
                        "heal-examples/src/main/resources/application-healed.yml",
                        "heal-spring/src/test/resources/shop.yml");
    }

    private static boolean isSource(Path file) {
        String name = ROOT.relativize(file).toString();
        return name.matches(".*\\.(ya?ml|md)") && !name.matches("(.*/)?(target|\\.git|node_modules)/.*");
    }

    private static boolean hasHeal(String yaml) {
        return Pattern.compile("(?m)^heal:").matcher(yaml).find();
    }

    static Stream<Bad> inputs() {
        return BadInputs.all().stream().filter(Bad::isYamlAlone);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void a_bad_input_is_refused_unless_it_is_said_why_it_cannot_be(Bad bad) {
        List<String> complaints = complaints(SCHEMA, bad.yaml());

        if (bad.schema().isEmpty()) {
            assertThat(complaints).isNotEmpty();
        } else {
            assertThat(complaints).as(bad.schema()).isEmpty();
        }
    }

    @Test
    void what_the_start_takes_in_another_form_is_let_pass() {
        for (String taken : List.of(
                BadInputs.GOOD.replace("mode: act", "mode: ACT"),
                BadInputs.GOOD.replace("resource: dataSource", "resource: 2"),
                BadInputs.GOOD.replace("resource: dataSource", "resource: dataSource, circuit-breaker: 0815"),
                BadInputs.GOOD.replace("cooldown: 60s", "escalate: { notify: on }"))) {
            assertThat(BadInputs.complaints(taken)).isEmpty();
            assertThat(complaints(SCHEMA, taken)).as(taken).isEmpty();
        }
    }

    @Test
    void most_bad_inputs_are_refused() {
        assertThat(inputs().filter(bad -> bad.schema().isEmpty())).hasSizeGreaterThanOrEqualTo(179);
    }

    @Test
    void a_kind_of_a_team_is_part_of_the_schema() {
        Schema ours = schema(new Vocabulary(List.of(new QueueKind()), List.of(), List.of()));
        String good = BadInputs.GOOD.replace(
                "failure-rate: { above: 0.5 }",
                "queue-length: { above: 7, share: 0.2, names: [a], mode: act, failback: { dwell: 3s } }");

        assertThat(complaints(ours, good)).isEmpty();
        assertThat(complaints(SCHEMA, good)).isNotEmpty();
        assertThat(complaints(ours, good.replace("above: 7", "above: 0"))).isNotEmpty();
        assertThat(complaints(ours, good.replace("share: 0.2", "share: 1.2"))).isNotEmpty();
        assertThat(complaints(ours, good.replace("mode: act", "mode: atc"))).isNotEmpty();
        assertThat(complaints(ours, good.replace("dwell: 3s", "dwell: 3"))).isNotEmpty();
        assertThat(complaints(ours, good.replace("dwell: 3s", "dwel: 3s"))).isNotEmpty();
        assertThat(HealSchema.json(new Vocabulary(List.of(new QueueKind()), List.of(), List.of())))
                .contains("\"default\": \"90s\"");
    }

    record Failback(Duration dwell) implements Checked {}

    record Queue(
            int above,
            double share,
            List<String> names,
            Mode mode,
            Failback failback,
            @Nullable String title) implements Checked {

        @Override
        public void check(Check check) {
            check.atLeast("above", above, 1);
            check.ratio("share", share);
        }
    }

    static final class QueueKind implements DetectorKind<Queue> {

        @Override
        public String name() {
            return "queue-length";
        }

        @Override
        public Queue defaults() {
            return new Queue(5, 0.5, List.of(), Mode.ACT, new Failback(Duration.ofSeconds(90)), null);
        }

        @Override
        public Detector create(Queue settings, Resources resources) {
            throw new AssertionError("a schema is made of settings; nothing is created for it");
        }
    }

    private static Schema schema(Vocabulary vocabulary) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(HealSchema.json(vocabulary));
    }

    /** JSON has no word for what is not finite. */
    private static Object json(Object yaml) {
        if (yaml instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(String.valueOf(key), value == null ? null : json(value)));
            return copy;
        }
        if (yaml instanceof List<?> list) {
            return list.stream().map(HealSchemaTest::json).toList();
        }
        return yaml instanceof Double number && !Double.isFinite(number) ? String.valueOf(number) : yaml;
    }

    private static List<String> complaints(Schema schema, String yaml) {
        List<String> complaints = new ArrayList<>();
        for (Object document : new Yaml().loadAll(yaml)) {
            Object value = document == null ? Map.of() : json(document);
            schema.validate(new ObjectMapper().<tools.jackson.databind.JsonNode>valueToTree(value)).stream()
                    .map(Error::toString)
                    .forEach(complaints::add);
        }
        return complaints;
    }
}
