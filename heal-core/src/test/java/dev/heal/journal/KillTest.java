package dev.heal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.time.ManualClock;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: killed in the middle of writing, and two on one directory. */
class KillTest {

    /** More of them: {@code mvn test -pl heal-core -Dtest=KillTest -Dheal.test.kills=1000}. */
    private static final int KILLS = Integer.getInteger("heal.test.kills", 20);

    /** So many kills in a row hit one journal. */
    private static final int A_JOURNAL = 50;

    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    private Path directory;

    private final Silence silence = new Silence();

    @AfterEach
    void speak() {
        silence.close();
    }

    /** With nothing on its class path but what it needs, so that it starts soon. */
    private Process start(long firstId) throws IOException {
        String classPath = Stream.of(
                        Journal.class,
                        AppendingProcess.class,
                        tools.jackson.core.JsonParser.class,
                        org.slf4j.Logger.class,
                        org.jspecify.annotations.Nullable.class)
                .map(KillTest::home)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx32m",
                        "-cp",
                        classPath,
                        AppendingProcess.class.getName(),
                        directory.toString(),
                        Long.toString(firstId))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException notAFile) {
            throw new IllegalStateException(notAFile);
        }
    }

    /** @return what it says from now on, or null at its end */
    private static String line(BufferedReader pipe) {
        try {
            return pipe.readLine();
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    private static BufferedReader pipe(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    @Test
    void nothing_that_a_killed_process_has_acknowledged_is_lost() throws Exception {
        Random random = new Random(4);
        Set<Long> acknowledged = new HashSet<>();
        long all = 0;
        long first = 1;
        Path journals = directory;
        for (int kill = 1; kill <= KILLS; kill++) {
            if (kill % A_JOURNAL == 1) {
                // All of it is read after each kill: one journal of a thousand lives would take longer and longer.
                all += acknowledged.size();
                acknowledged.clear();
                first = 1;
                directory = Files.createDirectory(journals.resolve("from-kill-" + kill));
            }
            Process process = start(first);
            BufferedReader pipe = pipe(process);
            assertThat(line(pipe)).isEqualTo("open");
            int until = random.nextInt(60);
            for (int i = 0; i < until; i++) {
                acknowledged.add(Long.valueOf(line(pipe)));
            }
            // Not by the process, which would close the pipe: what it had said before it died counts, too.
            process.toHandle().destroyForcibly();
            for (String said = line(pipe); said != null; said = line(pipe)) {
                acknowledged.add(Long.valueOf(said));
            }
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

            Journal journal = Journal.open(directory, MONTH, new ManualClock());
            List<Long> ids = Desk.ids(journal.recovered());
            assertThat(journal.recording()).isEqualTo(Recording.ON_DISK);
            assertThat(new HashSet<>(ids)).as("kill " + kill).containsAll(acknowledged);
            assertThat(ids).doesNotHaveDuplicates().isSorted();
            assertThat(numbers(journal)).isEqualTo((long) ids.size());
            first = ids.isEmpty() ? 1 : ids.get(ids.size() - 1) + 1;
            journal.close();
        }
        System.out.println(KILLS + " kills, " + (all + acknowledged.size()) + " acknowledged, 0 lost");
    }

    /** The last number: without a gap there are as many entries. */
    private static long numbers(Journal journal) {
        List<Recorded> entries = new ArrayList<>(journal.recovered().entries());
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).number();
    }

    @Test
    void a_second_process_is_refused_also_after_a_second_journal_of_this_one_was() throws Exception {
        Journal mine = Journal.open(directory, MONTH, new ManualClock());

        Journal second = Journal.open(directory, MONTH, new ManualClock());
        assertThat(second.recording().reason())
                .startsWith("the journal directory " + directory
                        + " cannot be used: it is in use by another journal of this process; nothing is started");
        second.close();
        Process other = start(1);
        String said = line(pipe(other));
        other.destroyForcibly();

        assertThat(said)
                .startsWith("refused the journal directory " + directory
                        + " cannot be used: it is in use by another process ("
                        + ProcessHandle.current().pid() + ")");
        assertThat(mine.recording()).isEqualTo(Recording.ON_DISK);
        mine.close();
        try (Journal next = Journal.open(directory, MONTH, new ManualClock())) {
            assertThat(next.recording()).isEqualTo(Recording.ON_DISK);
        }
    }
}
