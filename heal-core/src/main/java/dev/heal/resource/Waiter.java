package dev.heal.resource;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One thread inside {@code getConnection}, and the handshake by which a swap calls it out of the old pool.
 *
 * <p>The handshake is that of {@code FutureTask.cancel(true)}: the caller-out first claims the waiter, then interrupts,
 * then says that it has; the waiter on its way out waits for a claim to be finished and clears the interrupt. So no
 * stray interrupt ever reaches the application's code.
 */
final class Waiter extends AtomicInteger {

    private static final int WAITING = 0;
    private static final int CLAIMED = 1;
    private static final int CALLED_OUT = 2;
    private static final int SETTLED = 3;

    final Thread thread;
    final long since;
    private volatile @Nullable Object waitsOn;

    Waiter(Thread thread, long since) {
        this.thread = thread;
        this.since = since;
    }

    /** Own thread: about to wait on this pool. */
    void waitsOn(Object pool) {
        waitsOn = pool;
    }

    boolean isWaitingOn(Object pool) {
        return waitsOn == pool && get() != SETTLED;
    }

    /** Own thread: may be called out again. */
    void rearm() {
        set(WAITING);
    }

    /**
     * Own thread: from here on no interrupt of ours can come.
     *
     * @return whether this waiter had been called out
     */
    boolean settle() {
        if (compareAndSet(WAITING, SETTLED)) {
            return false;
        }
        int state;
        while ((state = get()) == CLAIMED) {
            Thread.onSpinWait();
        }
        if (state == CALLED_OUT) {
            Thread.interrupted();
            set(SETTLED);
            return true;
        }
        // A claim that was given back leaves WAITING behind, and a waiter may be claimed again in that moment.
        return state == WAITING && settle();
    }

    /** Any thread: calls the waiter out of whatever pool it waits on. */
    void callOut() {
        if (!compareAndSet(WAITING, CLAIMED)) {
            return;
        }
        if (thread.isInterrupted()) {
            // The application's own interrupt gets it out of the wait, and must not be taken for ours and cleared.
            set(WAITING);
        } else {
            thread.interrupt();
            set(CALLED_OUT);
        }
    }
}
