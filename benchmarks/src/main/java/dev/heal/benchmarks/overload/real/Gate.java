package dev.heal.benchmarks.overload.real;

import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.Priority;
import dev.heal.admission.Request;
import jakarta.servlet.Filter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What stands before the workers: decides on each request, on the server's thread that received it. */
abstract class Gate {

    /** Made once, as a filter that answers 503 makes none at all. */
    static final RejectedExecutionException NO_PERMIT = new RejectedExecutionException("no permit left");

    final ThreadPoolExecutor workers;

    Gate(ThreadPoolExecutor workers) {
        this.workers = workers;
    }

    /**
     * Has a worker do it.
     *
     * @return ends when the work has, or with one of the two exceptions below
     * @throws RejectedExecutionException if it is turned away
     * @throws LoadShedException if it is turned away by heal
     */
    abstract CompletionStage<?> serve(Request request, Runnable work);

    /** What the server tells its clients. */
    CutOff cutOff() {
        return CutOff.NONE;
    }

    /**
     * What stands before the servlet besides; null for nothing.
     *
     * @param rejection the status of who is turned away there
     */
    @Nullable
    Filter filter(int rejection) {
        return null;
    }

    /** Takes all there is for good, so that whatever comes then and is BULK is turned away. */
    void fill() {
        for (Priority priority : Priority.all()) {
            try {
                while (true) {
                    serve(Request.of(priority), Gate::forGood);
                }
            } catch (RejectedExecutionException full) {
                // That is what was wanted.
            }
        }
    }

    final CompletableFuture<?> hand(Runnable work) {
        return CompletableFuture.runAsync(work, workers);
    }

    static void forGood() {
        while (true) {
            LockSupport.park();
        }
    }
}
