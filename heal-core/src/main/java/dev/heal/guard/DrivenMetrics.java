package dev.heal.guard;

import dev.heal.guard.Tally.Counts;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.Metrics;
import org.jspecify.annotations.Nullable;

/** The numbers of one period of a driven breaker: heal's where heal counts, else Resilience4j's. */
final class DrivenMetrics implements Metrics {

    private final DrivenBreaker breaker;
    private final Metrics period;

    DrivenMetrics(DrivenBreaker breaker, Metrics period) {
        this.breaker = breaker;
        this.period = period;
    }

    private @Nullable Counts counts() {
        return breaker.countsOf(period);
    }

    @Override
    public float getFailureRate() {
        Counts counts = counts();
        return counts == null ? period.getFailureRate() : counts.failureRate();
    }

    @Override
    public float getSlowCallRate() {
        Counts counts = counts();
        return counts == null ? period.getSlowCallRate() : counts.slowRate();
    }

    @Override
    public int getNumberOfSlowCalls() {
        Counts counts = counts();
        return counts == null ? period.getNumberOfSlowCalls() : counts.slow();
    }

    @Override
    public int getNumberOfSlowSuccessfulCalls() {
        Counts counts = counts();
        return counts == null ? period.getNumberOfSlowSuccessfulCalls() : counts.slow() - counts.slowFailures();
    }

    @Override
    public int getNumberOfSlowFailedCalls() {
        Counts counts = counts();
        return counts == null ? period.getNumberOfSlowFailedCalls() : counts.slowFailures();
    }

    @Override
    public int getNumberOfBufferedCalls() {
        Counts counts = counts();
        return counts == null ? period.getNumberOfBufferedCalls() : counts.calls();
    }

    @Override
    public int getNumberOfFailedCalls() {
        Counts counts = counts();
        return counts == null ? period.getNumberOfFailedCalls() : counts.failures();
    }

    @Override
    public long getNumberOfNotPermittedCalls() {
        return period.getNumberOfNotPermittedCalls() + breaker.rejectedIn(period);
    }

    @Override
    public int getNumberOfSuccessfulCalls() {
        Counts counts = counts();
        return counts == null ? period.getNumberOfSuccessfulCalls() : counts.calls() - counts.failures();
    }
}
