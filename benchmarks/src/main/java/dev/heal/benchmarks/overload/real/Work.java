package dev.heal.benchmarks.overload.real;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * What a worker does for a request: it waits, as for a database, for a log-normal time that depends on the request's number
 * alone. So the workers and not the processors are what there is too little of, and all contestants do the same work.
 */
final class Work {

    static final int WORKERS = 16;
    static final double MEAN_NANOS = 50e6;
    private static final double SIGMA = 0.7;

    private final LongAdder busyNanos = new LongAdder();
    private final LongAdder done = new LongAdder();

    /** How long request {@code number} takes, in nanoseconds. */
    static long nanos(long number) {
        double normal = new SplittableRandom(number).nextGaussian();
        // The mean of e^(sigma z + m) is e^(m + sigma^2 / 2).
        return Math.round(MEAN_NANOS * Math.exp(SIGMA * normal - SIGMA * SIGMA / 2));
    }

    void run(long number) {
        long began = System.nanoTime();
        long nanos = nanos(number);
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - began)) {
            LockSupport.parkNanos(left);
        }
        busyNanos.add(System.nanoTime() - began);
        done.increment();
    }

    long busyNanos() {
        return busyNanos.sum();
    }

    long done() {
        return done.sum();
    }
}
