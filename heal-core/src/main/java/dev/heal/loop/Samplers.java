package dev.heal.loop;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that detectors and probes run on: a few for any number of targets. One that hangs is lost to the others
 * until it comes back, so for as long as it hangs there is one thread more.
 *
 * <p>To wake a thread costs more than most looks do. So what the loop has in a tick is put down with {@link #add}, and the
 * threads are woken once for many of them; whoever is awake goes on until nothing is left.
 */
final class Samplers implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal");
    private static final int USUAL = 4;

    /** So many looks are worth waking threads for, although the loop has not come to the end of its tick. */
    private static final int MANY = 64;

    private final ThreadPoolExecutor pool;
    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    /** Threads that are at work on what waits, or about to be. */
    private final AtomicInteger awake = new AtomicInteger();

    private int lost;
    private volatile int most = USUAL;
    private int added;

    Samplers() {
        pool = new ThreadPoolExecutor(
                USUAL, USUAL, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Workers.named("heal-sampler-"));
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable look) {
        waiting.add(look);
        try {
            wake(1);
        } catch (Throwable noThread) {
            waiting.remove(look);
            throw noThread;
        }
    }

    /** Puts it down for {@link #wake()}; loop thread. */
    void add(Runnable look) {
        waiting.add(look);
        if (++added >= MANY) {
            wake();
        }
    }

    /** Has what was put down done; loop thread. If there is no thread to be had, whoever waits for a look says so in time. */
    void wake() {
        // One at least, for what waits since there was no thread to be had.
        wakeQuietly(Math.min(Math.max(added, 1), most));
        added = 0;
    }

    private void wakeQuietly(int threads) {
        try {
            wake(threads);
        } catch (Throwable noThread) {
            LOG.debug("no thread for detectors to look on", noThread);
        }
    }

    private void wake(int threads) {
        for (int i = 0; i < threads && !waiting.isEmpty(); i++) {
            int now = awake.get();
            if (now >= most) {
                return;
            }
            if (awake.compareAndSet(now, now + 1)) {
                try {
                    pool.execute(this::work);
                } catch (Throwable noThread) {
                    awake.decrementAndGet();
                    throw noThread;
                }
            }
        }
    }

    private void work() {
        try {
            for (Runnable look = waiting.poll(); look != null; look = waiting.poll()) {
                look.run();
            }
        } finally {
            awake.decrementAndGet();
            // Somebody may have put one down between the last look into the queue and the end of this.
            wakeQuietly(waiting.isEmpty() ? 0 : 1);
        }
    }

    /** A thread hangs in foreign code. */
    synchronized void lost() {
        lost++;
        pool.setMaximumPoolSize(USUAL + lost);
        pool.setCorePoolSize(USUAL + lost);
        most = USUAL + lost;
        wakeQuietly(1);
    }

    /** It has come back. */
    synchronized void found() {
        lost--;
        most = USUAL + lost;
        pool.setCorePoolSize(USUAL + lost);
        pool.setMaximumPoolSize(USUAL + lost);
    }

    void close() {
        waiting.clear();
        pool.shutdownNow();
    }
}
