package dev.heal.signal;

import dev.heal.time.Clock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Calls in flight, counted by the slot of time they started in: a call that hangs never ends, so it must be seen while
 * it hangs.
 *
 * <p>A slot holds starts minus ends, so the total is exact at any moment. There are 256 slots of 2^28 ns (268 ms); what is
 * older than about 66 s is moved to one counter by {@link #advance}, a few slots ahead of their being used again. A call
 * that ends in the very moment its slot is moved makes one of the two counters wrong by one until the ring has gone round
 * once more; the total stays right. The same holds for two calls that end at once with their starts only estimated. If
 * {@link #advance} is not called for 2 s or longer, calls older than the ring look younger than they are until it has gone
 * round once more.
 *
 * <p>The upper half of a slot counts the calls that have ended well and were not timed: one atomic addition ends such a call
 * and counts it. They are taken out by {@link #takeUntimed}.
 */
final class InFlight {

    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle STRIPE = MethodHandles.arrayElementVarHandle(long[][].class);
    private static final VarHandle STRIPES;
    private static final VarHandle ANCIENT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STRIPES = lookup.findVarHandle(InFlight.class, "stripes", long[][].class);
            ANCIENT = lookup.findVarHandle(InFlight.class, "ancient", long.class);
        } catch (ReflectiveOperationException cannotBe) {
            throw new ExceptionInInitializerError(cannotBe);
        }
    }

    /** Nobody has called yet, as with most targets; never written to. */
    private static final long[] @Nullable [] NONE = new long[Stripes.COUNT][];

    private static final int SHIFT = 28;
    private static final int SLOTS = 256;
    /** Slots cleared before call threads reach them: 2.1 s, so that a late sampler does not mix old calls with new. */
    private static final int AHEAD = 8;

    private static final int REACH = SLOTS - AHEAD;

    /** Behind the slots: whether the stripe's next call is to be timed. */
    private static final int TIME_NEXT = SLOTS;

    private static final long ENDED = 1L << 32;

    /** 2^32 divided by the golden ratio: its multiples, modulo 2^32, fall evenly and without a period. */
    private static final int GOLDEN = 0x9E3779B9;

    /** Of 2^6 calls one is timed. */
    private static final int SAMPLE_BITS = 6;

    /** Read plainly by who calls: where he still sees {@link #NONE}, he finds out in {@link #made}. */
    private long[] @Nullable [] stripes = NONE;

    private volatile long ancient;
    private final long origin;
    private long clearedTo = AHEAD;
    /** Calls that were not timed, found in slots that nobody had emptied for a whole round; written by one thread at a time. */
    private volatile long leftOver;

    InFlight(long origin) {
        this.origin = origin;
    }

    void started(long startNanos) {
        add(slot(number(startNanos)), 1);
    }

    /** As {@link SignalWindow#begin}. @param sampled whether only the calls are timed whose turn it is */
    long begin(Clock clock, boolean sampled) {
        long[] cells = mine();
        if (sampled && cells[TIME_NEXT] == 0) {
            long start = clock.coarseNanos() & ~SignalWindow.FLAGS;
            CELLS.getAndAdd(cells, slot(number(start)), 1L);
            return start;
        }
        if (sampled) {
            cells[TIME_NEXT] = 0;
        }
        long start = clock.nanos() & ~SignalWindow.FLAGS;
        CELLS.getAndAdd(cells, slot(number(start)), 1L);
        return start | SignalWindow.TIMED;
    }

    void ended(long startNanos, long nowNanos) {
        long started = number(startNanos);
        if (number(nowNanos) - started < REACH) {
            add(slot(started), -1);
        } else {
            ANCIENT.getAndAdd(this, -1L);
        }
    }

    /** As {@link #ended} and counted as a success: of a call that was not timed, and took far less than the ring's length. */
    void succeededUntimed(long startNanos) {
        long[] cells = mine();
        long before = (long) CELLS.getAndAdd(cells, slot(number(startNanos)), ENDED - 1);
        if ((int) (before >> 32) * GOLDEN >>> (32 - SAMPLE_BITS) == 0) {
            cells[TIME_NEXT] = 1;
        }
    }

    /** Has the calling thread's next call timed. */
    void timeNext() {
        mine()[TIME_NEXT] = 1;
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
        if (ancient > 0) {
            ANCIENT.getAndAdd(this, -1L);
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
        if (inFlight(all(), slot) <= 0) {
            return false;
        }
        add(slot, -1);
        return true;
    }

    /** Moves what is left in the slots that are about to be used again; called by one thread at a time. */
    void advance(long nowNanos) {
        long now = number(nowNanos);
        long[] @Nullable [] used = all();
        for (long number = Math.max(clearedTo, now) + 1; used != NONE && number <= now + AHEAD; number++) {
            for (long[] cells : used) {
                if (cells != null && (long) CELLS.getVolatile(cells, slot(number)) != 0) {
                    long left = (long) CELLS.getAndSet(cells, slot(number), 0L);
                    ANCIENT.getAndAdd(this, (long) inFlight(left));
                    leftOver = leftOver + ended(left);
                }
            }
        }
        clearedTo = Math.max(clearedTo, now + AHEAD);
    }

    /** How many calls wait for {@link #takeUntimed}. */
    long untimed() {
        long sum = leftOver;
        for (long[] cells : all()) {
            for (int slot = 0; cells != null && slot < SLOTS; slot++) {
                sum += ended((long) CELLS.getVolatile(cells, slot));
            }
        }
        return sum;
    }

    /**
     * Takes out how many calls have ended well without being timed since this was last asked; called by one thread at a time.
     *
     * @param since calls that started in the slot of this moment, or before it, are told apart
     */
    Untimed takeUntimed(long since, long nowNanos) {
        long now = number(nowNanos);
        long last = number(since);
        long before = leftOver;
        long counted = 0;
        leftOver = 0;
        for (long[] cells : all()) {
            if (cells == null) {
                continue;
            }
            for (int ago = 1 - AHEAD; ago < REACH; ago++) {
                int slot = slot(now - ago);
                long ended = ended((long) CELLS.getVolatile(cells, slot));
                if (ended != 0) {
                    CELLS.getAndAdd(cells, slot, -(ended << 32));
                    before += now - ago <= last ? ended : 0;
                    counted += now - ago <= last ? 0 : ended;
                }
            }
        }
        return new Untimed(before, counted);
    }

    /**
     * Calls that have ended well and were not timed.
     *
     * @param before those that started before signals count
     */
    record Untimed(long before, long counted) {

        static final Untimed NONE = new Untimed(0, 0);

        boolean isNone() {
            return before == 0 && counted == 0;
        }

        Untimed plus(Untimed more) {
            return more.isNone() ? this : new Untimed(before + more.before, counted + more.counted);
        }
    }

    /** The calls in flight at this moment by age, as one frozen view. */
    InFlightView view(long nowNanos) {
        long now = number(nowNanos);
        int[] byAge = null;
        long[] @Nullable [] used = all();
        for (int age = 0; used != NONE && age < REACH && age <= now; age++) {
            int calls = inFlight(used, slot(now - age));
            if (calls != 0) {
                byAge = byAge == null ? new int[REACH] : byAge;
                byAge[age] = calls;
            }
        }
        long older = ancient;
        if (byAge == null) {
            if (older == 0) {
                return InFlightView.NONE; // of thousands of targets most rest
            }
            byAge = new int[REACH];
        }
        settle(byAge);
        long intoSlot = (nowNanos - origin) & ((1L << SHIFT) - 1);
        return new InFlightView(byAge, older, intoSlot, 1L << SHIFT);
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
        return Math.max(0, ancient + inRing());
    }

    /** Without those that are older than the ring. */
    long ofLate() {
        return Math.max(0, inRing());
    }

    private long inRing() {
        long sum = 0;
        long[] @Nullable [] used = all();
        for (int slot = 0; used != NONE && slot < SLOTS; slot++) {
            sum += inFlight(used, slot);
        }
        return sum;
    }

    // -- cells

    private static int inFlight(long[] @Nullable [] used, int slot) {
        int sum = 0;
        for (long[] cells : used) {
            sum += cells == null ? 0 : inFlight((long) CELLS.getVolatile(cells, slot));
        }
        return sum;
    }

    private static int inFlight(long cell) {
        return (int) cell;
    }

    private static long ended(long cell) {
        return (cell - (int) cell) >>> 32;
    }

    private void add(int slot, long count) {
        CELLS.getAndAdd(mine(), slot, count);
    }

    private long[] mine() {
        int mine = Stripes.mine();
        long[] cells = stripes[mine];
        return cells == null ? made(mine) : cells;
    }

    /** Once for each stripe: most targets are called by few threads, and many by none. */
    private long[] made(int stripe) {
        if (all() == NONE) {
            STRIPES.compareAndSet(this, NONE, new long[Stripes.COUNT][]);
        }
        long[] @Nullable [] all = all();
        STRIPE.compareAndSet(all, stripe, null, new long[SLOTS + 1]);
        return (long[]) STRIPE.getVolatile(all, stripe);
    }

    private long[] @Nullable [] all() {
        return (long[][]) STRIPES.getVolatile(this);
    }

    private long number(long nanos) {
        return (nanos - origin) >> SHIFT;
    }

    private static int slot(long number) {
        return (int) number & (SLOTS - 1);
    }
}
