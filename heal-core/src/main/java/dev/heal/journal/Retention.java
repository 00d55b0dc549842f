package dev.heal.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which segments may go, by the wall clock. If it jumps, what must be kept is kept all the same, and so is what this run and
 * the one before have written in the last day of measured time: budgets and open incidents are read from it.
 */
final class Retention {

    private static final Duration YOUNG = Duration.ofDays(1);

    private Retention() {}

    /**
     * @param stored in the order of their numbers
     * @param run the present one
     * @param up how long the journal has been open, in nanoseconds of measured time
     * @return the oldest ones that are too old or too much, without a hole, and those in which there is nothing
     */
    static List<SegmentName> old(
            List<Stored> stored, long presentBytes, Capacity capacity, Instant now, int run, long up) {
        long total = presentBytes + stored.stream().mapToLong(Stored::cost).sum();
        List<SegmentName> old = new ArrayList<>();
        boolean isOldest = true;
        for (Stored segment : stored) {
            boolean isTooOld = segment.newest().isBefore(now)
                    && Duration.between(segment.newest(), now).compareTo(capacity.retention()) > 0
                    && !(segment.run() >= run - 1 && up - segment.up() < YOUNG.toNanos());
            if (segment.isEmpty() || (isOldest && (isTooOld || total > capacity.totalBytes()))) {
                old.add(segment.name());
                total -= segment.cost();
            } else {
                isOldest = false;
            }
        }
        return old;
    }
}
