package dev.heal.spring.schema;

import dev.heal.Heal;
import dev.heal.detect.DetectorKind;
import dev.heal.detect.HttpProbe;
import dev.heal.detect.ProbeKind;
import dev.heal.policy.Approval;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.GiveUp;
import dev.heal.policy.Limits;
import dev.heal.policy.Mode;
import dev.heal.policy.Policy;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Scope;
import dev.heal.policy.Step;
import dev.heal.policy.Verification;
import dev.heal.region.InFlight;
import dev.heal.region.Writes;
import dev.heal.remediation.RemediationKind;
import dev.heal.signal.Timing;
import dev.heal.spring.binding.AccessSettings;
import dev.heal.spring.binding.JournalSettings;
import dev.heal.spring.binding.Keys;
import dev.heal.spring.binding.SettingsReader;
import dev.heal.spring.binding.Vocabulary;
import dev.heal.spring.binding.WebShedding;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (draft 2020-12) of an application.yml, as far as it is heal's. It knows spelling, shapes and bounds; what
 * refers from one place to another (a policy, a detector, a bean) only the start can tell. It is stricter than the start in
 * one thing: it wants keys in kebab-case and maps that are not empty, since that is what an editor should propose.
 */
public final class HealSchema {

    private final Vocabulary vocabulary;

