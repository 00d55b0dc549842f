package dev.heal.signal;

/** Takes what call threads measure. Implementations neither lock, log, allocate nor call back. */
public interface SignalWindow {

    /** A call was let in at {@code startNanos}. */
    void started(long startNanos);

    /** The call that was let in at {@code startNanos} ended at {@code nowNanos}. */
    void ended(Outcome outcome, long startNanos, long nowNanos);

    /** A call was not let in. */
    void rejected();
}
