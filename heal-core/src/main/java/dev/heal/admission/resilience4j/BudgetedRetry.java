package dev.heal.admission.resilience4j;

import dev.heal.admission.LoadShedException;
import dev.heal.admission.RetryBudget;
import io.github.resilience4j.core.IntervalBiFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Resilience4j retry that keeps to a budget: each call deposits a part of a retry, and each retry takes a whole one. Where
 * there is none left the last failure is thrown at once. A {@link LoadShedException} is not retried before its
 * {@link LoadShedException#retryAfter}.
 *
 * <p>It is to be used in the place of the retry that it was made of, for instance by
 * {@code registry.replace(name, BudgetedRetry.around(retry, budget))}; metrics and events are its own. A retry because of a
 * result, not of an error, takes from the budget also when the attempts are used up. Safe for use by all threads.
 */
public final class BudgetedRetry implements Retry {

    private static final long NOT_AGAIN = -1;

    private final Retry retry;
    private final RetryBudget budget;

    private BudgetedRetry(Retry retry, RetryBudget budget) {
        this.retry = retry;
        this.budget = budget;
    }

    /** @param budget may be shared by all that call one server, as {@code Backpressure.retries()} is */
    public static Retry around(Retry retry, RetryBudget budget) {
        RetryConfig config = budgeted(retry.getRetryConfig(), budget);
        return new BudgetedRetry(Retry.of(retry.getName(), config, retry.getTags()), budget);
    }

    private static RetryConfig budgeted(RetryConfig config, RetryBudget budget) {
        IntervalBiFunction<Object> interval = config.getIntervalBiFunction();
        Predicate<Object> result = config.getResultPredicate();
        RetryConfig.Builder<Object> builder = RetryConfig.from(config);
        builder.intervalFunction(null); // a configuration may have but one of the two
        builder.intervalBiFunction((attempt, outcome) -> interval(interval, attempt, outcome, budget));
        if (result != null) {
            builder.retryOnResult(answer -> result.test(answer) && budget.tryRetry());
        }
        return builder.build();
    }

    /** Asked once it is certain that there are attempts left; below 0 Resilience4j gives up. */
    private static long interval(
            IntervalBiFunction<Object> usual, int attempt, Either<Throwable, Object> outcome, RetryBudget budget) {
        if (!outcome.isLeft()) {
            return usual.apply(attempt, outcome);
        }
        if (!budget.tryRetry()) {
            return NOT_AGAIN;
        }
        return Math.max(usual.apply(attempt, outcome), wanted(outcome.getLeft()));
    }

    /** What the server has asked for, in milliseconds rounded up. */
    private static long wanted(Throwable error) {
        @Nullable Throwable cause = error;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof LoadShedException shed) {
                return shed.retryAfter().plusNanos(999_999).toMillis();
            }
            cause = cause.getCause();
        }
        return 0;
    }

    @Override
    public <T> Context<T> context() {
        budget.requested();
        return retry.context();
    }

    @Override
    public <T> AsyncContext<T> asyncContext() {
        budget.requested();
        return retry.asyncContext();
    }

    @Override
    public String getName() {
        return retry.getName();
    }

    @Override
    public RetryConfig getRetryConfig() {
        return retry.getRetryConfig();
    }

    @Override
    public Map<String, String> getTags() {
        return retry.getTags();
    }

    @Override
    public EventPublisher getEventPublisher() {
        return retry.getEventPublisher();
    }

    @Override
    public Metrics getMetrics() {
        return retry.getMetrics();
    }
}
