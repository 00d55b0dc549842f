package dev.heal.spring.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.Heal;
import dev.heal.policy.Budget;
import dev.heal.policy.Limits;
import dev.heal.policy.Mode;
import dev.heal.spring.actuate.HealEndpoint;
import dev.heal.spring.actuate.IncidentsEndpoint;
import dev.heal.text.Durations;
import dev.heal.text.SettingsText;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

@DisplayName("What editors are told of the closed part is what is read")
class MetadataTest {

    private final JsonNode metadata = read();

    @Test
    void each_key_is_there_and_no_other() {
        List<String> known = new ArrayList<>();
        for (String key : Keys.ROOT) {
            List<String> below = below(key);
            if (below.isEmpty() || key.equals("journal")) {
                known.add("heal." + key);
            }
            below.forEach(name -> known.add("heal." + key + "." + name));
        }

        assertThat(properties().keySet().stream().filter(name -> name.startsWith("heal.")))
                .containsExactlyInAnyOrderElementsOf(known);
        assertThat(properties().values())
                .allSatisfy(property ->
                        assertThat(property.get("description").asString()).endsWith("."));
    }

    /** The keys of a part that is a record; of the journal, which may be a plain value, too. */
    private static List<String> below(String key) {
        return switch (key) {
            case "access" -> components(AccessSettings.class);
            case "budget" -> components(Budget.class);
            case "journal" -> Keys.JOURNAL;
            case "load-shedding" ->
                components(WebShedding.class).stream()
                        .map(name -> "web." + name)
                        .toList();
            default -> List.of();
        };
    }

    private static List<String> components(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(Keys::of).toList();
    }

    @Test
    void each_default_is_that_of_the_code() {
        HealSettings nothing = Yaml.read("heal: {}");
        AccessSettings access = nothing.access();

        assertThat(text("heal.mode")).isEqualTo(Keys.of(nothing.mode()));
        assertThat(text("heal.ceiling")).isEqualTo(Keys.of(nothing.ceiling()));
        assertThat(text("heal.tick")).isEqualTo(Durations.text(Heal.Builder.DEFAULT_TICK));
        assertThat(text("heal.strict")).isEqualTo(String.valueOf(nothing.strict()));
        assertThat(text("heal.aspect-order")).isEqualTo(String.valueOf(SettingsReader.DEFAULT_ASPECT_ORDER));
        assertThat(text("heal.journal.directory"))
                .isEqualTo(nothing.safety().journal().directory().toString());
        assertThat(text("heal.journal.retention"))
                .isEqualTo(Durations.written(nothing.safety().journal().retention()));
        assertThat(properties().get("heal.stop-file").has("defaultValue"))
                .isEqualTo(nothing.safety().stopFile() != null);
        Limits limits = nothing.safety().limits();
        assertThat(text("heal.budget.remediations"))
                .isEqualTo(String.valueOf(limits.budget().remediations()));
        assertThat(text("heal.budget.per"))
                .isEqualTo(Durations.written(limits.budget().per()));
        assertThat(text("heal.warm-up")).isEqualTo(Durations.written(limits.warmUp()));
        assertThat(text("heal.jitter")).isEqualTo(Durations.written(limits.jitter()));
        assertThat(text("heal.access.reader-role")).isEqualTo(access.readerRole());
        assertThat(text("heal.access.operator-role")).isEqualTo(access.operatorRole());
        assertThat(text("heal.access.anonymous-read")).isEqualTo(String.valueOf(access.anonymousRead()));
        assertThat(properties().get("heal.access.hosts").get("defaultValue")).isEmpty();
        SettingsText.values(WebShedding.DEFAULT).forEach((key, value) -> {
            if (value != null && !(value instanceof List<?>)) {
                assertThat(text("heal.load-shedding.web." + key)).isEqualTo(SettingsText.value(key, value));
            }
        });
    }

    @Test
    void what_spring_boots_actuator_reads_of_heal_is_there_and_no_more() {
        Map<String, String> known = new LinkedHashMap<>();
        for (Class<?> endpoint : List.of(HealEndpoint.class, IncidentsEndpoint.class)) {
            WebEndpoint said = endpoint.getAnnotation(WebEndpoint.class);
            known.put("management.endpoint." + said.id() + ".access", Keys.of(said.defaultAccess()));
        }
        known.put("management.health.heal.enabled", "false");
        known.put("management.health.heal.down-when-escalated", "false");

        Map<String, String> told = new LinkedHashMap<>();
        properties().keySet().stream()
                .filter(name -> !name.startsWith("heal."))
                .forEach(name -> told.put(name, text(name)));

        assertThat(told).isEqualTo(known);
    }

    @Test
    void the_modes_and_the_one_plain_journal_are_proposed() {
        List<String> modes = Arrays.stream(Mode.values()).map(Keys::of).toList();

        Map<String, List<String>> hints = new LinkedHashMap<>();
        for (JsonNode hint : metadata.get("hints")) {
            List<String> values = new ArrayList<>();
            hint.get("values").forEach(value -> values.add(value.get("value").asString()));
            hints.put(hint.get("name").asString(), values);
        }

        assertThat(hints)
                .isEqualTo(Map.of(
                        "heal.mode", modes, "heal.ceiling", modes, "heal.journal", List.of(JournalSettings.MEMORY)));
    }

    @Test
    void the_names_that_messages_tell_are_those_that_are_read() {
        assertThat(Yaml.complaints("heal: { x: 1 }").get(0)).endsWith(known(Keys.ROOT));
        assertThat(Yaml.complaints("heal: { policies: { p: { x: 1 } } }").get(0))
                .endsWith(known(Keys.POLICY));
        assertThat(Yaml.complaints("heal: { targets: { t: { x: 1 } } }").get(0)).endsWith(known(Keys.TARGET));
        assertThat(Yaml.complaints("heal: { policies: { p: { steps: { s: { x: 1, do: { restart-pool: } } } } } }")
                        .get(0))
                .endsWith(known(Keys.STEP));
        assertThat(Yaml.complaints("heal: { policies: { p: { escalate: { x: 1 } } } }")
                        .get(0))
                .endsWith(known(Keys.ESCALATE));
        assertThat(Yaml.complaints(
                                "heal: { policies: { p: { steps: { s: { do: { restart-pool: }, verify: { x: 1 } } } } } }")
                        .get(0))
                .endsWith(known(Keys.VERIFY));
        assertThat(Yaml.complaints("heal: { journal: { x: 1 } }").get(0)).endsWith(known(Keys.JOURNAL));
    }

    private static String known(List<String> keys) {
        return "known: " + String.join(", ", keys.stream().sorted().toList());
    }

    private String text(String name) {
        return properties().get(name).get("defaultValue").asString();
    }

    private Map<String, JsonNode> properties() {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        metadata.get("properties")
                .forEach(property -> properties.put(property.get("name").asString(), property));
        return properties;
    }

    private static JsonNode read() {
        try (InputStream file = Objects.requireNonNull(
                Keys.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            return new ObjectMapper().readTree(file);
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
