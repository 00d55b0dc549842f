package dev.heal.spring.explain;

import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.TargetSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that holds for one target, also what nobody has written, with the place that each value comes from.
 *
 * @param target its name
 * @param values in a stable order: the target's own, detectors, steps in the order in which they are tried, limits,
 *     what holds for all targets
 */
public record EffectivePolicy(String target, List<Value> values) {

    /** The origin of what nobody has written. */
    public static final String DEFAULT = "default";

    /**
     * One value that holds, made safe to show.
     *
     * @param path below the target, such as {@code steps.restart.verify.hold}; {@code heal.ceiling} and the like for what
     *     holds for all targets
     * @param value as written; in front of it what it stands for, where somebody has written a placeholder for it
     * @param origin {@code application.yml:12:17}, {@code environment variable HEAL_...}, or {@link #DEFAULT}
     */
    public record Value(String path, String value, String origin) {}

    public EffectivePolicy {
        values = List.copyOf(values);
    }

    /**
     * What holds for a target.
     *
     * @param target one of {@code settings.targets()}
     */
    public static EffectivePolicy of(HealSettings settings, TargetSettings target) {
        return new EffectivePolicy(target.name(), new Holding(settings, target).values());
    }

    /** One line a value, in three columns. */
    public List<String> lines() {
        int paths = width(values.stream().map(Value::path).toList());
        int texts = width(values.stream().map(Value::value).toList());
        List<String> lines = new ArrayList<>();
        for (Value value : values) {
            lines.add(pad(value.path(), paths) + "  " + pad(value.value(), texts) + "  " + value.origin());
        }
        return lines;
    }

    /** One very long value does not push the origins of all others out of sight. */
    private static int width(List<String> column) {
        return column.stream()
                .mapToInt(String::length)
                .filter(length -> length <= 60)
                .max()
                .orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
