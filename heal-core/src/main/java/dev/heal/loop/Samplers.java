package dev.heal.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that detectors and probes run on: a few for any number of targets. One that hangs is lost to the others
 * until it comes back, so for as long as it hangs there is one thread more.
 */
final class Samplers implements Executor {

    private static final int USUAL = 4;

    private final ThreadPoolExecutor pool;
    private int lost;

    Samplers() {
        pool = new ThreadPoolExecutor(
                USUAL, USUAL, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Workers.named("heal-sampler-"));
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable look) {
        pool.execute(look);
    }

    /** A thread hangs in foreign code. */
    synchronized void lost() {
        lost++;
        pool.setMaximumPoolSize(USUAL + lost);
        pool.setCorePoolSize(USUAL + lost);
    }

    /** It has come back. */
    synchronized void found() {
        lost--;
        pool.setCorePoolSize(USUAL + lost);
        pool.setMaximumPoolSize(USUAL + lost);
    }

    void close() {
        pool.shutdownNow();
    }
}
