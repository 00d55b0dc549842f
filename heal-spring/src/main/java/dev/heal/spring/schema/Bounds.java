package dev.heal.spring.schema;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.spring.binding.Keys;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out what a record refuses for one of its components by asking it: so a bound is written down once, in check. */
final class Bounds {

    /** More than this, nobody asks for at least. */
    private static final int LARGEST_LEAST = 2;

    private final Record defaults;
    private final RecordComponent[] components;
    private final int index;

    /** @param index of the component, all others of which stand at their defaults */
    Bounds(Record defaults, int index) {
        this.defaults = defaults;
        this.components = defaults.getClass().getRecordComponents();
        this.index = index;
    }

    static Map<String, Object> ofInt() {
        return new LinkedHashMap<>(Map.of("maximum", Integer.MAX_VALUE));
    }

    /** At least one. */
    static Map<String, Object> ofCount() {
        Map<String, Object> bounds = new LinkedHashMap<>();
        bounds.put("minimum", 1);
        bounds.putAll(ofInt());
        return bounds;
    }

    Map<String, Object> ofWholeNumber() {
        Map<String, Object> bounds = new LinkedHashMap<>();
        if (refuses(-1)) {
            IntStream.rangeClosed(0, LARGEST_LEAST)
                    .filter(least -> !refuses(least))
                    .findFirst()
                    .ifPresent(least -> bounds.put("minimum", least));
        }
        if (components[index].getType() == int.class || components[index].getType() == Integer.class) {
            bounds.putAll(ofInt());
        }
        return bounds;
    }

    Map<String, Object> ofNumber() {
        Map<String, Object> bounds = new LinkedHashMap<>();
        if (Stream.of(0.1, 0.5, 1.0, 10.0).allMatch(this::refuses)) {
            return bounds;
        }
        if (refuses(-1.0)) {
            bounds.put(refuses(0.0) ? "exclusiveMinimum" : "minimum", 0);
        }
        if (refuses(1.5) && refuses(50.0)) {
            bounds.put(refuses(1.0) ? "exclusiveMaximum" : "maximum", 1);
        }
        return bounds;
    }

    /** Whether a span must be longer than none. */
    boolean isPositive() {
        return refuses(Duration.ZERO)
                && Stream.of(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(1))
                        .anyMatch(span -> !refuses(span));
    }

    /** False also where nobody can tell. */
    private boolean refuses(Object value) {
        if (!(defaults instanceof Checked)) {
            return false;
        }
        try {
            @Nullable Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                components[i].getAccessor().setAccessible(true);
                values[i] = i == index
                        ? fitting(value)
                        : components[i].getAccessor().invoke(defaults);
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = defaults.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            Check check = Check.of("");
            ((Checked) constructor.newInstance(values)).check(check);
            String key = Keys.of(components[index]);
            return check.problems().stream().anyMatch(problem -> problem.place().equals(key));
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            return false;
        }
    }

    private Object fitting(Object value) {
        Class<?> type = components[index].getType();
        return value instanceof Integer number && (type == long.class || type == Long.class)
                ? Long.valueOf(number)
                : value;
    }
}
