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
        return new Workers(new Samplers(), pool("heal-remediation-"));
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
        if (samplers instanceof Samplers threads) {
            threads.close();
        }
        if (remediations instanceof ThreadPoolExecutor pool) {
            pool.shutdownNow();
        }
    }

    /** Has a look done soon: at the latest at {@link #lookNow}; loop thread. */
    void look(Runnable look) {
        if (samplers instanceof Samplers threads) {
            threads.add(look);
        } else {
            samplers.execute(look);
        }
    }

    /** The loop has no more looks for now; loop thread. */
    void lookNow() {
        if (samplers instanceof Samplers threads) {
            threads.wake();
        }
    }

    /** A sampler thread hangs in foreign code: the others must not wait for it. */
    void lost() {
        if (samplers instanceof Samplers threads) {
            threads.lost();
        }
    }

    /** It has come back. */
    void found() {
        if (samplers instanceof Samplers threads) {
            threads.found();
        }
    }

    /** Unbounded in number, since each target has at most one remediation at a time, and no queue. */
    private static ThreadPoolExecutor pool(String prefix) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), named(prefix));
    }
}