    private HealSchema(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The schema with all words of the vocabulary, as maps, lists and plain values. */
    public static Map<String, Object> of(Vocabulary vocabulary) {
        return new HealSchema(vocabulary).root();
    }

    /** The same as a text that ends with a line break. */
    public static String json(Vocabulary vocabulary) {
        return Json.write(of(vocabulary));
    }

    private Map<String, Object> root() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put("policy", policy());
        definitions.put("target", target());
        definitions.put("step", step());
        definitions.put(
                "detector",
                Shapes.oneOf(kinds(vocabulary.detectors(), DetectorKind::defaults, DetectorKind::description)));
        definitions.put(
                "remediation",
                Shapes.oneOf(
                        kinds(vocabulary.remediations(), RemediationKind::defaults, RemediationKind::description)));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "What heal reads of application.yml");
        root.put("type", "object");
        root.put("properties", Map.of("heal", heal()));
        root.put("additionalProperties", true);
        root.put("$defs", definitions);
        return root;
    }

    private Map<String, Object> heal() {
        return section(Keys.ROOT, key -> switch (key) {
            case "mode" -> with(Shapes.word(Mode.class), Mode.OBSERVE);
            case "ceiling" -> with(Shapes.word(Mode.class), Mode.ACT);
            case "tick" -> with(Shapes.span(true), Heal.Builder.DEFAULT_TICK);
            case "strict" -> with(Shapes.plain("boolean", Map.of()), false);
            case "aspect-order" -> with(Shapes.plain("integer", Bounds.ofInt()), SettingsReader.DEFAULT_ASPECT_ORDER);
            case "journal" -> journal();
            case "stop-file" -> Shapes.text();
            case "budget" -> RecordShape.of(Limits.DEFAULT.budget(), Descriptions.ALL);
            case "warm-up" -> with(Shapes.span(false), Limits.DEFAULT.warmUp());
            case "jitter" -> with(Shapes.span(false), Limits.DEFAULT.jitter());
            case "scopes" -> Shapes.byName(RecordShape.of(Scope.DEFAULT, Descriptions.SCOPE));
            case "access" -> RecordShape.of(AccessSettings.DEFAULT, Descriptions.ALL);
            case "load-shedding" ->
                section(
                        Keys.LOAD_SHEDDING,
                        part -> RecordShape.of(WebShedding.DEFAULT, Descriptions.WEB_SHEDDING),
                        Descriptions.WEB_SHEDDING);
            case "routers" -> Shapes.byName(router());
            case "policies" -> Shapes.byName(reference("policy"));
            case "targets" -> Shapes.byName(reference("target"));
            default -> null;
        });
    }

    /** A plain word, or a map. */
    private static Map<String, Object> journal() {
        Map<String, Object> directory = section(Keys.JOURNAL, key -> switch (key) {
            case "directory" ->
                with(Shapes.text(), JournalSettings.DEFAULT.directory().toString());
            case "retention" -> with(Shapes.span(true), JournalSettings.DEFAULT.retention());
            default -> null;
        });
        // YAML writes "all defaults" as {} or as nothing.
        directory.put("type", List.of("object", "null"));
        return Shapes.either(directory, Shapes.word(List.of(JournalSettings.MEMORY)));
    }

    private Map<String, Object> router() {
        Map<String, Object> router = section(
                Keys.ROUTER,
                key -> switch (key) {
                    case "regions" -> Shapes.byName(region());
                    case "home" -> Shapes.text();
                    case "probe" -> routerProbe();
                    case "writes" -> with(Shapes.word(Writes.class), Writes.HOME_ONLY);
                    case "in-flight" -> with(Shapes.word(InFlight.class), InFlight.LEAVE);
                    default -> null;
                },
                Descriptions.ROUTER);
        router.put("minProperties", 1);
        return router;
    }

    private static Map<String, Object> region() {
        return section(
                Keys.REGION,
                key -> switch (key) {
                    case "url" -> Shapes.matching("^[hH][tT][tT][pP][sS]?://[^\\s/?#@]+(/[^\\s?#]*)?$");
                    case "data-source", "resource" -> Shapes.text();
                    case "weight" -> Shapes.plain("number", Map.of("minimum", 0));
                    case "capacity" -> Shapes.plain("number", Map.of("exclusiveMinimum", 0));
                    default -> null;
                },
                Descriptions.ROUTER);
    }

    private Map<String, Object> routerProbe() {
        Set<String> kinds = new LinkedHashSet<>(List.of(HttpProbe.KIND.name()));
        kinds.addAll(vocabulary.probes().keySet());
        return section(
                Keys.ROUTER_PROBE,
                key -> switch (key) {
                    case "kind" -> Shapes.word(kinds);
                    case "path" -> Shapes.matching("^/([^/\\s#][^\\s#]*)?$");
                    case "every", "within" -> with(Shapes.span(true), Duration.ofSeconds(1));
                    case "failures" -> with(Shapes.plain("integer", Bounds.ofCount()), 3);
                    default -> null;
                },
                Descriptions.ROUTER);
    }

    private Map<String, Object> policy() {
        Map<String, Object> policy = section(Keys.POLICY, this::shared);
        policy.put("minProperties", 1);
        return policy;
    }

    private Map<String, Object> target() {
        Map<String, Object> target = section(Keys.TARGET, key -> switch (key) {
            case "policy", "resource", "router", "circuit-breaker", "scope" -> Shapes.text();
            case "driven" -> Shapes.plain("boolean", Map.of());
            case "limit-concurrency" -> Shapes.plain("integer", Map.of("minimum", 1));
            case "timing" -> Shapes.word(Timing.class);
            case "depends-on" -> Shapes.list(Shapes.text());
            default -> shared(key);
        });
        target.put("minProperties", 1);
        return target;
    }

    private @Nullable Map<String, Object> shared(String key) {
        return switch (key) {
            case "base" -> Shapes.text();
            case "detectors" -> Shapes.byName(reference("detector"));
            case "steps" -> Shapes.byName(reference("step"));
            case "order" -> Shapes.listOfUnique(Shapes.text());
            case "budget" -> RecordShape.of(Budget.DEFAULT, Descriptions.ALL);
            case "cooldown" -> with(Shapes.span(true), Policy.DEFAULT_COOLDOWN);
            case "give-up" -> RecordShape.of(GiveUp.DEFAULT, Descriptions.GIVE_UP);
            case "escalate" -> escalate();
            case "mode" -> Shapes.word(Mode.class);
            default -> null;
        };
    }

    private Map<String, Object> step() {
        return section(Keys.STEP, key -> switch (key) {
            case "do" -> reference("remediation");
            case "when", "requires", "uses" -> Shapes.list(Shapes.text());
            case "sustained" -> with(Shapes.span(false), Duration.ZERO);
            case "verify" -> verify();
            case "attempts" -> with(Shapes.plain("integer", Bounds.ofCount()), 1);
            case "time-limit" -> with(Shapes.span(true), Step.DEFAULT_TIME_LIMIT);
            case "time-to-live" -> with(Shapes.span(true), Safeguards.DEFAULT_TIME_TO_LIVE);
            case "budget" -> RecordShape.of(Budget.DEFAULT, Descriptions.ALL);
            case "approval" -> RecordShape.of(Approval.DEFAULT, Descriptions.ALL);
            case "mode" -> Shapes.word(Mode.class);
            default -> null;
        });
    }

    private Map<String, Object> verify() {
        return section(Keys.VERIFY, key -> switch (key) {
            case "probe" -> probe();
            case "settle" -> with(Shapes.span(false), Verification.DEFAULT.settle());
            case "within" -> with(Shapes.span(true), Verification.DEFAULT.within());
            case "hold" -> with(Shapes.span(true), Verification.DEFAULT.hold());
            default -> null;
        });
    }

    private Map<String, Object> probe() {
        StringBuilder words = new StringBuilder();
        for (ProbeKind kind : vocabulary.probes().values()) {
            words.append(' ').append(kind.name()).append(": ").append(kind.description());
        }
        return Shapes.described(Shapes.word(vocabulary.probes().keySet()), Descriptions.ALL.get("probe") + words, null);
    }

    private Map<String, Object> escalate() {
        return section(Keys.ESCALATE, key -> switch (key) {
            case "notify" -> Shapes.text();
            case "runbook" -> Shapes.matching("^https?://[^\\s/?#@]+([/?#]\\S*)?$");
            case "after" -> with(Shapes.span(true), Escalation.DEFAULT.after());
            default -> null;
        });
    }

    private static <K> Map<String, Map<String, Object>> kinds(
            Map<String, K> words, Function<K, Record> defaults, Function<K, String> description) {
        Map<String, Map<String, Object>> kinds = new LinkedHashMap<>();
        words.forEach((name, kind) -> kinds.put(
                name, Shapes.described(RecordShape.of(defaults.apply(kind), Map.of()), description.apply(kind), null)));
        return kinds;
    }

    /** A map of the closed part; a key whose shape was forgotten is an error of ours. */
    private static Map<String, Object> section(
            List<String> keys, Function<String, @Nullable Map<String, Object>> shape) {
        return section(keys, shape, Descriptions.ALL);
    }

    private static Map<String, Object> section(
            List<String> keys,
            Function<String, @Nullable Map<String, Object>> shape,
            Map<String, String> descriptions) {
        Map<String, Map<String, Object>> properties = new LinkedHashMap<>();
        for (String key : keys) {
            Map<String, Object> value = shape.apply(key);
            if (value == null) {
                throw new IllegalStateException("no shape for the key " + key);
            }
            properties.put(key, Shapes.described(value, descriptions.getOrDefault(key, ""), null));
        }
        return Shapes.object(properties);
    }

    private static Map<String, Object> with(Map<String, Object> shape, Object otherwise) {
        return Shapes.described(shape, "", otherwise);
    }

    private static Map<String, Object> reference(String definition) {
        return Map.of("$ref", "#/$defs/" + definition);
    }
}
