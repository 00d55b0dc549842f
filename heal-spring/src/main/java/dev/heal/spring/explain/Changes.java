package dev.heal.spring.explain;

import dev.heal.spring.binding.Chosen;
import dev.heal.text.SafeText;
import dev.heal.text.SettingsText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collects changes, each on one line that begins with what it is about. */
final class Changes {

    private final List<String> lines = new ArrayList<>();
    private String about = "";

    /** What the next changes are about. */
    Changes on(String name) {
        about = SafeText.of(name);
        return this;
    }

    void add(String change) {
        lines.add(about + ": " + change);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** A value that may be another one now; null for none. */
    void value(String what, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            add(what + " " + instead(what, before, after));
        }
    }

    /** Every value of a record that is another one now, {@code prefix} and its key before it. */
    void values(String prefix, Record before, Record after, UnaryOperator<String> spelling) {
        Map<String, @Nullable Object> now = SettingsText.values(after);
        SettingsText.values(before).forEach((key, value) -> value(prefix + spelling.apply(key), value, now.get(key)));
    }

    /** A kind and its settings: another kind is told in its words, another value by its key. */
    <K> void kind(
            String what,
            Chosen<K> before,
            Chosen<K> after,
            Function<K, String> name,
            Function<Chosen<K>, String> words) {
        String old = name.apply(before.kind());
        String now = name.apply(after.kind());
        if (old.equals(now)) {
            values(what + " ", before.settings(), after.settings(), key -> key);
        } else {
            add(what + " is now " + SafeText.of(now) + " (" + words.apply(after) + ") instead of " + SafeText.of(old)
                    + " (" + words.apply(before) + ")");
        }
    }

    private static String instead(String what, @Nullable Object before, @Nullable Object after) {
        String key = what.substring(what.lastIndexOf(' ') + 1);
        return SettingsText.value(key, after) + " instead of " + SettingsText.value(key, before);
    }
}
