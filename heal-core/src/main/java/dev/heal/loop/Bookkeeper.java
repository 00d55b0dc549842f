package dev.heal.loop;

import dev.heal.gate.Ledger;
import dev.heal.incident.IncidentRecords;
import dev.heal.journal.Entry;
import dev.heal.journal.Journal;
import dev.heal.journal.Receipt;
import dev.heal.journal.Recording;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/** Keeps the ledger of the application, on the loop thread, and takes what is to be written to the journal, from any thread. */
final class Bookkeeper {

    /** So much of what has passed may be forgotten by a crash: then a budget recovers that much later, never earlier. */
    private static final Duration HEARTBEAT = Duration.ofMinutes(1);

    /** How often what could not be written is tried again: one that never can be must not fill the log. */
    private static final Duration CATCH_UP = Duration.ofSeconds(5);

    /** What incidents are read from: a few of the latest hours are worth their room, and no more. */
    private static final Set<String> INCIDENTS =
            Set.of(IncidentRecords.INCIDENT, IncidentRecords.EVENT, Records.DECIDED);

    private static final int MOST_MISSED = 500;

    private final Clock clock;
    private final Journal journal;
    private final Duration memory;
    private Ledger ledger;
    private volatile long written;
    private volatile long beaten;
    private long caughtUp;
    /** The latest entry of each key; also the lock under which those are appended, so that an older one is never last. */
    private final Map<String, Entry> latest = new HashMap<>();
    /** The keys of those that could not be written: what humans have ordered must not be lost to a disk that was full. */
    private final Set<String> owed = ConcurrentHashMap.newKeySet();

    /** Of {@link #INCIDENTS} those that the disk has refused, oldest first; also their lock. */
    private final Deque<Entry> missed = new ConcurrentLinkedDeque<>();

    /** @param memory how long anything that was written matters: the longest budget, cooldown or span of flapping */
    Bookkeeper(Clock clock, Journal journal, Ledger ledger, Duration memory) {
        this.clock = clock;
        this.journal = journal;
        this.ledger = ledger;
        this.memory = memory;
        this.written = clock.nanos();
        this.beaten = clock.nanos();
        this.caughtUp = clock.nanos();
    }

    Ledger ledger() {
        ledger = ledger.recording(journal.recording());
        return ledger;
    }

    /** From any thread. */
    Recording recording() {
        return journal.recording();
    }

    void ledger(Ledger next) {
        ledger = next;
    }

    void write(Entry entry) {
        write(entry, failure -> {});
    }

    void write(Entry entry, Receipt receipt) {
        written = clock.nanos();
        beaten = written;
        String key = entry.keep();
        if (key == null) {
            if (INCIDENTS.contains(entry.type())) {
                tell(entry);
            } else {
                journal.append(entry, receipt);
            }
            return;
        }
        synchronized (latest) {
            latest.put(key, entry);
            append(key, entry, receipt);
        }
    }

    /** What an incident is read from: in its order, so that nothing of it stands before its opening. */
    private void tell(Entry entry) {
        writeMissed();
        synchronized (missed) {
            if (missed.isEmpty()) {
                journal.append(entry, failure -> missed(entry, failure));
            } else {
                miss(entry);
            }
        }
    }

    /** Only what a disk has refused: what cannot be written at all would be tried for ever. */
    private void missed(Entry entry, @Nullable String failure) {
        if (failure != null && !isWritable()) {
            synchronized (missed) {
                miss(entry);
            }
        }
    }

    /** With their lock; the oldest go first. */
    private void miss(Entry entry) {
        missed.add(entry);
        if (missed.size() > MOST_MISSED) {
            missed.remove();
        }
    }

    private boolean isWritable() {
        return journal.recording().place() != Recording.Place.NOWHERE;
    }

    private void writeMissed() {
        if (missed.isEmpty() || !isWritable()) {
            return;
        }
        synchronized (missed) {
            List<Entry> again = List.copyOf(missed);
            missed.clear();
            again.forEach(entry -> journal.append(entry, failure -> missed(entry, failure)));
        }
    }

    private void append(String key, Entry entry, Receipt receipt) {
        journal.append(entry, failure -> {
            if (failure != null) {
                owed.add(key);
            }
            receipt.on(failure);
        });
    }

    /** Has what was ordered and given up written after all, as it stands by now. */
    private void catchUp() {
        long now = clock.nanos();
        if (owed.isEmpty() || now - caughtUp < CATCH_UP.toNanos() || !isWritable()) {
            return;
        }
        caughtUp = now;
        writeOwed();
    }

    private void writeOwed() {
        synchronized (latest) {
            for (String key : List.copyOf(owed)) {
                owed.remove(key);
                Entry entry = latest.get(key);
                if (entry != null) {
                    append(key, entry, failure -> {});
                }
            }
        }
    }

    /** Catches up; and while something is remembered, the journal is told that time passes: only so it can tell after a crash how much. */
    void tick() {
        writeMissed();
        catchUp();
        long now = clock.nanos();
        if (now - beaten >= HEARTBEAT.toNanos() && now - written < memory.toNanos()) {
            beaten = now;
            journal.append(Records.alive());
        }
    }

    /** What is owed is tried a last time: an orderly end forgets no order that the disk would take by now. */
    void close() {
        journal.hurry();
        writeMissed();
        writeOwed();
        journal.close();
    }
}
