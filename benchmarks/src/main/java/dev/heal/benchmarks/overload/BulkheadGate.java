package dev.heal.benchmarks.overload;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;

/** Resilience4j's {@code Bulkhead}. */
final class BulkheadGate extends Gate {

    /** Half as many more than workers, so that none runs dry; nobody's thread waits. */
    private final Bulkhead bulkhead = Bulkhead.of(
            "server",
            BulkheadConfig.custom()
                    .maxConcurrentCalls(24)
                    .maxWaitDuration(Duration.ZERO)
                    .build());

    BulkheadGate(Desk desk) {
        super(desk);
    }

    @Override
    void arrived(Call call, long now) {
        if (bulkhead.tryAcquirePermission()) {
            desk.admit(call);
        } else {
            desk.reject(call);
        }
    }

    @Override
    void finished(Call call, long now) {
        bulkhead.onComplete();
    }
}
