package dev.heal.spring.schema;

import dev.heal.spring.binding.Keys;
import dev.heal.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The shapes of values. Each of them may also be a {@code ${placeholder}}. */
final class Shapes {

    private static final String PLACEHOLDER = "\\$\\{.+\\}";
    private static final String SPAN = "(0|[1-9][0-9]*)(\\.[0-9]+)?(ns|us|ms|s|m|h|d)$";

    private Shapes() {}

    /** A map of exactly these keys. */
    static Map<String, Object> object(Map<String, Map<String, Object>> properties) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("type", "object");
        shape.put("properties", properties);
        shape.put("additionalProperties", false);
        return shape;
    }

    /** A map of names that a team gives; a name with a dot that is not in brackets would be taken apart. */
    static Map<String, Object> byName(Map<String, Object> value) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("type", "object");
        shape.put("propertyNames", Map.of("pattern", "^(\\[.*\\S.*\\]|[^.]*[^.\\s][^.]*)$"));
        shape.put("additionalProperties", value);
        return shape;
    }

    /** A map of exactly one of these kinds. */
    static Map<String, Object> oneOf(Map<String, Map<String, Object>> kinds) {
        Map<String, Object> shape = object(kinds);
        shape.put("minProperties", 1);
        shape.put("maxProperties", 1);
        return shape;
    }

    /** A name; the binder reads it as it is written, also where YAML makes a number or a truth of it. */
    static Map<String, Object> text() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("type", List.of("string", "number", "boolean"));
        shape.put("pattern", "\\S");
        return shape;
    }

    static Map<String, Object> matching(String pattern) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("type", "string");
        shape.put("pattern", pattern + "|" + PLACEHOLDER);
        return shape;
    }

    /** A number and its unit. */
    static Map<String, Object> span(boolean isPositive) {
        return matching((isPositive ? "^(?!0+(\\.0+)?[a-z])" : "^") + SPAN);
    }

    /** @param type "integer", "number" or "boolean" */
    static Map<String, Object> plain(String type, Map<String, Object> bounds) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("type", type);
        value.putAll(bounds);
        return orMatching(value, PLACEHOLDER);
    }

    static Map<String, Object> word(Collection<String> words) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("enum", new ArrayList<>(words));
        return orMatching(value, PLACEHOLDER);
    }

    /** A constant in kebab-case, which editors propose, or as Java writes it. */
    static Map<String, Object> word(Class<? extends Enum<?>> type) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("enum", Arrays.stream(type.getEnumConstants()).map(Keys::of).toList());
        String names = Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining("|"));
        return orMatching(value, "^(" + names + ")$|" + PLACEHOLDER);
    }

    /** A list, or the same separated by commas. */
    static Map<String, Object> list(Map<String, Object> element) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("items", element);
        list.put("minItems", 1);
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("anyOf", List.of(list, matching("^\\s*[^\\s,][^,]*(,\\s*[^\\s,][^,]*)*$")));
        return shape;
    }

    /** A list that names nothing twice, or the same separated by commas. */
    static Map<String, Object> listOfUnique(Map<String, Object> element) {
        Map<String, Object> shape = list(element);
        if (shape.get("anyOf") instanceof List<?> either && either.get(0) instanceof Map<?, ?> list) {
            Map<String, Object> unique = new LinkedHashMap<>();
            list.forEach((key, value) -> unique.put(String.valueOf(key), value));
            unique.put("uniqueItems", true);
            shape.put("anyOf", List.of(unique, either.get(1)));
        }
        return shape;
    }

    static Map<String, Object> either(Map<String, Object> one, Map<String, Object> other) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("anyOf", List.of(one, other));
        return shape;
    }

    private static Map<String, Object> orMatching(Map<String, Object> value, String pattern) {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("type", "string");
        text.put("pattern", pattern);
        return either(value, text);
    }

    /** The same shape, with a sentence and what holds when nothing is written. */
    static Map<String, Object> described(Map<String, Object> shape, String description, @Nullable Object otherwise) {
        Map<String, Object> described = new LinkedHashMap<>();
        if (!description.isEmpty()) {
            described.put("description", description);
        }
        described.putAll(shape);
        Object value = otherwise == null ? null : written(otherwise);
        if (value != null) {
            described.put("default", value);
        }
        return described;
    }

    /** A value as it would be written; null for what cannot be. */
    private static @Nullable Object written(Object value) {
        if (value instanceof Duration span) {
            return Durations.written(span);
        }
        if (value instanceof Enum<?> word) {
            return Keys.of(word);
        }
        if (value instanceof Collection<?> many) {
            return many.isEmpty() ? null : many.stream().map(Shapes::written).toList();
        }
        return value instanceof Record ? null : value;
    }
}
