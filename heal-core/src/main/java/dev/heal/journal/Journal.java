package dev.heal.journal;

import dev.heal.time.Clock;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where heal writes down what it sees, what it is about to do, and what came of it. Safe for use by all threads; nothing in
 * it blocks but {@link #close}.
 */
public interface Journal extends AutoCloseable {

    /** What was in it when it was opened. */
    Recovered recovered();

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

    /** Writes what it has taken, for at most about 2 s, and lets go of the directory. */
    @Override
    void close();

    /**
     * The journal in a directory of its own, which is made if there is none. Never throws: where the directory cannot be
     * used, {@link #recording} says why, and nothing can be written.
     *
     * @param retention how long what is over is kept
     */
    static Journal open(Path directory, Duration retention, Clock clock) {
        throw new UnsupportedOperationException();
    }

    /** Writes nothing down: an explicit choice, which leaves only what is safe or reversible. */
    static Journal memory() {
        return new MemoryJournal();
    }
}
