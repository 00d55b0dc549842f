package dev.heal.journal;

import java.time.Instant;

/**
 * A segment that is no longer written to.
 *
 * @param newest when its last line was written
 * @param run the last run that wrote to it
 * @param up how long the journal had been open by then, in nanoseconds of measured time
 * @param isEmpty whether nothing is lost with it: no entry, no damage, and nothing that it makes void
 */
record Stored(SegmentName name, long bytes, Instant newest, int run, long up, boolean isEmpty) {

    /** What it takes from the disk, where a file takes at least a block. */
    long cost() {
        return Math.max(bytes, 4096);
    }
}
