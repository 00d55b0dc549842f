package dev.heal.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * No more than so many calls are under way to one target, so that a slow one does not hold all of the application's threads.
 *
 * <p>There may be several limits at once: one that is set, and those that somebody holds until he releases them. The least of
 * them counts, so that whoever takes his own back neither takes away nor brings back another's.
 *
 * <p>Whoever takes a place gives it back once. Calls that hold none, because they were let in before there was a cap or went
 * past the guard, count as well, as far as they are seen: once a millisecond it is looked up how many are in flight beyond
 * the places that are held. The smaller of the last two looks counts, for a look while calls come and go may find one too
 * many. Safe for use by all threads; who takes a place or gives it back takes no lock and allocates nothing.
 */
public final class ConcurrencyCap {

    /** A limit that somebody has added, until he releases it. */
    public final class Limit {
        private final int most;

        private Limit(int most) {
            this.most = most;
        }

        /** From now on the other limits hold alone. Does nothing the second time. */
        public void release() {
            synchronized (held) {
                held.remove(this);
                hold();
            }
        }
    }

    private static final int NONE = Integer.MAX_VALUE;
    private static final long LOOK_EVERY = 1_000_000;

    private final LongSupplier inFlight;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicLong looked = new AtomicLong();

    /** Compared by identity; also the lock that limits change under. */
    private final List<Limit> held = new ArrayList<>();

    private int base = NONE;
    private volatile int most = NONE;
    private volatile int lastLook;
    private volatile int others;

    /** @param inFlight how many calls to the target are under way, those with a place and those without */
    public ConcurrencyCap(LongSupplier inFlight) {
        this.inFlight = inFlight;
    }

    /**
     * From now on at most so many, in the place of what was set before; those under way beyond that end in their own time.
     *
     * @param most at least 1
     * @throws IllegalArgumentException if it is less
     */
    public void set(int most, long now) {
        checked(most);
        synchronized (held) {
            look(now);
            base = most;
            hold();
        }
    }

    /** Takes back what was {@link #set}; places that are taken are given back all the same. */
    public void lift() {
        synchronized (held) {
            base = NONE;
            hold();
        }
    }

    /**
     * From now on at most so many, whatever else is set, until the limit is released.
     *
     * @param most at least 1
     * @throws IllegalArgumentException if it is less
     */
    public Limit add(int most, long now) {
        Limit added = new Limit(checked(most));
        synchronized (held) {
            look(now);
            held.add(added);
            hold();
        }
        return added;
    }

    private static int checked(int most) {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "limit-concurrency: " + most + " lets no call through; write 1 or more, or lift the limit");
        }
        return most;
    }

    private void look(long now) {
        if (!isSet()) {
            int found = found();
            lastLook = found;
            others = found;
            looked.set(now);
        }
    }

    private void hold() {
        most = held.stream().mapToInt(each -> each.most).reduce(base, Math::min);
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

    /** How many places are taken. */
    public int taken() {
        return taken.get();
    }

    /** How many without a place were found under way at the last looks. */
    public int others() {
        return others;
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
        int known = taken.get();
        while ((long) known + others < most) {
            if (taken.weakCompareAndSetVolatile(known, known + 1)) {
                return true;
            }
            known = taken.get();
        }
        return false;
    }

    /** The call that had taken a place has ended. */
    public void giveBack() {
        taken.decrementAndGet();
    }

    /** Those without a place. What is taken is read on both sides of the rest, since calls that come and go count in one first. */
    private int found() {
        int before = taken.get();
        long all = inFlight.getAsLong();
        return (int) Math.max(0, Math.min(NONE - 1L, all - Math.max(before, taken.get())));
    }
}
