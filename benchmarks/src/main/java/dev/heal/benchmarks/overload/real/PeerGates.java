package dev.heal.benchmarks.overload.real;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import dev.heal.admission.Priority;
import dev.heal.admission.Request;
import dev.heal.benchmarks.overload.Partitions;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;

/** Heal's peers, each used as its own filter uses it. */
final class PeerGates {

    /** Half as many more than workers, so that none runs dry. */
    private static final int PERMITS = Work.WORKERS * 3 / 2;

    private PeerGates() {}

    /** The pool alone, with whatever queue it has. */
    static final class Pool extends Gate {
        Pool(ThreadPoolExecutor workers) {
            super(workers);
        }

        @Override
        CompletionStage<?> serve(Request request, Runnable work) {
            return hand(work);
        }
    }

    /** Resilience4j's {@code Bulkhead}. */
    static final class OfBulkhead extends Gate {
        private final Bulkhead bulkhead = Bulkhead.of(
                "server",
                BulkheadConfig.custom()
                        .maxConcurrentCalls(PERMITS)
                        .maxWaitDuration(Duration.ZERO)
                        .build());

        OfBulkhead(ThreadPoolExecutor workers) {
            super(workers);
        }

        @Override
        CompletionStage<?> serve(Request request, Runnable work) {
            if (!bulkhead.tryAcquirePermission()) {
                throw NO_PERMIT;
            }
            return hand(work).whenComplete((done, error) -> bulkhead.onComplete());
        }
    }

    /** Netflix concurrency-limits. */
    static final class OfLimiter extends Gate {
        private final Limiter<Priority> limiter;

        private OfLimiter(ThreadPoolExecutor workers, Limiter<Priority> limiter) {
            super(workers);
            this.limiter = limiter;
        }

        static Gate gradient2(ThreadPoolExecutor workers) {
            return new OfLimiter(
                    workers,
                    SimpleLimiter.newBuilder()
                            .limit(Gradient2Limit.newDefault())
                            .build());
        }

        static Gate partitioned(ThreadPoolExecutor workers) {
            return new OfLimiter(workers, Partitions.gradient2().build());
        }

        @Override
        CompletionStage<?> serve(Request request, Runnable work) {
            Limiter.Listener permit = limiter.acquire(request.priority()).orElse(null);
            if (permit == null) {
                throw NO_PERMIT;
            }
            return hand(work).whenComplete((done, error) -> permit.onSuccess());
        }
    }
}
