package dev.heal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever becomes of the files: what is whole is read, and what is not is said. */
class DamageTest {

    private static final int RECORDS = 20;
    private static final List<Long> ALL =
            LongStream.rangeClosed(1, RECORDS).boxed().toList();

    private final Silence silence = new Silence();

    @AfterEach
    void speak() {
        silence.close();
    }

    /** Two runs, of which the first was closed; the reserve is of no interest here. */
    private static Map<String, byte[]> written() {
        Desk desk = Desk.small().append(1, 12).close().reopen().append(13, RECORDS);
        Map<String, byte[]> files = new TreeMap<>(desk.disk.contents());
        files.remove("reserve");
        assertThat(files.keySet()).hasSizeGreaterThan(2);
        return files;
    }

    private static Recovered read(Map<String, byte[]> files) {
        SimulatedDisk disk = new SimulatedDisk(new Random(1));
        files.forEach(disk::put);
        try {
            return Recovery.of(disk).recovered();
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    @Test
    void undamaged_it_has_no_gap() {
        Recovered recovered = read(written());

        assertThat(recovered.gaps()).isEmpty();
        assertThat(Desk.ids(recovered)).isEqualTo(ALL);
        assertThat(recovered.entries()).extracting(Recorded::number).isEqualTo(ALL);
    }

    @Test
    void each_flipped_bit_is_noticed_and_costs_at_most_the_record_it_is_in() {
        Map<String, byte[]> files = written();
        int flips = 0;
        int lost = 0;
        for (String file : files.keySet()) {
            byte[] bytes = files.get(file);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                bytes[bit / 8] ^= (byte) (1 << (bit % 8));
                Recovered recovered = read(files);
                bytes[bit / 8] ^= (byte) (1 << (bit % 8));

                List<Long> ids = Desk.ids(recovered);
                String where = file + " bit " + bit;
                assertThat(recovered.gaps()).as(where).isNotEmpty();
                assertThat(ALL).as(where).containsAll(ids);
                assertThat(ids).as(where).isSorted().hasSizeGreaterThanOrEqualTo(RECORDS - 1);
                flips++;
                lost += RECORDS - ids.size();
            }
        }
        assertThat(flips).isGreaterThan(RECORDS * 8 * 100);
        assertThat(lost).isLessThan(flips);
    }

    @Test
    void a_damaged_record_in_the_middle_is_a_gap_with_its_number_and_not_the_end() {
        Map<String, byte[]> files = written();
        String file = "segment-000000000000001.jsonl";
        files.get(file)[new String(files.get(file)).indexOf("\"seq\":5,") + 6] = '4';

        Recovered recovered = read(files);

        assertThat(recovered.gaps()).containsExactly(file + ": record 5 is damaged");
        assertThat(Desk.ids(recovered)).hasSize(RECORDS - 1).doesNotContain(5L);
    }

    @Test
    void a_damaged_line_break_costs_nothing() {
        Map<String, byte[]> files = written();
        String file = "segment-000000000000001.jsonl";
        int end = new String(files.get(file)).indexOf("{\"v\":1,\"seq\":5,") - 1;
        files.get(file)[end] = 'J';

        Recovered recovered = read(files);

        assertThat(recovered.gaps())
                .containsExactly(file + ": 1 bytes before record 5 are damaged, no record is missing");
        assertThat(Desk.ids(recovered)).isEqualTo(ALL);
    }

    @Test
    void cut_off_at_any_byte_it_has_all_that_is_whole_before_and_says_that_the_end_is_torn() {
        Map<String, byte[]> files = written();
        List<String> names = new ArrayList<>(files.keySet());
        while (!files.isEmpty()) {
            String last = names.get(names.size() - 1);
            byte[] bytes = files.get(last);
            for (int length = 0; length <= bytes.length; length++) {
                files.put(last, Arrays.copyOf(bytes, length));
                Recovered recovered = read(files);
                List<Long> ids = Desk.ids(recovered);
                boolean isWhole = length == 0 || bytes[length - 1] == '\n';
                assertThat(ids).isEqualTo(ALL.subList(0, ids.size()));
                assertThat(ids).hasSize(wholeRecords(files));
                assertThat(recovered.gaps()).as(last + " " + length).hasSize(isWhole ? 0 : 1);
            }
            files.remove(last);
            names.remove(last);
        }
    }

    /** A record that lacks nothing but its line break is whole. */
    private static int wholeRecords(Map<String, byte[]> files) {
        int records = 0;
        for (byte[] bytes : files.values()) {
            for (String line : new String(bytes).split("\n")) {
                records += line.contains("\"intent\"") && line.endsWith("\"}") ? 1 : 0;
            }
        }
        return records;
    }

    @Test
    void a_segment_that_is_gone_is_a_gap() {
        Map<String, byte[]> files = written();
        List<String> names = new ArrayList<>(files.keySet());
        String gone = names.get(1);
        files.remove(gone);

        Recovered recovered = read(files);

        assertThat(recovered.gaps()).hasSize(1);
        assertThat(recovered.gaps().get(0)).matches("segment-\\d+\\.jsonl: records \\d+ to \\d+ are missing");
    }

    @Test
    void a_segment_of_another_journal_is_left_out() {
        Map<String, byte[]> files = written();
        files.put("segment-000000000000500.jsonl", foreign());

        Recovered recovered = read(files);

        assertThat(Desk.ids(recovered)).isEqualTo(ALL);
        assertThat(recovered.gaps()).hasSize(1);
        assertThat(recovered.gaps().get(0))
                .startsWith("segment-000000000000500.jsonl: belongs to the journal ")
                .endsWith("and was left out");
    }

    private static byte[] foreign() {
        Line head = Line.segment(500, java.time.Instant.EPOCH, 1, 1, "another", false);
        Line entry = new Line(500, java.time.Instant.EPOCH, 1, 1, Desk.entry(500));
        return (new String(LineWriter.write(head)) + new String(LineWriter.write(entry))).getBytes();
    }

    @Test
    void a_huge_foreign_line_is_passed_over() {
        Map<String, byte[]> files = written();
        String file = "segment-000000000000001.jsonl";
        byte[] head = files.get(file);
        byte[] all = Arrays.copyOf(head, head.length + 3_000_000);
        Arrays.fill(all, head.length, all.length, (byte) 'x');
        files.put(file, all);

        Recovered recovered = read(files);

        assertThat(Desk.ids(recovered)).isEqualTo(ALL);
        assertThat(recovered.gaps()).isNotEmpty();
    }
}
