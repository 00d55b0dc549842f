package dev.heal.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written down, as the writer knows it; the journal adds number, time and checksum.
 *
 * @param type in kebab-case, such as {@code intent}
 * @param fields by name, in the order in which they are written: String, Boolean, Long, Integer, Double, and Lists and Maps
 *     of those; texts have been made safe before. Read again, whole numbers are Longs, and what is no finite number is a
 *     text
 * @param keep the latest entry of each such key outlives the retention of its segment; null for what may go with it
 */
public record Entry(
        String type, Map<String, Object> fields, @Nullable String keep) {

    public Entry {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public static Entry of(String type, Map<String, Object> fields) {
        return new Entry(type, fields, null);
    }

    /** The same, kept as the latest of its key for as long as there is no later one. */
    public Entry kept(String key) {
        return new Entry(type, fields, key);
    }
}
