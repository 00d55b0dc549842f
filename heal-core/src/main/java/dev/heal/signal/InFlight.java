package dev.heal.signal;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls in flight, counted by the slot of time they started in: a call that hangs never ends, so it must be seen while
 * it hangs.
 *
 * <p>A slot holds starts minus ends, so the total is exact at any moment. There are 256 slots of 2^28 ns (268 ms); what is
 * older than about 66 s is moved to one counter by {@link #advance}, a few slots ahead of their being used again. A call
 * that ends in the very moment its slot is moved makes one of the two counters wrong by one until the ring has gone round
 * once more; the total stays right. The same holds for two calls that end at once with their starts only estimated. If {@link #advance} is not called for 2 s or longer, calls older than the ring look
 * younger than they are until it has gone round once more.
 */
final class InFlight {

    private static final int SHIFT = 28;
    private static final int SLOTS = 256;
    /** Slots cleared before call threads reach them: 2.1 s, so that a late sampler does not mix old calls with new. */
    private static final int AHEAD = 8;

    private static final int REACH = SLOTS - AHEAD;

    private final AtomicIntegerArray[] stripes = new AtomicIntegerArray[Stripes.COUNT];
    private final AtomicLong ancient = new AtomicLong();
    private final long origin;
    private long clearedTo = AHEAD;

    InFlight(long origin) {
        this.origin = origin;
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new AtomicIntegerArray(SLOTS);
        }
    }

    void started(long startNanos) {
        stripes[Stripes.mine()].getAndIncrement(slot(number(startNanos)));
    }

    void ended(long startNanos, long nowNanos) {
        long started = number(startNanos);
        if (number(nowNanos) - started < REACH) {
            stripes[Stripes.mine()].getAndDecrement(slot(started));
        } else {
            ancient.getAndDecrement();
        }
    }

    /** When a call of that duration started, as far as it can be believed: neither later than now nor before this was. */
    long believable(long durationNanos, long nowNanos) {
        return nowNanos - Math.max(0, Math.min(durationNanos, nowNanos - origin));
    }

    /**
     * A call has ended of which only about is known when it started: somebody else has measured it, and read his clock a
     * moment after {@link #started}. One call is taken from the newest slot up to that time that has any; else, since the
     * estimate may be wrong in any way, from wherever there is one. Where none is in flight nothing is taken, so the total
     * is never short of a call that nobody had announced; unless that one ends in the very moment in which the only call in
     * flight does.
     */
    void endedAbout(long aboutNanos, long nowNanos) {
        long now = number(nowNanos);
        long about = number(aboutNanos);
        // All slots: what a late sampler has not moved yet is beyond the reach of the view, and still to be found.
        long oldest = Math.max(0, now - SLOTS + 1);
        for (long number = about; number >= oldest; number--) {
            if (takenFrom(number)) {
                return;
            }
        }
        if (ancient.get() > 0) {
            ancient.getAndDecrement();
            return;
        }
        for (long number = Math.max(oldest, about + 1); number <= now; number++) {
            if (takenFrom(number)) {
                return;
            }
        }
    }

    private boolean takenFrom(long number) {
        int slot = slot(number);
        int sum = 0;
        for (AtomicIntegerArray stripe : stripes) {
            sum += stripe.get(slot);
        }
        if (sum <= 0) {
            return false;
        }
        stripes[Stripes.mine()].getAndDecrement(slot);
        return true;
    }

    /** Moves what is left in the slots that are about to be used again; called by one thread at a time. */
    void advance(long nowNanos) {
        long now = number(nowNanos);
        for (long number = Math.max(clearedTo, now) + 1; number <= now + AHEAD; number++) {
            for (AtomicIntegerArray stripe : stripes) {
                ancient.getAndAdd(stripe.getAndSet(slot(number), 0));
            }
        }
        clearedTo = Math.max(clearedTo, now + AHEAD);
    }

    /** The calls in flight at this moment by age, as one frozen view. */
    InFlightView view(long nowNanos) {
        long now = number(nowNanos);
        int[] byAge = new int[REACH];
        for (int age = 0; age < REACH && age <= now; age++) {
            int slot = slot(now - age);
            for (AtomicIntegerArray stripe : stripes) {
                byAge[age] += stripe.get(slot);
            }
        }
        settle(byAge);
        long intoSlot = (nowNanos - origin) & ((1L << SHIFT) - 1);
        return new InFlightView(byAge, ancient.get(), intoSlot, 1L << SHIFT);
    }

    /** Two that ended at once with estimated starts may both have taken one slot's only call: the other's is one older. */
    private static void settle(int[] byAge) {
        for (int age = 0; age + 1 < byAge.length; age++) {
            int surplus = Math.min(-byAge[age], byAge[age + 1]);
            if (surplus > 0) {
                byAge[age] += surplus;
                byAge[age + 1] -= surplus;
            }
        }
    }

    long total() {
        long sum = ancient.get();
        for (AtomicIntegerArray stripe : stripes) {
            for (int slot = 0; slot < SLOTS; slot++) {
                sum += stripe.get(slot);
            }
        }
        return Math.max(0, sum);
    }

    private long number(long nanos) {
        return (nanos - origin) >> SHIFT;
    }

    private static int slot(long number) {
        return (int) number & (SLOTS - 1);
    }
}
