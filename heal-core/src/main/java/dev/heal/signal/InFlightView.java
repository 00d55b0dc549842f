package dev.heal.signal;

import java.time.Duration;
import java.util.Optional;

/** The calls in flight at one moment, by age; an age is rounded down to a slot, so it is never overstated. */
public final class InFlightView {

    /** A view of no calls at all. */
    public static final InFlightView NONE = new InFlightView(new int[0], 0, 0, 1);

    private final int[] byAge;
    private final long ancient;
    private final long intoSlot;
    private final long slotNanos;

    InFlightView(int[] byAge, long ancient, long intoSlot, long slotNanos) {
        this.byAge = byAge;
        this.ancient = ancient;
        this.intoSlot = intoSlot;
        this.slotNanos = slotNanos;
    }

    public long total() {
        long sum = ancient;
        for (int count : byAge) {
            sum += count;
        }
        return Math.max(0, sum);
    }

    /** How many calls have been in flight for {@code age} or longer. */
    public long olderThan(Duration age) {
        long sum = ancient;
        for (int i = byAge.length - 1; i >= 0 && youngest(i) >= age.toNanos(); i--) {
            sum += byAge[i];
        }
        return Math.max(0, sum);
    }

    /** The age of the call that has been in flight longest, or empty when none is in flight. */
    public Optional<Duration> oldest() {
        if (ancient > 0) {
            return Optional.of(Duration.ofNanos(youngest(byAge.length)));
        }
        for (int i = byAge.length - 1; i >= 0; i--) {
            if (byAge[i] > 0) {
                return Optional.of(Duration.ofNanos(youngest(i)));
            }
        }
        return Optional.empty();
    }

    /** The least age of the calls in the slot: as if all had started at the end of it. */
    private long youngest(int slotsAgo) {
        return slotsAgo == 0 ? 0 : intoSlot + (slotsAgo - 1) * slotNanos;
    }
}
