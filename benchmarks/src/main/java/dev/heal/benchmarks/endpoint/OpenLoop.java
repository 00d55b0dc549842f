package dev.heal.benchmarks.endpoint;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends at a fixed rate, whatever becomes of the answers: request {@code i} is due {@code i} intervals after the start, and its
 * latency counts from then, not from when a connection was free to send it. So a server that stalls is charged for every
 * request that should have been made meanwhile (Tene: coordinated omission).
 */
final class OpenLoop {

    /** Makes one request and waits for its answer. */
    interface Asker extends AutoCloseable {
        void ask(int request) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Opens what a thread asks through. */
    interface Askers {
        Asker open() throws IOException;
    }

    private final Askers askers;
    private final int threads;
    private final LongSupplier nanos;

    /** @param threads more than are ever needed at once, or what is due waits for one: then it counts as latency */
    OpenLoop(Askers askers, int threads, LongSupplier nanos) {
        this.askers = askers;
        this.threads = threads;
        this.nanos = nanos;
    }

    /** Makes {@code requests} of them, {@code perSecond} a second. */
    Latencies run(int requests, int perSecond) throws InterruptedException {
        Latencies latencies = new Latencies(requests);
        AtomicInteger next = new AtomicInteger();
        long start = nanos.getAsLong();
        Thread[] all = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            all[i] = new Thread(() -> ask(latencies, next, start, perSecond), "client-" + i);
            all[i].start();
        }
        for (Thread thread : all) {
            thread.join();
        }
        return latencies;
    }

    static long due(long start, int request, int perSecond) {
        return start + request * 1_000_000_000L / perSecond;
    }

    private void ask(Latencies latencies, AtomicInteger next, long start, int perSecond) {
        @Nullable Asker asker = null;
        for (int request = next.getAndIncrement(); request < latencies.count(); request = next.getAndIncrement()) {
            long due = due(start, request, perSecond);
            for (long wait = due - nanos.getAsLong(); wait > 0; wait = due - nanos.getAsLong()) {
                LockSupport.parkNanos(wait);
            }
            try {
                if (asker == null) {
                    asker = askers.open();
                }
                asker.ask(request);
                latencies.answered(request, nanos.getAsLong() - due);
            } catch (IOException noAnswer) {
                latencies.failed(request, nanos.getAsLong() - due);
                close(asker);
                asker = null;
            }
        }
        close(asker);
    }

    private static void close(@Nullable Asker asker) {
        try {
            if (asker != null) {
                asker.close();
            }
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }
}
