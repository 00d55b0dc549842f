package dev.heal.benchmarks.overhead;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A clock that costs a volatile read: a thread of its own sets it each millisecond. */
final class CoarseClock implements AutoCloseable {

    private volatile long nanos = System.nanoTime();
    private volatile boolean closed;

    CoarseClock() {
        Thread thread = new Thread(this::tick, "coarse-clock");
        thread.setDaemon(true);
        thread.start();
    }

    long nanos() {
        return nanos;
    }

    private void tick() {
        while (!closed) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            nanos = System.nanoTime();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
