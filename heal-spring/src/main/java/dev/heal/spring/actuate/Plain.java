package dev.heal.spring.actuate;

import dev.heal.text.SafeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one door through which texts leave: capped, on one line, without control characters and secrets. */
final class Plain {

    private Plain() {}

    /** A sentence, however long a list of names in it is. */
    static String text(String text) {
        return SafeText.lines(text).replace('\n', ' ');
    }

    static @Nullable String textOrNull(@Nullable String text) {
        return text == null ? null : text(text);
    }

    static List<String> texts(List<String> texts) {
        return texts.stream().map(Plain::text).toList();
    }

    /** Names and values made safe; a value may have several lines. */
    static Map<String, String> figures(Map<String, String> figures) {
        Map<String, String> safe = new LinkedHashMap<>();
        figures.forEach((name, value) -> safe.put(SafeText.of(name), SafeText.lines(value)));
        return safe;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
