package dev.heal.time;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A field that a thread moves on every millisecond, so that reading the time costs no more than reading a field. The thread
 * is there while somebody asks for it; without it every reading is an exact one.
 */
final class CoarseClock {

    private static final Duration STEP = Duration.ofMillis(1);

    /** How long the thread stays without being asked for again: ticks of a loop come far more often. */
    private static final Duration STAY = Duration.ofSeconds(10);

    /** A step that took so long tells of a pause or a busy machine, and is remembered. */
    private static final Duration STALL = Duration.ofMillis(5);

    private static final int STALLS = 16;
    private static final long NOT_MOVED = Long.MIN_VALUE;

    /** From a reading that stood still to the next one. */
    private record Stall(long from, long to) {}

    private final LongSupplier exact;
    private final Stall[] stalls = new Stall[STALLS];
    private volatile int stalled;
    private volatile long nanos = NOT_MOVED;
    private volatile long askedFor;
    private @Nullable Thread thread;

    CoarseClock(LongSupplier exact) {
        this.exact = exact;
    }

    long nanos() {
        long moved = nanos;
        return moved == NOT_MOVED ? exact.getAsLong() : moved;
    }

    /** The next reading after that one, where the clock stood still for longer than usual. */
    long latest(long reading) {
        for (int i = stalled - 1; i >= Math.max(0, stalled - STALLS); i--) {
            Stall stall = stalls[i % STALLS];
            if (stall != null && stall.from == reading) {
                return stall.to;
            }
        }
        return reading;
    }

    void keep() {
        askedFor = exact.getAsLong();
        if (!isTicking()) {
            start();
        }
    }

    boolean isTicking() {
        return nanos != NOT_MOVED;
    }

    private synchronized void start() {
        if (thread != null) {
            return;
        }
        Thread ticker = new Thread(this::run, "heal-clock");
        ticker.setDaemon(true);
        thread = ticker;
        try {
            ticker.start();
        } catch (Throwable noThread) {
            // Then every reading stays an exact one.
            thread = null;
        }
    }

    private void run() {
        try {
            long now = even();
            while (now - askedFor < STAY.toNanos()) {
                nanos = now;
                LockSupport.parkNanos(STEP.toNanos());
                long before = now;
                now = even();
                // Before it is asked whether to stay: a pause may have been longer than that.
                if (now - before >= STALL.toNanos()) {
                    stalls[stalled % STALLS] = new Stall(before, now);
                    stalled = stalled + 1;
                }
            }
        } finally {
            // However it ends: a clock that stands still would have every call hang.
            synchronized (this) {
                nanos = NOT_MOVED;
                thread = null;
            }
        }
    }

    /** Readings are compared with the starts of calls, which are rounded down to 2 ns. */
    private long even() {
        return exact.getAsLong() & ~1L;
    }
}
