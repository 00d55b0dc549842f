package dev.heal.journal;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/** Makes the bytes of a line: one JSON object, its seal, one line break and no other. */
final class LineWriter {

    /** A line with its break is at most so long. */
    static final int LONGEST = 64 * 1024;

    private static final int DEEPEST = 32;
    private static final int LONGEST_NAME = 256;

    private static final JsonFactory JSON =
            JsonFactory.builder().characterEscapes(new OneLine()).build();

    private LineWriter() {}

    /**
     * @throws IllegalArgumentException if the entry does not fit in a line or holds what no line can; the message says what
     */
    static byte[] write(Line line) {
        Entry entry = line.entry();
        Capped out = new Capped();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeNumberProperty("v", Line.VERSION);
            json.writeNumberProperty("seq", line.number());
            json.writeStringProperty("at", line.at().toString());
            json.writeNumberProperty("up", line.up());
            json.writeNumberProperty("run", line.run());
            json.writeStringProperty("type", entry.type());
            json.writeName("fields");
            map(json, entry.fields(), "fields", 0);
            if (entry.keep() != null) {
                json.writeStringProperty("keep", entry.keep());
            }
            json.writeEndObject();
        }
        return out.sealed();
    }

    private static void map(JsonGenerator json, Map<?, ?> fields, String path, int depth) {
        json.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            if (!(field.getKey() instanceof String name) || name.length() > LONGEST_NAME || hasHalves(name)) {
                throw new IllegalArgumentException(
                        path + " has a name that is no text of at most " + LONGEST_NAME + " whole characters");
            }
            json.writeName(name);
            value(json, field.getValue(), path + "." + name, depth + 1);
        }
        json.writeEndObject();
    }

    /** Surrogates that stand alone: in a name, unlike in a text, they could not be read again. */
    private static boolean hasHalves(String name) {
        return name.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    private static void value(JsonGenerator json, @Nullable Object value, String path, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("its fields are nested deeper than " + DEEPEST);
        }
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Long || value instanceof Integer) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double number) {
            if (Double.isFinite(number)) {
                json.writeNumber(number);
            } else {
                json.writeString(number.toString());
            }
        } else if (value instanceof Map<?, ?> fields) {
            map(json, fields, path, depth);
        } else if (value instanceof List<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                value(json, item, path, depth + 1);
            }
            json.writeEndArray();
        } else {
            throw new IllegalArgumentException(
                    path + " is a " + value.getClass().getName()
                            + ": an entry holds texts, truths, whole numbers, doubles, and lists and maps of those");
        }
    }

    /** Ends the writing as soon as it is too long, so that a huge text costs no more than a long one. */
    private static final class Capped extends ByteArrayOutputStream {

        private static final int ROOM = LONGEST - Seal.LENGTH;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            if (count + length > ROOM) {
                throw new IllegalArgumentException("it is longer than the " + LONGEST + " bytes that a line may have");
            }
            super.write(bytes, from, length);
        }

        /** In the place of the closing brace comes the seal, which ends with one. */
        byte[] sealed() {
            count--;
            byte[] seal = Seal.of(buf, 0, count);
            super.write(seal, 0, seal.length);
            super.write('\n');
            return toByteArray();
        }
    }

    /** Escapes all that some reader of lines takes for the end of one, or that turns a line round, and lone surrogates. */
    private static final class OneLine extends CharacterEscapes {

        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[0x7f] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            if (c < 0x80) {
                return null;
            }
            int type = Character.getType(c);
            boolean isShown = type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR
                    && type != Character.SURROGATE;
            return isShown ? null : new SerializedString(String.format("\\u%04x", c));
        }
    }
}
