package dev.heal.incident;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain maps, lists, texts, numbers and truths as JSON, two spaces a level. */
public final class Json {

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /** What is none of these is written as its text. */
    public static String of(Object value) {
        Json json = new Json();
        json.value(value, "\n");
        return json.out.append('\n').toString();
    }

    private void value(@Nullable Object value, String begin) {
        if (value instanceof Map<?, ?> map) {
            object(map, begin);
        } else if (value instanceof List<?> list) {
            array(list, begin);
        } else if (value == null || value instanceof Boolean || isFinite(value)) {
            out.append(value);
        } else {
            text(value.toString());
        }
    }

    /** JSON knows neither NaN nor the infinities. */
    private static boolean isFinite(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue());
    }

    private void object(Map<?, ?> map, String begin) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(first ? "" : ",").append(begin).append("  ");
            text(String.valueOf(entry.getKey()));
            out.append(": ");
            value(entry.getValue(), begin + "  ");
            first = false;
        }
        out.append(first ? "}" : begin + "}");
    }

    private void array(List<?> list, String begin) {
        out.append('[');
        boolean first = true;
        for (Object item : list) {
            out.append(first ? "" : ",").append(begin).append("  ");
            value(item, begin + "  ");
            first = false;
        }
        out.append(first ? "]" : begin + "]");
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c) || c == '<') {
                // The last so that no page that holds it takes it for its own.
                out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
