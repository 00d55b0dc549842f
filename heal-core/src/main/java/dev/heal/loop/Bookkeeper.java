package dev.heal.loop;

import dev.heal.gate.Ledger;
import dev.heal.journal.Entry;
import dev.heal.journal.Journal;
import dev.heal.journal.Receipt;
import dev.heal.journal.Recording;
import dev.heal.time.Clock;
import java.time.Duration;

/** Keeps the ledger of the application, on the loop thread, and takes what is to be written to the journal, from any thread. */
final class Bookkeeper {

    /** So much of what has passed may be forgotten by a crash: then a budget recovers that much later, never earlier. */
    private static final Duration HEARTBEAT = Duration.ofMinutes(1);

    private final Clock clock;
    private final Journal journal;
    private final Duration memory;
    private Ledger ledger;
    private volatile long written;
    private volatile long beaten;

    /** @param memory how long anything that was written matters: the longest budget, cooldown or span of flapping */
    Bookkeeper(Clock clock, Journal journal, Ledger ledger, Duration memory) {
        this.clock = clock;
        this.journal = journal;
        this.ledger = ledger;
        this.memory = memory;
        this.written = clock.nanos();
        this.beaten = clock.nanos();
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
        journal.append(entry, receipt);
    }

    /** While something is remembered, the journal is told that time passes: only so it can tell after a crash how much. */
    void tick() {
        long now = clock.nanos();
        if (now - beaten >= HEARTBEAT.toNanos() && now - written < memory.toNanos()) {
            beaten = now;
            journal.append(Records.alive());
        }
    }

    void close() {
        journal.close();
    }
}
