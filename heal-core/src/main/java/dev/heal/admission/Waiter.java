package dev.heal.admission;

import org.jspecify.annotations.Nullable;

/**
 * A request in the waiting room. Hears exactly one of {@link #admitted} and {@link #rejected}, on the thread whose fact
 * decided it and outside of all locks, unless it has gone away before by {@link Admission#withdraw}.
 */
public abstract class Waiter {

    final Request request;

    // All guarded by the waiting room's lock.
    long arrived;

    @Nullable
    Waiter older;

    @Nullable
    Waiter newer;

    WaitingRoom.@Nullable Line line;

    protected Waiter(Request request) {
        this.request = request;
    }

    public final Request request() {
        return request;
    }

    /** It may start; {@link Admission#finished} must follow. @param now nanoseconds */
    protected abstract void admitted(long now);

    /** It may not start, and nothing follows. @param now nanoseconds */
    protected abstract void rejected(long now);
}
