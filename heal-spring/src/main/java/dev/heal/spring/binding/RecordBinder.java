package dev.heal.spring.binding;

import dev.heal.check.Checked;
import dev.heal.text.SafeText;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds a map to a record, component by component, in kebab-case. What is not written is taken from the defaults; a
 * component that is null there must be written unless it is {@code @Nullable}.
 */
final class RecordBinder {

    private static final Map<Class<?>, Values.Reading<?>> READINGS = Map.ofEntries(
            Map.entry(Duration.class, Values.DURATION),
            Map.entry(String.class, Values.TEXT),
            Map.entry(int.class, Values.INTEGER),
            Map.entry(Integer.class, Values.INTEGER),
            Map.entry(long.class, Values.LONG),
            Map.entry(Long.class, Values.LONG),
            Map.entry(double.class, Values.DECIMAL),
            Map.entry(Double.class, Values.DECIMAL),
            Map.entry(boolean.class, Values.BOOLEAN),
            Map.entry(Boolean.class, Values.BOOLEAN));

    private final Findings findings;

    RecordBinder(Findings findings) {
        this.findings = findings;
    }

    /** The record, or null if anything of it is wrong; what it says of itself has been asked, too. */
    <R extends Record> @Nullable R bind(Node node, String what, Class<R> type, @Nullable R defaults) {
        Findings own = new Findings();
        R bound = new RecordBinder(own).make(node, what, type, defaults);
        boolean sound = own.isEmpty();
        if (bound instanceof Checked checked) {
            // What could not be read stands at its default here, so only values that were read are found wrong.
            own.check(node, checked);
        }
        findings.addAll(own);
        return sound && own.isEmpty() ? bound : null;
    }

    private <R extends Record> @Nullable R make(Node node, String what, Class<R> type, @Nullable R defaults) {
        Section section = new Section(node, what, findings);
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(section, components[i], defaults);
        }
        section.rejectUnknown();
        boolean missing = Arrays.stream(values).anyMatch(Objects::isNull) && !findings.isEmpty();
        return missing ? null : construct(node, type, components, values);
    }

    private @Nullable Object component(Section section, RecordComponent component, @Nullable Record defaults) {
        String key = Keys.of(component);
        Object otherwise = defaults == null ? null : read(component, defaults);
        Node child = section.child(key);
        if (child == null) {
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (otherwise == null && !optional) {
                findings.missing(section.node(), key, "is missing", "write " + key + ": " + example(component));
            }
            return otherwise;
        }
        Class<?> type = component.getType();
        Values.Reading<?> reading = reading(type);
        if (reading != null) {
            Object value = section.optional(key, reading);
            return value == null ? otherwise : value;
        }
        if (type == List.class || type == Set.class || type == Collection.class) {
            return names(section, key, component, otherwise);
        }
        if (type.isRecord()) {
            return bind(child, child.name(), type.asSubclass(Record.class), cast(type, otherwise));
        }
        findings.add(
                child,
                "is of a type that has no text: " + type.getName(),
                "use a type that has, in " + component.getDeclaringRecord().getName());
        return otherwise;
    }

    private @Nullable Object names(Section section, String key, RecordComponent component, @Nullable Object otherwise) {
        Type element = component.getGenericType() instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[0]
                : String.class;
        List<Section.Word> words = section.words(key);
        if (words == null) {
            return otherwise;
        }
        Values.Reading<?> reading = element instanceof Class<?> type ? reading(type) : null;
        Set<Object> values = new LinkedHashSet<>();
        for (Section.Word word : words) {
            try {
                values.add(reading == null ? word.text() : reading.read(word.text()));
            } catch (Misread misread) {
                findings.add(word.node(), misread.wrong(), misread.fix());
            }
        }
        return component.getType() == Set.class ? values : List.copyOf(values);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Values.@Nullable Reading<?> reading(Class<?> type) {
        return type.isEnum() ? Values.oneOf((Class) type) : READINGS.get(type);
    }

    @SuppressWarnings("unchecked")
    private static <R extends Record> @Nullable R cast(Class<?> type, @Nullable Object value) {
        return (R) type.cast(value);
    }

    private static String example(RecordComponent component) {
        Values.Reading<?> reading = reading(component.getType());
        return reading == null ? "..." : reading.example();
    }

    static @Nullable Object read(RecordComponent component, Record from) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(from);
        } catch (ReflectiveOperationException | RuntimeException unreadable) {
            throw new IllegalStateException("the default of " + component + " cannot be read", unreadable);
        }
    }

    private <R extends Record> @Nullable R construct(
            Node node, Class<R> type, RecordComponent[] components, @Nullable Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            findings.add(node, "is refused: " + SafeText.of(refused.getTargetException()), "write other values");
        } catch (ReflectiveOperationException | RuntimeException impossible) {
            findings.add(
                    node, "cannot be made a " + type.getName() + ": " + SafeText.of(impossible), "mend the record");
        }
        return null;
    }
}
