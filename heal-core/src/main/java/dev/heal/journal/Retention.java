package dev.heal.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which segments may go. The wall clock is good enough here: if it jumps, what must be kept is kept all the same. */
final class Retention {

    private Retention() {}

    /**
     * @param stored in the order of their numbers
     * @return the oldest ones that are too old or too much, without a hole, and those in which there is nothing
     */
    static List<SegmentName> old(List<Stored> stored, long presentBytes, Capacity capacity, Instant now) {
        long total = presentBytes + stored.stream().mapToLong(Stored::cost).sum();
        List<SegmentName> old = new ArrayList<>();
        boolean isOldest = true;
        for (Stored segment : stored) {
            boolean isTooOld = segment.newest().isBefore(now)
                    && Duration.between(segment.newest(), now).compareTo(capacity.retention()) > 0;
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
