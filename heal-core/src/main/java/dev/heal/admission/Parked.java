package dev.heal.admission;

import java.util.concurrent.locks.LockSupport;

/** A thread, platform or virtual, that waits to be let in. */
final class Parked extends Waiter {

    private enum Heard {
        NOTHING,
        ADMITTED,
        REJECTED
    }

    private final Thread thread = Thread.currentThread();
    private volatile Heard heard = Heard.NOTHING;
    private volatile long since;

    private Parked(Request request) {
        super(request);
    }

    /** The moment it was let in; on the thread that asks. */
    static long wait(LoadShedder shedder, Request request, long now) {
        Admission admission = shedder.admission();
        if (!admission.turnsAway(request)) {
            Parked parked = new Parked(request);
            switch (admission.arrived(parked, now)) {
                case ADMITTED -> {
                    return now;
                }
                case WAITING -> {
                    if (parked.isLetIn(shedder, now)) {
                        return parked.since;
                    }
                }
                case REJECTED -> {}
            }
        }
        throw shedder.rejection(request, now);
    }

    private boolean isLetIn(LoadShedder shedder, long arrived) {
        boolean wasInterrupted = false;
        boolean hasLeft = false;
        try {
            while (heard == Heard.NOTHING) {
                long now = shedder.clock().nanos();
                if (!hasLeft && (wasInterrupted || isTooLate(shedder, arrived, now))) {
                    if (shedder.admission().withdraw(this, now)) {
                        return false;
                    }
                    // Somebody has decided and is about to say so.
                    hasLeft = true;
                }
                if (hasLeft) {
                    // Not spinning: who is about to say so may be a virtual thread that needs this one's carrier.
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, Math.max(1, left(shedder, arrived, now)));
                }
                wasInterrupted |= Thread.interrupted();
            }
            return heard == Heard.ADMITTED;
        } finally {
            if (wasInterrupted) {
                thread.interrupt();
            }
        }
    }

    private boolean isTooLate(LoadShedder shedder, long arrived, long now) {
        return left(shedder, arrived, now) <= 0;
    }

    private long left(LoadShedder shedder, long arrived, long now) {
        long left = shedder.maxWait() - (now - arrived);
        return request.deadline() == Request.NO_DEADLINE ? left : Math.min(left, request.deadline() - now);
    }

    @Override
    protected void admitted(long now) {
        since = now;
        heard = Heard.ADMITTED;
        LockSupport.unpark(thread);
    }

    @Override
    protected void rejected(long now) {
        heard = Heard.REJECTED;
        LockSupport.unpark(thread);
    }
}
