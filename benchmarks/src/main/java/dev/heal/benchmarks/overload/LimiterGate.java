package dev.heal.benchmarks.overload;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import dev.heal.admission.Priority;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Netflix concurrency-limits, used as its servlet filter does: a listener for each call, a clock from outside. */
final class LimiterGate extends Gate {

    private final Limiter<Priority> limiter;

    private LimiterGate(Desk desk, Limiter<Priority> limiter) {
        super(desk);
        this.limiter = limiter;
    }

    static Gate vegas(Desk desk) {
        return simple(desk, VegasLimit.newDefault());
    }

    static Gate gradient2(Desk desk) {
        return simple(desk, Gradient2Limit.newDefault());
    }

    static Gate windowed(Desk desk) {
        return simple(desk, WindowedLimit.newBuilder().build(Gradient2Limit.newDefault()));
    }

    /** Its default takes 5 s for too long; whoever uses it here knows that clients wait for 1 s. */
    static Gate aimd(Desk desk) {
        return simple(
                desk,
                AIMDLimit.newBuilder()
                        .timeout(Scenario.PATIENCE, TimeUnit.NANOSECONDS)
                        .build());
    }

    static Gate partitioned(Desk desk) {
        return new LimiterGate(desk, Partitions.gradient2().clock(desk::now).build());
    }

    private static Gate simple(Desk desk, Limit limit) {
        return new LimiterGate(
                desk, SimpleLimiter.newBuilder().limit(limit).clock(desk::now).build());
    }

    @Override
    void arrived(Call call, long now) {
        Optional<Limiter.Listener> permit = limiter.acquire(call.priority);
        if (permit.isPresent()) {
            call.token = permit.get();
            desk.admit(call);
        } else {
            desk.reject(call);
        }
    }

    @Override
    void finished(Call call, long now) {
        if (call.token instanceof Limiter.Listener permit) {
            permit.onSuccess();
        }
    }
}
