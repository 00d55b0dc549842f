package dev.heal.benchmarks.overhead;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.FixedLimit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/** Netflix concurrency-limits: no breaker, a limit to the calls under way; it measures each call as a breaker does. */
final class LimiterPeer extends Contestant {

    /** More than there are threads. */
    private static final int LIMIT = 100;

    private static final RejectedExecutionException REJECTED = new RejectedExecutionException("no permit left");

    private final SimpleLimiter<Object> limiter;

    private LimiterPeer(SimpleLimiter<Object> limiter) {
        this.limiter = limiter;
    }

    static Contestant gradient2() {
        return new LimiterPeer(
                SimpleLimiter.newBuilder().limit(Gradient2Limit.newDefault()).build());
    }

    static Contestant fixed() {
        return new LimiterPeer(
                SimpleLimiter.newBuilder().limit(FixedLimit.of(LIMIT)).build());
    }

    @Override
    Object call(Body body) {
        Optional<Limiter.Listener> permit = limiter.acquire(this);
        if (permit.isEmpty()) {
            throw REJECTED;
        }
        Limiter.Listener listener = permit.get();
        Object answer;
        try {
            answer = body.get();
        } catch (Throwable error) {
            listener.onIgnore();
            throw error;
        }
        listener.onSuccess();
        return answer;
    }

    @Override
    void open() {
        while (limiter.acquire(this).isPresent()) {
            // Takes every permit there is.
        }
    }

    @Override
    void prove(Path path) {
        boolean full = limiter.getInflight() >= limiter.getLimit();
        require(full == (path == Path.REJECTED), limiter.getInflight() + " calls under way of " + limiter.getLimit());
        if (path != Path.REJECTED) {
            // It tells no counts; that it counts is shown by filling it.
            open();
            require(limiter.getInflight() >= limiter.getLimit(), limiter.getInflight() + " calls under way");
        }
    }
}
