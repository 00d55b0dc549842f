package dev.heal.journal;

import java.time.Duration;

/**
 * How much a journal may hold.
 *
 * @param retention older segments are deleted when a new one is begun, as the wall clock tells their age
 * @param totalBytes so much may all segments take together; the oldest are deleted first, each counts as 4 KiB at least
 * @param segmentBytes a segment that has grown to this is followed by a new one
 * @param reserveBytes the size of the segment that is held ready for a full disk
 * @param waiting so many entries may wait to be written; more are refused
 */
public record Capacity(Duration retention, long totalBytes, long segmentBytes, int reserveBytes, int waiting) {

    private static final long MIB = 1024L * 1024;

    public Capacity {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException(
                    "retention " + retention + " of the journal must be longer than nothing");
        }
        if (totalBytes <= 0 || segmentBytes <= 0 || reserveBytes <= 0 || waiting <= 0) {
            throw new IllegalArgumentException(
                    "capacity of the journal must be positive: total " + totalBytes + " bytes, segment " + segmentBytes
                            + " bytes, reserve " + reserveBytes + " bytes, waiting " + waiting);
        }
    }

    /** 64 MiB in segments of 4 MiB, a reserve of 256 KiB, 10,000 entries waiting. */
    public static Capacity keeping(Duration retention) {
        return new Capacity(retention, 64 * MIB, 4 * MIB, 256 * 1024, 10_000);
    }
}
