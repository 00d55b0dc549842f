package dev.heal.admission.resilience4j;

import dev.heal.admission.Backpressure;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.RetryBudget;
import dev.heal.check.Check;
import io.github.resilience4j.core.IntervalBiFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Resilience4j retry that keeps to a budget: each call deposits a part of a retry, and each retry takes a whole one. Where
 * there is none left the last failure is thrown at once. A {@link LoadShedException} is not retried before its
 * {@link LoadShedException#retryAfter}, and not at all where that is longer than the longest wait (3 s): the wait would hold
 * the caller's thread, for as long as whoever answers likes.
 *
 * <p>A budget is paid in at one place, by who sends a call for the first time. {@link #around(Retry, RetryBudget)} does so
 * itself, so its budget must be fed by nobody else; behind it may stand several such retries. Where the call goes through a
 * client that heeds its server and pays in for what it sends, it is {@link #around(Retry, Backpressure)}, which only takes.
 *
 * <p>It is to be used in the place of the retry that it was made of, for instance by
 * {@code registry.replace(name, BudgetedRetry.around(retry, budget))}; metrics and events are its own. A retry because of a
 * result, not of an error, takes from the budget also when the attempts are used up. Safe for use by all threads.
 */
public final class BudgetedRetry implements Retry {

    private static final long NOT_AGAIN = -1;

    /** A server that sheds wants up to 2 s in whole seconds, and its clients wait up to a quarter longer. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    private final Retry retry;
    private final RetryBudget budget;
    private final boolean isPaidInHere;

    private BudgetedRetry(Retry retry, RetryBudget budget, boolean isPaidInHere) {
        this.retry = retry;
        this.budget = budget;
        this.isPaidInHere = isPaidInHere;
    }

    /** Pays in for each call. @param budget may be shared by several retries, if nobody else pays in */
    public static Retry around(Retry retry, RetryBudget budget) {
        return around(retry, budget, LONGEST_WAIT);
    }

    /** @param longestWait a server that wants to be left alone for longer is not asked again; positive */
    public static Retry around(Retry retry, RetryBudget budget, Duration longestWait) {
        return around(retry, budget, budget::tryRetry, longestWait, true);
    }

    /** Takes from the server's budget, which the client pays in. @param server what that client knows of its server */
    public static Retry around(Retry retry, Backpressure server) {
        return around(retry, server, LONGEST_WAIT);
    }

    /** @param longestWait a server that wants to be left alone for longer is not asked again; positive */
    public static Retry around(Retry retry, Backpressure server, Duration longestWait) {
        return around(retry, server.retries(), server::tryRetry, longestWait, false);
    }

    private static Retry around(
            Retry retry, RetryBudget budget, BooleanSupplier retries, Duration longestWait, boolean isPaidInHere) {
        Check check = Check.of("budgeted-retry");
        check.positive("longest-wait", longestWait);
        check.orThrow();
        RetryConfig config = budgeted(retry.getRetryConfig(), retries, longestWait);
        return new BudgetedRetry(Retry.of(retry.getName(), config, retry.getTags()), budget, isPaidInHere);
    }

    private static RetryConfig budgeted(RetryConfig config, BooleanSupplier retries, Duration longestWait) {
        IntervalBiFunction<Object> interval = config.getIntervalBiFunction();
        Predicate<Object> result = config.getResultPredicate();
        RetryConfig.Builder<Object> builder = RetryConfig.from(config);
        builder.intervalFunction(null); // a configuration may have but one of the two
        builder.intervalBiFunction((attempt, outcome) -> interval(interval, attempt, outcome, retries, longestWait));
        if (result != null) {
            builder.retryOnResult(answer -> result.test(answer) && retries.getAsBoolean());
        }
        return builder.build();
    }

    /** Asked once it is certain that there are attempts left; below 0 Resilience4j gives up. */
    private static long interval(
            IntervalBiFunction<Object> usual,
            int attempt,
            Either<Throwable, Object> outcome,
            BooleanSupplier retries,
            Duration longestWait) {
        if (!outcome.isLeft()) {
            return usual.apply(attempt, outcome);
        }
        Duration wanted = wanted(outcome.getLeft());
        // Before the budget is asked: what is not sent again costs nothing.
        if (wanted.compareTo(longestWait) > 0 || !retries.getAsBoolean()) {
            return NOT_AGAIN;
        }
        return Math.max(usual.apply(attempt, outcome), wanted.plusNanos(999_999).toMillis());
    }

    /** What the server has asked for. */
    private static Duration wanted(Throwable error) {
        @Nullable Throwable cause = error;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof LoadShedException shed) {
                return shed.retryAfter();
            }
            cause = cause.getCause();
        }
        return Duration.ZERO;
    }

    @Override
    public <T> Context<T> context() {
        payIn();
        return retry.context();
    }

    @Override
    public <T> AsyncContext<T> asyncContext() {
        payIn();
        return retry.asyncContext();
    }

    private void payIn() {
        if (isPaidInHere) {
            budget.requested();
        }
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
