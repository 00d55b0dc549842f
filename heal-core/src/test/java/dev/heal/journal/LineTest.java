package dev.heal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One entry is one line, whatever is in it, and comes back as it was. */
class LineTest {

    private static final List<String> HOSTILE = List.of(
            "",
            "a\nb\r\nc\u000b\f\u0000\u001b[31m\u007f",
            "\u2028 \u2029 \u0085 \u202e\u2066 \ufeff",
            "\"},\"crc\":\"00000000\"}\n{\"v\":1,\"seq\":7}",
            "\\\" \\n \\u000a </script>",
            "Ümit \u00e9 \u4e2d\u6587 \ud83d\ude00",
            "alone: \ud83d, turned: \ude00\ud83d",
            "\ufffe\uffff",
            "x".repeat(60_000));

    private final Silence silence = new Silence();

    @AfterEach
    void speak() {
        silence.close();
    }

    private static byte[] written(Entry entry) {
        return LineWriter.write(new Line(7, Instant.parse("2026-01-01T00:00:00Z"), 5, 1, entry));
    }

    private static Entry readAgain(Entry entry) throws Exception {
        byte[] line = written(entry);
        assertThat(line.length).isLessThanOrEqualTo(LineWriter.LONGEST);
        String text = new String(line, StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(1);
        assertThat(text.substring(0, text.length() - 1).codePoints())
                .as("nothing that ends or turns a line")
                .noneMatch(c -> Character.getType(c) == Character.CONTROL
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                        || Character.getType(c) == Character.FORMAT);
        Line read = LineReader.read(line, 0, line.length - 1);
        assertThat(read).as(text.substring(0, Math.min(200, text.length()))).isNotNull();
        return read.entry();
    }

    @Test
    void hostile_texts_stay_on_one_line_and_come_back_equal() throws Exception {
        for (String text : HOSTILE) {
            Entry entry = Entry.of("note", Map.of("text", text, "list", List.of("v", 1L)));
            assertThat(readAgain(entry)).isEqualTo(entry);
        }
        for (String text : HOSTILE.subList(0, HOSTILE.size() - 1)) {
            Entry entry = new Entry(
                    "type" + text, Map.of("name " + text.replaceAll("[\ud800-\udfff]", ""), true), "key" + text);
            assertThat(readAgain(entry)).isEqualTo(entry);
        }
    }

    @Test
    void fields_named_like_those_of_the_line_do_not_get_in_their_way() throws Exception {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name : List.of("v", "seq", "at", "up", "run", "type", "fields", "keep", "crc")) {
            fields.put(name, Map.of("v", 1L, "crc", "12345678"));
        }
        Entry entry = Entry.of("note", fields);

        assertThat(readAgain(entry)).isEqualTo(entry);
    }

    @Test
    void numbers_come_back_as_longs_and_doubles_and_what_is_no_number_as_a_text() throws Exception {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("int", 5);
        fields.put("long", Long.MIN_VALUE);
        fields.put("double", 5.0);
        fields.put("tiny", Double.MIN_VALUE);
        fields.put("nan", Double.NaN);
        fields.put("infinite", Double.NEGATIVE_INFINITY);
        fields.put("null", null);

        assertThat(readAgain(Entry.of("note", fields)).fields())
                .containsEntry("int", 5L)
                .containsEntry("long", Long.MIN_VALUE)
                .containsEntry("double", 5.0)
                .containsEntry("tiny", Double.MIN_VALUE)
                .containsEntry("nan", "NaN")
                .containsEntry("infinite", "-Infinity")
                .containsEntry("null", null);
    }

    @Test
    void what_does_not_fit_is_refused_with_the_reason() {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        assertThatThrownBy(() -> written(Entry.of("note", Map.of("a", circle))))
                .hasMessage("its fields are nested deeper than 32");
        assertThatThrownBy(() -> written(Entry.of("note", Map.of("a", Map.of("b", Instant.EPOCH)))))
                .hasMessageStartingWith(
                        "fields.a.b is a java.time.Instant: an entry holds texts, truths, whole numbers");
        assertThatThrownBy(() -> written(Entry.of("note", Map.of("a", "x".repeat(1_000_000)))))
                .hasMessage("it is longer than the 65536 bytes that a line may have");
        assertThatThrownBy(() -> written(Entry.of("note", Map.of("x".repeat(300), "a"))))
                .hasMessageContaining("a name that is no text of at most 256 whole characters");
        assertThatThrownBy(() -> written(Entry.of("note", Map.of("half \ud83d", "a"))))
                .hasMessageContaining("a name that is no text of at most 256 whole characters");
    }

    @Test
    void an_entry_that_cannot_be_written_is_answered_and_the_others_are_written() {
        Desk desk = Desk.small();
        desk.append(Desk.entry(1), 1);
        desk.append(Entry.of("note", Map.of("text", "x".repeat(1_000_000))), 2);
        desk.append(Entry.of("segment", Map.of()), 3);
        desk.journal.append(Entry.of("note", Map.of("odd", Stream.of(1))));
        desk.append(Desk.entry(4), 4);
        desk.thread.run();
        desk.append(5, 5);

        assertThat(desk.acknowledged).containsExactly(1L, 4L, 5L);
        assertThat(desk.failures)
                .containsExactly(
                        "the entry note cannot be written: it is longer than the 65536 bytes that a line may have",
                        "the entry segment cannot be written: this type is the journal's own");
        desk.reopen();
        assertThat(desk.recovered().entries())
                .extracting(recorded -> recorded.entry().type())
                .containsExactly("intent", "intent", "dropped", "intent");
        assertThat(desk.recovered().gaps()).isEmpty();
    }

    @Test
    void a_seal_is_of_all_bytes_before_it() throws Exception {
        byte[] line = written(Entry.of("note", Map.of("a", 1L)));

        assertThat(LineReader.read(line, 0, line.length - 1)).isNotNull();
        line[10] ^= 1;
        assertThat(LineReader.read(line, 0, line.length - 1)).isNull();
    }
}
