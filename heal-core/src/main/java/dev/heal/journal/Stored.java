package dev.heal.journal;

import java.time.Instant;

/**
 * A segment that is no longer written to.
 *
 * @param newest when its last line was written
 * @param isEmpty whether nothing is lost with it: no entry, no damage, and nothing that it makes void
 */
record Stored(SegmentName name, long bytes, Instant newest, boolean isEmpty) {

    /** What it takes from the disk, where a file takes at least a block. */
    long cost() {
        return Math.max(bytes, 4096);
    }
}
