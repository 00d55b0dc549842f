package dev.heal.journal;

import dev.heal.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Where heal writes down what it sees, what it is about to do, and what came of it. Safe for use by all threads; nothing in
 * it blocks but {@link #close}.
 */
public interface Journal extends AutoCloseable {

    /** What was in it when it was opened. */
    Recovered recovered();

    /** What was recovered has been read and is needed no more: it may be much to hold on to. */
    default void letGoOfRecovered() {}

    /** Whether what is to be done can be written down now. */
    Recording recording();

    /**
     * Takes an entry to be written and forced to the disk, in the order of the calls.
     *
     * @param receipt is told once it is durable, or that it cannot be
     */
    void append(Entry entry, Receipt receipt);

    /** Takes an entry that nobody waits for. */
    default void append(Entry entry) {
        append(entry, failure -> {});
    }

    /** What has failed is tried again with the next entry, without a wait: for whoever is about to close it. */
    default void hurry() {}

    /** Writes what it has taken, for at most about 2 s, and lets go of the directory. */
    @Override
    void close();

    /**
     * The journal in a directory, on a daemon thread of its own named {@code heal-journal}. Never throws: where the directory
     * cannot be used (not writable, in use by another journal, written by a later heal) that is an error in the log, and
     * {@link #recording} of the answer says directory, reason and way out, from the beginning and for good. May take up to
     * 10 s.
     *
     * @param directory made if there is none
     * @param retention how long entries are kept at least; those with a key are kept for longer
     */
    static Journal open(Path directory, Duration retention, Clock clock) {
        return Opening.directory(directory, Capacity.keeping(retention), clock);
    }

    /**
     * The journal on a disk, read before this returns.
     *
     * @param disk closed with the journal, or at once where it cannot be used
     * @param thread the journal's one thread: runs what it is given one after another; {@link #close} waits for it
     */
    static Journal open(Disk disk, Capacity capacity, Clock clock, Executor thread) {
        return Opening.open(disk, capacity, clock, thread, () -> {});
    }

    /**
     * What is in the directory now, also while a process is writing to it; nothing is changed, made or locked. May take a
     * while.
     *
     * @throws IOException if it is no directory, cannot be read, or was written by a later heal; the message says which
     */
    static Recovered read(Path directory) throws IOException {
        return ReadOnlyDirectory.read(directory);
    }

    /** Writes nothing down: an explicit choice, which leaves only what is safe or reversible. */
    static Journal memory() {
        return new MemoryJournal();
    }
}
