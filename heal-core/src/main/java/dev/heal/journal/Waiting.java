package dev.heal.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An entry on its way to the disk, and who waits for it. */
final class Waiting {

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal.journal");

    final Entry entry;
    final Instant at;

    /** Nanoseconds that the journal had been open. */
    final long up;

    /** How many entries it stands for, if nobody hears that it was not written: itself, or those that it counts. */
    final long weight;

    private @Nullable Receipt receipt;

    private Waiting(Entry entry, @Nullable Receipt receipt, Instant at, long up, long weight) {
        this.entry = entry;
        this.receipt = receipt;
        this.at = at;
        this.up = up;
        this.weight = weight;
    }

    /** @param receipt null if nobody waits for it */
    static Waiting of(Entry entry, @Nullable Receipt receipt, Instant at, long up) {
        return new Waiting(entry, receipt, at, up, 1);
    }

    /** The journal's own, which tells how many were dropped before it. */
    static Waiting telling(Entry entry, Instant at, long up, long dropped) {
        return new Waiting(entry, null, at, up, dropped);
    }

    boolean isHeard() {
        return receipt != null;
    }

    /** What became of it; the first answer counts. */
    void answer(@Nullable String failure) {
        Receipt waits = receipt;
        if (waits != null) {
            receipt = null;
            answer(waits, failure);
        }
    }

    /** A receipt that throws is the business of whoever gave it. */
    static void answer(Receipt receipt, @Nullable String failure) {
        try {
            receipt.on(failure);
        } catch (RuntimeException | Error thrown) {
            LOG.warn("a receipt of the journal failed", thrown);
        }
    }
}
