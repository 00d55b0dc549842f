package dev.heal.guard;

import dev.heal.signal.Outcome;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What a breaker's own predicates say of an ending. They are the application's code: whatever they throw is thrown here. */
record Judgement(CircuitBreakerConfig config, boolean judgesResults) {

    private static final Object NO_RESULT_IS_BAD =
            CircuitBreakerConfig.ofDefaults().getRecordResultPredicate();

    Judgement(CircuitBreakerConfig config) {
        this(config, config.getRecordResultPredicate() != NO_RESULT_IS_BAD);
    }

    static Judgement of(CircuitBreaker breaker) {
        return new Judgement(breaker.getCircuitBreakerConfig());
    }

    Outcome ofResult(@Nullable Object result) {
        return judgesResults
                        && result != null
                        && config.getRecordResultPredicate().test(result)
                ? Outcome.FAILURE
                : Outcome.SUCCESS;
    }

    Outcome ofError(Throwable error) {
        Throwable judged = unwrapped(error);
        if (config.getIgnoreExceptionPredicate().test(judged)) {
            return Outcome.IGNORED;
        }
        return config.getRecordExceptionPredicate().test(judged) ? Outcome.FAILURE : Outcome.SUCCESS;
    }

    /** Of such a one the breaker would judge a null. */
    static boolean wrapsNothing(Throwable error) {
        return isWrapper(error) && error.getCause() == null;
    }

    /** What the breaker itself judges, which takes a wrapper off. */
    static Throwable unwrapped(Throwable error) {
        Throwable cause = error.getCause();
        return isWrapper(error) && cause != null ? cause : error;
    }

    private static boolean isWrapper(Throwable error) {
        return error instanceof CompletionException || error instanceof ExecutionException;
    }
}
