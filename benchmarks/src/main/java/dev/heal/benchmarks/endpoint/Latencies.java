package dev.heal.benchmarks.endpoint;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** How long each request took: every one is kept, so a quantile is exact. Each place is written once, by one thread. */
final class Latencies {

    private final long[] nanos;
    private final AtomicInteger errors = new AtomicInteger();

    Latencies(int count) {
        nanos = new long[count];
    }

    int count() {
        return nanos.length;
    }

    void answered(int request, long took) {
        nanos[request] = took;
    }

    /** A request without an answer has a latency too: leaving it out would flatter whoever fails. */
    void failed(int request, long took) {
        nanos[request] = took;
        errors.incrementAndGet();
    }

    int errors() {
        return errors.get();
    }

    /** The latency that the share {@code quantile} did not exceed: one that was measured. */
    long quantile(double quantile) {
        if (nanos.length == 0 || !(quantile > 0 && quantile <= 1)) {
            throw new IllegalArgumentException("no quantile " + quantile + " of " + nanos.length + " requests");
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(quantile * sorted.length) - 1];
    }
}
