package dev.heal.journal;

import dev.heal.time.Clock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** A process of its own that writes to the journal until it is killed, and says over its pipe what was acknowledged. */
final class AppendingProcess {

    private static final Capacity SMALL = new Capacity(Duration.ofDays(30), 64 << 20, 16 * 1024, 8 * 1024, 200);

    private AppendingProcess() {}

    /** @param args the directory, and the first id */
    public static void main(String[] args) {
        FileOutputStream pipe = new FileOutputStream(FileDescriptor.out);
        Path directory = Path.of(args[0]);
        Journal journal = Opening.directory(directory, SMALL, Clock.system());
        if (journal.recording().place() != Recording.Place.DISK) {
            say(pipe, "refused " + journal.recording().reason());
            return;
        }
        say(pipe, "open");
        long first = Long.parseLong(args[1]);
        Semaphore underWay = new Semaphore(20);
        for (long id = first; ; id++) {
            long acknowledged = id;
            underWay.acquireUninterruptibly();
            journal.append(Entry.of("intent", Map.of("id", id)), failure -> {
                underWay.release();
                if (failure == null) {
                    say(pipe, Long.toString(acknowledged));
                }
            });
        }
    }

    /** In one piece: a pipe takes so short a line whole or not at all. */
    private static void say(FileOutputStream pipe, String line) {
        try {
            pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
