package dev.heal.resource;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Work that may hang, on a thread that may be left behind: what it brings too late is thrown away. */
final class SideThread<T> {

    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean worked;

    private SideThread(String name, Callable<T> work, Consumer<T> tooLate) {
        this.thread = new Thread(
                () -> {
                    try {
                        T result = work.call();
                        worked = true;
                        if (!answer.complete(result)) {
                            tooLate.accept(result);
                        }
                    } catch (Throwable failed) {
                        worked = true;
                        answer.completeExceptionally(failed);
                    }
                },
                name);
        thread.setDaemon(true);
    }

    static <T> SideThread<T> start(String name, Callable<T> work, Consumer<T> tooLate) {
        SideThread<T> side = new SideThread<>(name, work, tooLate);
        side.thread.start();
        return side;
    }

    static SideThread<Boolean> start(String name, Runnable work) {
        return start(
                name,
                () -> {
                    work.run();
                    return true;
                },
                done -> {});
    }

    /** Whether the work itself is still going on, be it waited for or left behind. */
    boolean isWorking() {
        return !worked;
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /**
     * The result, waited for so long.
     *
     * @throws TimeoutException if it hangs; the thread is left behind, and its result thrown away
     * @throws Exception what the work threw
     */
    T await(Duration limit) throws Exception {
        try {
            return answer.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } catch (TimeoutException | InterruptedException e) {
            // Not interrupted: it may have to close what it opened, and an interrupt would cut that short.
            if (answer.completeExceptionally(e)) {
                throw e;
            }
            // It came in this very moment.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return answer.get();
        }
    }

    /** Waits until the thread is through, whatever it brought. Returns false if it still runs after so long. */
    boolean join(Duration limit) throws InterruptedException {
        thread.join(Math.max(1, limit.toMillis()));
        return !thread.isAlive();
    }
}
