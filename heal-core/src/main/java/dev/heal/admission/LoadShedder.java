package dev.heal.admission;

import dev.heal.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns away what the server cannot hold, so that what it takes ends in time: the most important first, and among equals
 * every user the same. Finds out by itself how much the server holds.
 *
 * <p>Stands before the work: {@link #enter} and {@link #leave}, {@link #call}, {@link #callStage}; or, better where the work
 * has a pool of its own, before that: {@link #before(String, Executor, ShedderSettings, Clock)} and {@link #execute}. Safe
 * for use by all threads, platform and virtual; whoever is let in at once is neither locked nor allocated for.
 */
public final class LoadShedder {

    /** A body that may throw. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, X extends Exception> {
        T run() throws X;
    }

    /** Always on, with the usual settings. */
    public static LoadShedder create(String name) {
        return of(name, ShedderSettings.DEFAULT, Clock.system());
    }

    /** Before work that runs on the caller's thread, or nobody knows where; idle until it is activated. */
    public static LoadShedder of(String name, ShedderSettings settings, Clock clock) {
        throw new UnsupportedOperationException();
    }

    /** Before an executor with a bounded number of threads and a queue of its own; only {@link #execute} then. */
    public static LoadShedder before(String name, Executor pool, ShedderSettings settings, Clock clock) {
        throw new UnsupportedOperationException();
    }

    public String name() {
        throw new UnsupportedOperationException();
    }

    /** The clock that deadlines are of. */
    public Clock clock() {
        throw new UnsupportedOperationException();
    }

    /** What it measures and decides, for metrics. */
    public Admission admission() {
        throw new UnsupportedOperationException();
    }

    /** From now on turns away what the server cannot hold; as {@link #activate(Priority)} that keeps all classes. */
    public LoadShedder activate() {
        return activate(Priority.BULK);
    }

    /** From now on turns away what the server cannot hold, and all that is less important than {@code keep}. */
    public LoadShedder activate(Priority keep) {
        throw new UnsupportedOperationException();
    }

    /** Goes back to what it was before {@link #activate(Priority)}: by steps, so that nobody comes back all at once. */
    public void release() {
        throw new UnsupportedOperationException();
    }

    /** Whether it turns anything away. */
    public boolean isActive() {
        throw new UnsupportedOperationException();
    }

    /** What is admitted at this moment, for clients to heed. */
    public CutOff cutOff() {
        throw new UnsupportedOperationException();
    }

    /**
     * Lets the caller in, who may have to wait for it.
     *
     * @return the token that {@link #leave} takes
     * @throws LoadShedException if the request is turned away, or the thread is interrupted while it waits (then its
     *     interrupt flag is set)
     */
    public long enter(Request request) {
        throw new UnsupportedOperationException();
    }

    /** What {@link #enter} let in has ended; exactly once, from any thread. */
    public void leave(long token) {
        throw new UnsupportedOperationException();
    }

    /** Does the work once it is let in. */
    public <T extends @Nullable Object, X extends Exception> T call(Request request, Work<T, X> work) throws X {
        long token = enter(request);
        try {
            return work.run();
        } finally {
            leave(token);
        }
    }

    /** Starts the work once it is let in, without a thread that waits; fails with a {@link LoadShedException} if it is not. */
    public <T extends @Nullable Object> CompletionStage<T> callStage(
            Request request, Supplier<CompletionStage<T>> work) {
        throw new UnsupportedOperationException();
    }

    /**
     * Has the pool do the work once it is let in; never waits.
     *
     * @return fails with a {@link LoadShedException} if the request is turned away, else with what the work throws
     */
    public <T extends @Nullable Object, X extends Exception> CompletionStage<T> execute(
            Request request, Work<T, X> work) {
        throw new UnsupportedOperationException();
    }
}
