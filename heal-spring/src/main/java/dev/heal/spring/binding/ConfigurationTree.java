package dev.heal.spring.binding;

import dev.heal.text.Nearest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * All that is written under {@code heal}, from every property source, as one tree: names in the order in which they are
 * written in the source of least precedence, values from the source of most.
 *
 * <p>Sources that cannot list their names are not seen.
 */
public final class ConfigurationTree {

    private static final String ROOT = "heal";

    /** What makes a top-level name that is nearly {@code heal} a misspelling and not somebody else's name. */
    private static final Set<String> TELLING = Set.of("policies", "targets", "ceiling");

    private final UnaryOperator<String> placeholders;
    private final Origins origins = new Origins();
    private final Findings findings = new Findings();
    private final Map<String, Finding> strangers = new LinkedHashMap<>();
    private Node root = new Node(ROOT, ROOT);

    private ConfigurationTree(UnaryOperator<String> placeholders) {
        this.placeholders = placeholders;
    }

    public static ConfigurationTree of(ConfigurableEnvironment environment) {
        return of(ConfigurationPropertySources.get(environment), environment::resolveRequiredPlaceholders);
    }

    /**
     * @param sources the one of most precedence first
     * @param placeholders replaces {@code ${...}}, and throws IllegalArgumentException where it cannot
     */
    public static ConfigurationTree of(
            Iterable<ConfigurationPropertySource> sources, UnaryOperator<String> placeholders) {
        ConfigurationTree tree = new ConfigurationTree(placeholders);
        List<ConfigurationPropertySource> leastFirst = new ArrayList<>();
        sources.forEach(leastFirst::add);
        Collections.reverse(leastFirst);
        leastFirst.forEach(tree::add);
        return tree;
    }

    /** The place {@code heal}. */
    public Node root() {
        return root;
    }

    /** What is wrong with the names themselves. */
    public Findings findings() {
        Findings all = new Findings();
        strangers.values().forEach(all::add);
        all.addAll(findings);
        return all;
    }

    private void add(ConfigurationPropertySource source) {
        Object underlying = source.getUnderlyingSource();
        Node layer = new Node(ROOT, ROOT);
        if (isEnvironment(underlying)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                names.forEach(name -> addVariable(layer, name, source.getConfigurationProperty(name)));
            }
        } else if (underlying instanceof EnumerablePropertySource<?> properties) {
            for (String name : properties.getPropertyNames()) {
                addProperty(layer, properties, name, where(properties, name));
            }
        }
        if (!layer.isNothing()) {
            root.emptiedBy(layer, findings::emptied);
        }
        root = root.overlay(layer);
    }

    private static boolean isEnvironment(@Nullable Object source) {
        return source instanceof SystemEnvironmentPropertySource
                || source instanceof EnumerablePropertySource<?> named
                        && named.getName().endsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    }

    /** An environment variable has lost case and dashes, so its parts are matched with the names known from elsewhere. */
    private void addVariable(Node layer, ConfigurationPropertyName name, @Nullable ConfigurationProperty property) {
        if (property == null || name.isEmpty()) {
            return;
        }
        String where = Node.VARIABLE
                + Origins.where(property.getOrigin())
                        .replaceFirst("^\"([^\"]+)\" from property source .*|^.*\"([^\"]+)\"$", "$1$2");
        if (!name.getElement(0, ConfigurationPropertyName.Form.UNIFORM).equals(ROOT)) {
            noteStranger(Node.segments(name.toString()), () -> "", where);
            return;
        }
        Node place = layer;
        Node known = root;
        for (int i = 1; i < name.getNumberOfElements(); i++) {
            String element = name.getElement(i, ConfigurationPropertyName.Form.ORIGINAL);
            String segment = name.isNumericIndex(i) ? "[" + element + "]" : element;
            known = known == null ? null : known.child(segment);
            place = place.grow(known == null ? segment : known.name());
        }
        if (place != layer) {
            place.write(written(where, String.valueOf(property.getValue())));
        }
    }

    private static String where(EnumerablePropertySource<?> source, String name) {
        Origin origin = OriginLookup.getOrigin(source, name);
        if (origin != null) {
            return Origins.where(origin);
        }
        return source instanceof OriginLookup<?>
                ? Origins.file(source.getName())
                : "property source " + source.getName();
    }

    private void addProperty(Node layer, EnumerablePropertySource<?> source, String name, String where) {
        List<String> segments = Node.segments(name);
        if (segments.isEmpty()) {
            return;
        }
        if (!Node.uniform(segments.get(0)).equals(ROOT)) {
            noteStranger(segments, origins.key(source, segments.subList(0, 1)), where);
            return;
        }
        Node place = layer;
        Set<String> spellings = new LinkedHashSet<>();
        layer.keyAt(origins.key(source, segments.subList(0, 1)));
        for (int i = 1; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean isNew = place.child(segment) == null;
            place = place.grow(segment);
            if (isNew) {
                place.keyAt(origins.key(source, segments.subList(0, i + 1)));
                if (segment.isBlank()) {
                    findings.add(new Finding(place.property(), null, place.keyOr(where), "has no name", "give it one"));
                }
            }
            if (!place.name().equals(segment)) {
                spellings.add(segment);
            }
        }
        Object value = source.getProperty(name);
        String text = value == null ? null : origins.text(value, OriginLookup.getOrigin(source, name));
        if (!spellings.isEmpty()) {
            findings.add(new Finding(
                    name, text, where, "is written twice, the other time as " + place.property(), "keep one of them"));
        } else if (text != null) {
            place.write(written(where, text));
        }
    }

    private Written written(String where, String text) {
        if (!text.contains("${")) {
            return new Written(text, text, where);
        }
        try {
            return new Written(text, placeholders.apply(text), where);
        } catch (IllegalArgumentException unresolved) {
            return new Written(text, null, where);
        }
    }

    private void noteStranger(List<String> segments, Supplier<String> key, String where) {
        String name = segments.get(0);
        if (segments.size() > 1
                && TELLING.contains(Node.uniform(segments.get(1)))
                && Nearest.distance(Node.uniform(name), ROOT) <= 2) {
            String place = key.get().isEmpty() ? where : key.get();
            strangers.putIfAbsent(
                    name,
                    new Finding(
                            name,
                            null,
                            place,
                            "is nobody's: what is written under it has no effect",
                            "did you mean " + ROOT + "?"));
        }
    }
}
