package dev.heal.journal;

import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal's thread does: gives entries their numbers, makes lines of them, has them forced together and answers
 * the receipts. Where that fails it says so, once, and tries again.
 */
final class Scribe {

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal.journal");

    /** So that after a failure two of them find room in the reserve. */
    private final int mostBytes;

    private final Disk disk;
    private final Clock clock;
    private final Store store;
    private final String journal;
    private final int run;
    private final long upBefore;
    private final long opened;
    private final Backoff writing;
    private final Backoff tidying;
    private final AtomicLong dropped = new AtomicLong();
    private volatile Recording recording = Recording.ON_DISK;
    private volatile @Nullable Long busySince;
    private long next;

    Scribe(Disk disk, Capacity capacity, Clock clock, Recovery.Result found) {
        this.disk = disk;
        this.clock = clock;
        this.mostBytes = capacity.reserveBytes() / 2;
        this.opened = clock.nanos();
        this.upBefore = found.up();
        this.run = found.run() + 1;
        this.next = found.next();
        this.journal = found.journal() == null ? newName(clock) : found.journal();
        this.writing = new Backoff(clock);
        this.tidying = new Backoff(clock);
        this.store = new Store(disk, capacity, clock, found, this::header, this::up);
    }

    /** Told apart from others by the moment of its making, so that a simulation makes the same again. */
    private static String newName(Clock clock) {
        return Long.toString(clock.now().toEpochMilli(), 36) + "-" + Long.toUnsignedString(clock.nanos(), 36);
    }

    private byte[] header(long number, boolean anew) {
        return LineWriter.write(Line.segment(number, now(), up(), run, journal, anew));
    }

    /** To the millisecond, which is enough to display. */
    Instant now() {
        return clock.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Nanoseconds that the journal has been open, with all its runs. */
    long up() {
        return upBefore + (clock.nanos() - opened);
    }

    Recording recording() {
        return recording;
    }

    /** Since when, on the measuring clock, the disk has been at work; null if it is not. */
    @Nullable
    Long busySince() {
        return busySince;
    }

    /** Counts an entry that nobody waits for and that could not be taken. */
    void drop() {
        dropped.incrementAndGet();
    }

    void open() {
        try {
            store.settle();
            store.open(next, false);
            store.deleteOld();
        } catch (IOException failed) {
            if (!store.isOpen()) {
                failed(failed);
            }
        }
        tidy();
    }

    /** Tries again, if the disk has failed, and not too soon. */
    void revive() {
        if (!store.isOpen() && writing.isDue()) {
            try {
                busySince = clock.nanos();
                store.open(next, true);
                worked();
                write(List.of());
            } catch (IOException | RuntimeException | Error failed) {
                failed(failed);
            } finally {
                busySince = null;
            }
        }
    }

    /** What has failed is due at once; from any thread. */
    void hurry() {
        writing.hurry();
    }

    boolean isWorthReviving() {
        return recording.place() == Recording.Place.NOWHERE && writing.isDue();
    }

    void write(List<Waiting> waiting) {
        List<Waiting> all = new ArrayList<>(waiting.size() + 1);
        long lost = store.isOpen() ? dropped.getAndSet(0) : 0;
        if (lost > 0) {
            Entry tells = Entry.of("dropped", Map.of("count", lost));
            all.add(Waiting.telling(tells, now(), up(), lost));
        }
        all.addAll(waiting);
        Batch batch = new Batch(next);
        for (Waiting entry : all) {
            byte[] line = line(entry, batch.next());
            if (line != null && !batch.isEmpty() && batch.bytes() + line.length > mostBytes) {
                force(batch);
                batch = new Batch(next);
                line = line(entry, next);
            }
            if (line != null) {
                batch.add(entry, line);
            }
        }
        if (!batch.isEmpty()) {
            force(batch);
        }
    }

    /** Null if it cannot be written; then that has been said. */
    private byte @Nullable [] line(Waiting waiting, long number) {
        Entry entry = waiting.entry;
        String unfit;
        try {
            if (Line.isOwnType(entry.type())) {
                throw new IllegalArgumentException("this type is the journal's own");
            }
            return LineWriter.write(new Line(number, waiting.at, waiting.up, run, entry));
        } catch (RuntimeException | StackOverflowError notALine) {
            unfit = "the entry " + SafeText.of(entry.type()) + " cannot be written: "
                    + (notALine instanceof IllegalArgumentException ? notALine.getMessage() : SafeText.of(notALine));
        }
        LOG.warn("{}", unfit);
        if (!waiting.isHeard()) {
            drop();
        }
        waiting.answer(unfit);
        return null;
    }

    private void force(Batch batch) {
        String failure = null;
        try {
            if (!store.isOpen() && !writing.isDue()) {
                failure = recording.reason();
            } else {
                busySince = clock.nanos();
                store.write(batch.first(), batch.lines());
                next = batch.next();
                worked();
            }
        } catch (IOException | RuntimeException | Error failed) {
            failed(failed);
            failure = recording.reason();
        } finally {
            busySince = null;
        }
        for (Batch.Written written : batch.entries()) {
            String key = written.waiting().entry.keep();
            if (failure == null && key != null) {
                store.keep(key, Arrays.copyOf(written.line(), written.line().length - 1));
            }
            if (failure != null && !written.waiting().isHeard()) {
                dropped.addAndGet(written.waiting().weight);
            }
            written.waiting().answer(failure);
        }
    }

    /** Begins the next segment and deletes old ones where that is due; nobody waits for it. */
    void tidy() {
        if (!store.isUntidy() || !tidying.isDue()) {
            return;
        }
        try {
            busySince = clock.nanos();
            store.tidy(next);
            if (tidying.isFailing()) {
                LOG.warn("{}: a new segment and a reserve could be made again", disk.name());
            }
            tidying.worked();
        } catch (IOException | RuntimeException failed) {
            if (!tidying.isFailing()) {
                LOG.warn(
                        "{}: no new segment or reserve can be made, the present one goes on: {}",
                        disk.name(),
                        SafeText.of(failed));
            }
            tidying.failed();
        } finally {
            busySince = null;
        }
        revive();
    }

    private void worked() {
        if (writing.isFailing()) {
            LOG.warn("{}: the journal can be written again", disk.name());
        }
        writing.worked();
        recording = Recording.ON_DISK;
    }

    private void failed(Throwable failure) {
        if (!writing.isFailing()) {
            LOG.error(
                    "{}: the journal cannot be written, so nothing is started until it can: {}",
                    disk.name(),
                    SafeText.of(failure));
        }
        writing.failed();
        recording = Recording.nowhere("the journal in " + disk.name() + " cannot be written: " + SafeText.of(failure)
                + "; make room or make it writable, it is tried again by itself");
    }

    void close() {
        store.close(LineWriter.write(Line.closed(next, now(), up(), run)));
        recording = Recording.nowhere(FileJournal.CLOSED);
    }
}
