package dev.heal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.time.Clock;
import dev.heal.time.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal in a real directory, on its own thread. */
class JournalTest {

    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    private Path temporary;

    private final ManualClock clock = new ManualClock();
    private final Silence silence = new Silence();

    @AfterEach
    void speak() {
        silence.close();
    }

    private Path directory() {
        return temporary.resolve("heal");
    }

    private static String write(Journal journal, Entry entry) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        journal.append(entry, failure -> answer.complete(failure == null ? "durable" : failure));
        return answer.join();
    }

    @Test
    void what_was_written_down_is_found_by_the_next_run_as_it_was_with_its_number_and_time() {
        Entry intent = Entry.of("intent", Map.of("step", "restart", "attempt", 1L));
        Entry stop = Entry.of("stop", Map.of("who", "Ümit", "limits", List.of(1.5, true, Map.of("a", "b"))))
                .kept("stop/orders");
        try (Journal journal = Journal.open(directory(), MONTH, clock)) {
            assertThat(journal.recording()).isEqualTo(Recording.ON_DISK);
            assertThat(journal.recovered()).isEqualTo(Recovered.NOTHING);
            assertThat(write(journal, intent)).isEqualTo("durable");
            clock.advance(Duration.ofSeconds(2));
            journal.append(stop);
        }

        try (Journal journal = Journal.open(directory(), MONTH, clock)) {
            assertThat(journal.recovered())
                    .isEqualTo(new Recovered(
                            List.of(
                                    new Recorded(
                                            1, Instant.parse("2026-01-01T00:00:00Z"), Duration.ofSeconds(2), intent),
                                    new Recorded(2, Instant.parse("2026-01-01T00:00:02Z"), Duration.ZERO, stop)),
                            List.of()));
        }
    }

    @Test
    void a_line_reads_like_this() throws IOException {
        try (Journal journal = Journal.open(directory(), MONTH, clock)) {
            clock.advance(Duration.ofMillis(123));
            journal.append(Entry.of("intent", Map.of("step", "restart \"a\"")).kept("intent/orders"));
        }

        List<String> lines = Files.readAllLines(directory().resolve("segment-000000000000001.jsonl"));
        assertThat(lines.get(0)).startsWith("{\"v\":1,\"seq\":1,").contains("\"type\":\"segment\"");
        assertThat(lines.get(1))
                .matches("\\Q{\"v\":1,\"seq\":1,\"at\":\"2026-01-01T00:00:00.123Z\",\"up\":123000000,\"run\":1,"
                        + "\"type\":\"intent\",\"fields\":{\"step\":\"restart \\\"a\\\"\"},\"keep\":\"intent/orders\","
                        + "\"crc\":\"\\E[0-9a-f]{8}\"}");
        assertThat(lines.get(2)).contains("\"seq\":2,").contains("\"type\":\"closed\"");
        assertThat(lines).hasSize(3);
    }

    @Test
    void directory_and_files_are_their_owners_alone() throws IOException {
        try (Journal journal = Journal.open(directory(), MONTH, clock)) {
            write(journal, Desk.entry(1));
        }

        assertThat(Files.getPosixFilePermissions(directory())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> files = Files.list(directory())) {
            List<Path> all = files.toList();
            assertThat(all)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("lock", "reserve", "segment-000000000000001.jsonl");
            assertThat(all)
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                            .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }

    @Test
    void close_writes_what_was_taken_and_afterwards_nothing_is_taken() {
        List<String> answers = new ArrayList<>();
        Journal journal = Journal.open(directory(), MONTH, Clock.system());
        for (long id = 1; id <= 5_000; id++) {
            journal.append(Desk.entry(id));
        }
        journal.close();
        journal.close();

        journal.append(Desk.entry(9), answers::add);
        assertThat(answers).containsExactly("the journal is closed");
        assertThat(journal.recording().place()).isEqualTo(Recording.Place.NOWHERE);
        try (Journal next = Journal.open(directory(), MONTH, clock)) {
            assertThat(next.recovered().entries()).hasSize(5_000);
        }
    }

    @Test
    void the_thread_is_a_daemon_and_ends_with_the_journal() {
        Journal journal = Journal.open(directory(), MONTH, clock);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        journal.append(Desk.entry(1), failure -> thread.complete(Thread.currentThread()));

        assertThat(thread.join().getName()).isEqualTo("heal-journal");
        assertThat(thread.join().isDaemon()).isTrue();
        journal.close();
        org.awaitility.Awaitility.await().until(() -> !thread.join().isAlive());
    }

    @Test
    void a_directory_that_cannot_be_is_said_at_once_with_the_way_out_and_breaks_nothing() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "not a directory");
        Path under = file.resolve("heal");

        Journal journal = Journal.open(under, MONTH, clock);

        assertThat(journal.recording().place()).isEqualTo(Recording.Place.NOWHERE);
        assertThat(journal.recording().reason())
                .startsWith("the journal directory " + under + " cannot be used: ")
                .contains(
                        "nothing is started without a journal: make the directory usable, name another one, or choose");
        assertThat(write(journal, Desk.entry(1))).isEqualTo(journal.recording().reason());
        journal.append(Desk.entry(2));
        journal.close();
        assertThat(silence.lines(ch.qos.logback.classic.Level.ERROR))
                .containsExactly(journal.recording().reason());
    }

    @Test
    void a_file_where_the_directory_belongs_is_called_a_file() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "not a directory");

        Journal journal = Journal.open(file, MONTH, clock);

        assertThat(journal.recording().reason())
                .startsWith(
                        "the journal directory " + file + " cannot be used: it is a file, and no directory; nothing");
        journal.close();
        assertThat(file).hasContent("not a directory");
    }

    @Test
    void a_newer_version_is_refused_and_left_as_it_is_byte_for_byte() throws IOException {
        try (Journal journal = Journal.open(directory(), MONTH, clock)) {
            write(journal, Desk.entry(1));
        }
        String head = "{\"v\":2,\"what\":\"nobody knows yet\"";
        byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
        String line = head + new String(Seal.of(bytes, 0, bytes.length), StandardCharsets.UTF_8) + "\n";
        Files.writeString(directory().resolve("segment-000000000000002.jsonl"), line);
        Map<String, String> before = hashes();

        Journal journal = Journal.open(directory(), MONTH, clock);

        assertThat(journal.recording().reason())
                .contains(directory().toString())
                .contains("it is of version 2, written by a later heal, and this one knows version 1");
        assertThat(write(journal, Desk.entry(2))).isEqualTo(journal.recording().reason());
        journal.close();
        assertThat(hashes()).isEqualTo(before);
    }

    @Test
    void an_interrupted_thread_may_open_a_journal_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        Journal journal = Journal.open(directory(), MONTH, clock);
        assertThat(Thread.interrupted()).isTrue();

        assertThat(write(journal, Desk.entry(1))).isEqualTo("durable");
        journal.close();
    }

    private Map<String, String> hashes() throws IOException {
        Map<String, String> hashes = new java.util.TreeMap<>();
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.filter(path -> !path.endsWith("lock")).toList()) {
                hashes.put(
                        file.getFileName().toString(), java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return hashes;
    }
}
