package dev.heal.benchmarks.scale;

import dev.heal.guard.Guard;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A little traffic: each target is called once a second, evenly spread, by one thread of its own. */
final class Load implements AutoCloseable {

    static final String THREAD = "load";
    private static final long STEP_NANOS = 10_000_000;
    private static final long ROUND_NANOS = 1_000_000_000;

    private final List<Guard> guards;
    private final Thread thread = new Thread(this::run, THREAD);
    private volatile boolean stopping;

    Load(List<Guard> guards) {
        this.guards = guards;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long began = System.nanoTime();
        long made = 0;
        while (!stopping) {
            long due = due(System.nanoTime() - began, guards.size());
            for (; made < due; made++) {
                guards.get((int) (made % guards.size())).run(() -> {});
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    /** How many calls should have been made by then. */
    static long due(long nanos, int targets) {
        return nanos / ROUND_NANOS * targets + nanos % ROUND_NANOS * targets / ROUND_NANOS;
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
    }
}
