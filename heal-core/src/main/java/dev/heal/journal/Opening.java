package dev.heal.journal;

import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens journals; where that fails the answer is a journal that says why. */
final class Opening {

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal.journal");
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST_TOLD = 10;

    private Opening() {}

    /** On a thread of its own from the first look on: an interrupted or a hanging start must not harm it, nor be harmed. */
    static Journal directory(Path directory, Capacity capacity, Clock clock) {
        ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "heal-journal");
            made.setDaemon(true);
            return made;
        });
        CompletableFuture<Journal> opening = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return open(DirectoryDisk.open(directory), capacity, clock, thread, thread::shutdown);
                    } catch (IOException | RuntimeException failed) {
                        thread.shutdown();
                        return refused(directory.toAbsolutePath().toString(), failed);
                    }
                },
                thread);
        return await(opening, directory);
    }

    private static Journal await(CompletableFuture<Journal> opening, Path directory) {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return opening.get(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException later) {
                    isInterrupted = true;
                }
            }
        } catch (TimeoutException hangs) {
            opening.thenAcceptAsync(Journal::close);
            return refused(
                    directory.toAbsolutePath().toString(),
                    new IOException("it has not answered for " + LONGEST.toSeconds() + " s"));
        } catch (ExecutionException failed) {
            return refused(directory.toAbsolutePath().toString(), failed);
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static Journal open(Disk disk, Capacity capacity, Clock clock, Executor thread, Runnable afterwards) {
        try {
            Recovery.Result found = Recovery.of(disk);
            Scribe scribe = new Scribe(disk, capacity, clock, found);
            scribe.open();
            LOG.info(
                    "the journal is in {}; it holds {} records from before",
                    disk.name(),
                    found.recovered().entries().size());
            tell(disk, found.recovered().gaps());
            return new FileJournal(disk, clock, thread, capacity, found.recovered(), scribe, afterwards);
        } catch (IOException | RuntimeException failed) {
            try {
                disk.close();
            } catch (IOException alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
            afterwards.run();
            return refused(disk.name(), failed);
        }
    }

    private static void tell(Disk disk, List<String> gaps) {
        gaps.stream().limit(MOST_TOLD).forEach(gap -> LOG.warn("the journal in {} has a gap: {}", disk.name(), gap));
        if (gaps.size() > MOST_TOLD) {
            LOG.warn("the journal in {} has {} gaps in all", disk.name(), gaps.size());
        }
    }

    private static Journal refused(String place, Throwable failure) {
        boolean isOurs = failure.getClass() == IOException.class || failure instanceof NewerVersionException;
        String reason = "the journal directory " + place + " cannot be used: "
                + (isOurs && failure.getMessage() != null ? failure.getMessage() : SafeText.of(failure))
                + "; nothing is started without a journal: make the directory usable, name another one, or choose a"
                + " journal in memory, and start again";
        LOG.error("{}", reason);
        return new RefusedJournal(reason);
    }
}
