package dev.heal.benchmarks.overload;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;

/** Resilience4j's {@code RateLimiter}, the class that its registry creates, by the constructor that takes the time. */
final class RateLimiterGate extends Gate {

    /** 300 a second of the 320 that the server can do. */
    private static final int PER_PERIOD = 30;

    private static final Duration PERIOD = Duration.ofMillis(100);

    private final RateLimiter limiter;

    RateLimiterGate(Desk desk) {
        super(desk);
        this.limiter = new AtomicRateLimiter(
                "server",
                RateLimiterConfig.custom()
                        .limitForPeriod(PER_PERIOD)
                        .limitRefreshPeriod(PERIOD)
                        .timeoutDuration(Duration.ZERO)
                        .build(),
                desk::now);
    }

    @Override
    void arrived(Call call, long now) {
        if (limiter.acquirePermission()) {
            desk.admit(call);
        } else {
            desk.reject(call);
        }
    }
}
