package dev.heal.spring.schema;

import dev.heal.spring.binding.Keys;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a record's settings. Nothing is required: what is missing in one place may be written in another, such as a
 * base or a profile.
 */
final class RecordShape {

    private RecordShape() {}

    /** @param described a sentence for a key; empty for none */
    static Map<String, Object> of(Record defaults, Map<String, String> described) {
        return of(defaults.getClass(), defaults, described);
    }

    private static Map<String, Object> of(Class<?> type, @Nullable Record defaults, Map<String, String> described) {
        Map<String, Map<String, Object>> properties = new LinkedHashMap<>();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            String key = Keys.of(components[i]);
            Bounds bounds = defaults == null ? null : new Bounds(defaults, i);
            Object otherwise = defaults == null ? null : read(components[i], defaults);
            properties.put(
                    key,
                    Shapes.described(
                            shape(components[i], otherwise, bounds, described),
                            described.getOrDefault(key, ""),
                            otherwise));
        }
        Map<String, Object> shape = Shapes.object(properties);
        // YAML writes "all defaults" as {} or as nothing.
        shape.put("type", List.of("object", "null"));
        return shape;
    }

    private static Map<String, Object> shape(
            RecordComponent component,
            @Nullable Object otherwise,
            @Nullable Bounds bounds,
            Map<String, String> described) {
        Class<?> type = component.getType();
        if (type == List.class || type == Set.class || type == Collection.class) {
            Type element = component.getGenericType() instanceof ParameterizedType parameterized
                    ? parameterized.getActualTypeArguments()[0]
                    : String.class;
            return Shapes.list(element instanceof Class<?> known ? value(known, null) : Shapes.text());
        }
        return type.isRecord() ? of(type, (Record) otherwise, described) : value(type, bounds);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> value(Class<?> type, @Nullable Bounds bounds) {
        if (type == Duration.class) {
            return Shapes.span(bounds != null && bounds.isPositive());
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return Shapes.plain("integer", bounds == null ? Map.of() : bounds.ofWholeNumber());
        }
        if (type == double.class || type == Double.class) {
            return Shapes.plain("number", bounds == null ? Map.of() : bounds.ofNumber());
        }
        if (type == boolean.class || type == Boolean.class) {
            return Shapes.plain("boolean", Map.of());
        }
        if (type.isEnum()) {
            return Shapes.word((Class<? extends Enum<?>>) type);
        }
        // Of any other type the binder says that it has no text.
        return type == String.class ? Shapes.text() : new LinkedHashMap<>();
    }

    private static @Nullable Object read(RecordComponent component, Record from) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(from);
        } catch (ReflectiveOperationException | RuntimeException unreadable) {
            return null;
        }
    }
}
