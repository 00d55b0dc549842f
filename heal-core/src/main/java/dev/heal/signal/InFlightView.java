package dev.heal.signal;

import java.time.Duration;
import java.util.Optional;

/**
 * The calls in flight at one moment, by age. An age is rounded down to a slot, so it is never overstated; only where ends of
 * calls whose starts were estimated have been mixed up it may be, and by a slot (0.27 s).
 */
public final class InFlightView {

    /** A view of no calls at all. */
    public static final InFlightView NONE = new InFlightView(new int[0], 0, 0, 1);

    /** The longest age to ask for; of a call that is older no more is known than that it is. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    private final int[] byAge;
    private final long ancient;
    private final long intoSlot;
    private final long slotNanos;

    InFlightView(int[] byAge, long ancient, long intoSlot, long slotNanos) {
        this.byAge = byAge;
        this.ancient = ancient < 0 ? takenFromOldest(byAge, -ancient) : ancient;
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

    /** How many calls are known to have been in flight for {@code age} or longer; above {@link #LONGEST} of none it is known. */
    public long olderThan(Duration age) {
        long sum = youngest(byAge.length) >= age.toNanos() ? ancient : 0;
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

    /**
     * More old calls have ended than were moved in time, for the sampler was late: they still stand in the slots that it
     * missed, which are older than any call that has started since.
     */
    private static long takenFromOldest(int[] byAge, long ended) {
        long left = ended;
        for (int i = byAge.length - 1; i >= 0 && left > 0; i--) {
            int taken = (int) Math.min(left, Math.max(0, byAge[i]));
            byAge[i] -= taken;
            left -= taken;
        }
        return -left;
    }

    /** The least age of the calls in the slot: as if all had started at the end of it. */
    private long youngest(int slotsAgo) {
        return slotsAgo == 0 ? 0 : intoSlot + (slotsAgo - 1) * slotNanos;
    }
}
