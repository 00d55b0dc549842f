package dev.heal.journal;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads what {@link LineWriter} wrote; whatever else it is given is no line. */
final class LineReader {

    /** So begins each line of each version. */
    static final byte[] OPENING = "{\"v\":".getBytes(StandardCharsets.US_ASCII);

    private static final JsonFactory JSON = new JsonFactory();

    private LineReader() {}

    /**
     * The line that these bytes are, without its break; null if they are damaged.
     *
     * @throws NewerVersionException if they are whole, and of a version that is not known here
     */
    static @Nullable Line read(byte[] bytes, int from, int to) throws NewerVersionException {
        if (!Seal.isWhole(bytes, from, to)) {
            return null;
        }
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
            return json.nextToken() == JsonToken.START_OBJECT ? line(map(json)) : null;
        } catch (JacksonException | ClassCastException | DateTimeException | ArithmeticException notOurs) {
            // Sealed, but by somebody else.
            return null;
        }
    }

    private static @Nullable Line line(Map<String, Object> json) throws NewerVersionException {
        if (json.get("v") instanceof Long version && version > Line.VERSION) {
            throw new NewerVersionException(version);
        }
        if (json.get("seq") instanceof Long number
                && json.get("at") instanceof String at
                && json.get("up") instanceof Long up
                && json.get("run") instanceof Long run
                && json.get("type") instanceof String type
                && json.get("fields") instanceof Map<?, ?> fields) {
            Entry entry = new Entry(type, texts(fields), (String) json.get("keep"));
            return new Line(number, Instant.parse(at), up, Math.toIntExact(run), entry);
        }
        return null;
    }

    private static Map<String, Object> texts(Map<?, ?> fields) {
        Map<String, Object> named = new LinkedHashMap<>();
        fields.forEach((name, value) -> named.put((String) name, value));
        return named;
    }

    private static Map<String, Object> map(JsonParser json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            fields.put(name, value(json, json.nextToken()));
        }
        return fields;
    }

    // A JSON null is read as the null that was written.
    @SuppressWarnings("NullAway")
    private static Object value(JsonParser json, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> map(json);
            case START_ARRAY -> list(json);
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> json.getString();
        };
    }

    private static List<Object> list(JsonParser json) {
        List<Object> items = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            items.add(value(json, token));
        }
        return items;
    }
}
