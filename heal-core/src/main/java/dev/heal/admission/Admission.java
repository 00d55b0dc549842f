package dev.heal.admission;

/**
 * Who may start, and when: the rules of a load shedder, driven by facts with the time passed in. Has no clock, no thread and
 * no randomness, so that a simulation drives what production runs. Safe for use by all threads.
 *
 * <p>Times are nanoseconds of one clock. The facts of a request, in this order: {@link #enter} or {@link #arrived}; for those
 * let in {@link #started} (only {@link #ofExecutor}) and {@link #finished}.
 */
public final class Admission {

    /** What becomes of a request that has arrived. */
    public enum Answer {
        ADMITTED,
        WAITING,
        REJECTED
    }

    /** Where requests are queued in an executor of ours: how many it has started shows how many workers there are. */
    public static Admission ofExecutor(ShedderSettings settings, long now) {
        throw new UnsupportedOperationException();
    }

    /** Where only the time from start to end is seen, such as in a filter: what stands behind is found out. */
    public static Admission ofRoundTrips(ShedderSettings settings, long now) {
        throw new UnsupportedOperationException();
    }

    /** Whether it turns anything away; where not, it only measures, so that it knows the server when it has to. */
    public boolean isActive() {
        throw new UnsupportedOperationException();
    }

    /** From now on turns away what the server cannot hold, and all that is less important than {@code keep}. */
    public void activate(Priority keep, long now) {
        throw new UnsupportedOperationException();
    }

    /** Goes back to idle: admits a quarter of a class more every 100 ms, and is idle when all are admitted again. */
    public void release(long now) {
        throw new UnsupportedOperationException();
    }

    /** A request has arrived: whether it may start at once; if not, {@link #arrived} says what becomes of it. Allocates nothing. */
    public boolean enter(Request request, long now) {
        throw new UnsupportedOperationException();
    }

    /**
     * A request has arrived that may not start at once. If it is to wait, the waiter hears later; of the other two answers it
     * hears nothing.
     */
    public Answer arrived(Waiter waiter, long now) {
        throw new UnsupportedOperationException();
    }

    /** A request that was let in has left the executor's queue. */
    public void started(long now) {
        throw new UnsupportedOperationException();
    }

    /** A request that was let in at {@code admitted} has ended, whether well or not. */
    public void finished(long admitted, long now) {
        throw new UnsupportedOperationException();
    }

    /** The waiter has gone away; false if it has been answered already. */
    public boolean withdraw(Waiter waiter, long now) {
        throw new UnsupportedOperationException();
    }

    /** Time has passed: those that have waited for too long are turned away. To be called every 100 ms while somebody waits. */
    public void tick(long now) {
        throw new UnsupportedOperationException();
    }

    /** What is admitted at this moment, for clients to heed. */
    public CutOff cutOff(long now) {
        throw new UnsupportedOperationException();
    }

    /** How many may be under way at once. */
    public int limit() {
        throw new UnsupportedOperationException();
    }

    /** How many are under way: let in, and not ended. */
    public int underWay() {
        throw new UnsupportedOperationException();
    }

    /** How many wait. */
    public int waiting() {
        throw new UnsupportedOperationException();
    }

    /** How many of a class have been let in so far. */
    public long admitted(Priority priority) {
        throw new UnsupportedOperationException();
    }

    /** How many of a class have been turned away so far. */
    public long rejected(Priority priority) {
        throw new UnsupportedOperationException();
    }
}
