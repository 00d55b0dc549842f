package dev.heal.benchmarks.overhead;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads every meter of a registry each second, as a metrics server would have it done. */
final class Scrape implements AutoCloseable {

    private final MeterRegistry registry;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "scrape");
        thread.setDaemon(true);
        return thread;
    });

    /** What was read at last; kept so that reading is not done away with. */
    private volatile double sum;

    Scrape(MeterRegistry registry) {
        this.registry = registry;
        executor.scheduleWithFixedDelay(this::read, 1, 1, TimeUnit.SECONDS);
    }

    private void read() {
        double all = 0;
        for (var meter : registry.getMeters()) {
            for (Measurement measurement : meter.measure()) {
                all += measurement.getValue();
            }
        }
        sum = all;
    }

    /** The sum of all that the last scrape read. */
    double sum() {
        return sum;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
