package dev.heal.spring.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.json.JsonWriter;

/** Writes maps, lists and plain values with a line for each, because the file is read and compared by people. */
final class Json {

    private Json() {}

    static String write(Map<String, ?> map) {
        return write(map, "") + "\n";
    }

    private static String write(Object value, String indent) {
        if (value instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            map.forEach((key, below) -> entries.add(scalar(key) + ": " + write(below, indent + "  ")));
            return block(entries, "{", "}", indent);
        }
        if (value instanceof List<?> list) {
            // A list of plain values stands on one line.
            boolean isPlain = list.stream().noneMatch(below -> below instanceof Map || below instanceof List);
            List<String> entries =
                    list.stream().map(below -> write(below, indent + "  ")).toList();
            return isPlain ? "[" + String.join(", ", entries) + "]" : block(entries, "[", "]", indent);
        }
        return scalar(value);
    }

    private static String block(List<String> entries, String open, String close, String indent) {
        String line = "\n" + indent + "  ";
        return entries.isEmpty()
                ? open + close
                : open + line + String.join("," + line, entries) + "\n" + indent + close;
    }

    private static String scalar(Object value) {
        return JsonWriter.standard().writeToString(value);
    }
}
