package dev.heal.admission;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * No more than so many calls are under way to one target, so that a slow one does not hold all of the application's threads.
 *
 * <p>Whoever takes a place gives it back once. Calls that hold none, because they were let in before there was a cap or went
 * past the guard, count as well, as far as they are seen: once a millisecond it is looked up how many are in flight beyond
 * the places that are held. The smaller of the last two looks counts, for a look while calls come and go may find one too
 * many. Safe for use by all threads; takes no lock and allocates nothing.
 */
public final class ConcurrencyCap {

    private static final int NONE = Integer.MAX_VALUE;
    private static final long LOOK_EVERY = 1_000_000;

    private final LongSupplier inFlight;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicLong looked = new AtomicLong();
    private volatile int most = NONE;
    private volatile int lastLook;
    private volatile int others;

    /** @param inFlight how many calls to the target are under way, those with a place and those without */
    public ConcurrencyCap(LongSupplier inFlight) {
        this.inFlight = inFlight;
    }

    /**
     * From now on at most so many; those under way beyond that end in their own time.
     *
     * @param most at least 1
     * @throws IllegalArgumentException if it is less
     */
    public void set(int most, long now) {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "limit-concurrency: " + most + " lets no call through; write 1 or more, or lift the limit");
        }
        int found = found();
        lastLook = found;
        others = found;
        looked.set(now);
        this.most = most;
    }

    /** From now on as many as come; places that are held are given back all the same. */
    public void lift() {
        most = NONE;
    }

    /** Whether there is a limit. */
    public boolean isSet() {
        return most != NONE;
    }

    /** How many at most; empty for as many as come. */
    public OptionalInt most() {
        int known = most;
        return known == NONE ? OptionalInt.empty() : OptionalInt.of(known);
    }

    /** How many places are held. */
    public int held() {
        return held.get();
    }

    /** Takes a place; false if there is none, and then there is nothing to give back. @param now nanoseconds */
    public boolean tryTake(long now) {
        long last = looked.get();
        // One of those that come at once looks, and the others go by what was seen before.
        if (now - last >= LOOK_EVERY && looked.compareAndSet(last, now)) {
            int found = found();
            others = Math.min(found, lastLook);
            lastLook = found;
        }
        int known = held.get();
        while ((long) known + others < most) {
            if (held.weakCompareAndSetVolatile(known, known + 1)) {
                return true;
            }
            known = held.get();
        }
        return false;
    }

    /** The call that had taken a place has ended. */
    public void giveBack() {
        held.decrementAndGet();
    }

    /** Those without a place. What is held is read on both sides of the rest, since calls that come and go count in one first. */
    private int found() {
        int before = held.get();
        long all = inFlight.getAsLong();
        return (int) Math.max(0, Math.min(NONE - 1L, all - Math.max(before, held.get())));
    }
}
