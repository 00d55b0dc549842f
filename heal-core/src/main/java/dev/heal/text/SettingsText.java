package dev.heal.text;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings as somebody could have written them in application.yml, made safe to show. */
public final class SettingsText {

    private SettingsText() {}

    /** The kind and all of its settings that are set: {@code failure-rate above 0.5, over 10s, minimum-calls 20}. */
    public static String of(String kind, Record settings) {
        String all = values(settings).entrySet().stream()
                .filter(setting -> setting.getValue() != null)
                .map(setting -> setting.getKey() + " " + value(setting.getKey(), setting.getValue()))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? kind : kind + " " + all;
    }

    /** Each value by its key in kebab-case, those of a record within as {@code outer.inner}, in the record's order. */
    public static Map<String, @Nullable Object> values(Record settings) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            String key = kebab(component.getName());
            Object value = read(component, settings);
            if (value instanceof Record inner) {
                values(inner).forEach((name, below) -> values.put(key + "." + name, below));
            } else {
                values.put(key, value);
            }
        }
        return values;
    }

    /** One value as it would be written under its key; hidden if the key, or the text itself, tells of a secret. */
    public static String value(String key, @Nullable Object value) {
        if (value == null) {
            return "none";
        }
        String name = key.substring(key.lastIndexOf('.') + 1);
        String safe = SafeText.of(name + "=" + written(value));
        return safe.startsWith(name + "=") ? safe.substring(name.length() + 1) : "[hidden]";
    }

    private static String written(Object value) {
        if (value instanceof Double number && Double.isFinite(number)) {
            BigDecimal exact = BigDecimal.valueOf(number);
            return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
        }
        if (value instanceof Duration span) {
            return Durations.written(span);
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        if (value instanceof Collection<?> several) {
            return several.stream().map(SettingsText::written).collect(Collectors.joining(", ", "[", "]"));
        }
        return String.valueOf(value);
    }

    /** An underscore at the end is for words that Java keeps to itself. */
    private static String kebab(String camel) {
        return camel.replaceAll("_$", "")
                .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object read(RecordComponent component, Record from) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(from);
        } catch (ReflectiveOperationException | RuntimeException unreadable) {
            return "?";
        }
    }
}
