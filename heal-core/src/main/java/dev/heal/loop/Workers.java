package dev.heal.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that foreign code runs on.
 *
 * @param samplers gauges, detectors and probes
 * @param remediations remediations, their checks and their undos
 */
public record Workers(Executor samplers, Executor remediations) {

    /** Daemon threads that come when needed and go when idle: {@code heal-sampler-N}, {@code heal-remediation-N}. */
    public static Workers threads() {
        return new Workers(pool("heal-sampler-"), pool("heal-remediation-"));
    }

    /** Everything at once on the calling thread: for tests and simulations that drive the loop by hand. */
    public static Workers direct() {
        return new Workers(Runnable::run, Runnable::run);
    }

    /** Daemon threads of that name, numbered. */
    public static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return body -> {
            Thread thread = new Thread(body, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Lets go of the threads; what runs on them was interrupted before. */
    void close() {
        for (Executor executor : new Executor[] {samplers, remediations}) {
            if (executor instanceof ThreadPoolExecutor pool) {
                pool.shutdownNow();
            }
        }
    }

    /** Unbounded in number, since each detector and each target has at most one thread at a time, and no queue. */
    private static ThreadPoolExecutor pool(String prefix) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), named(prefix));
    }
}
