package dev.heal.guard;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.IGNORED;
import static dev.heal.signal.Outcome.SUCCESS;
import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.CLOSED;
import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What counts as a failure is the application's to say, by the predicates of its own breaker. */
class BreakerPredicatesTest {

    @Test
    void an_error_that_the_breaker_ignores_is_ignored_here_too() {
        Guarded guarded = new Guarded(config -> config.ignoreExceptions(FileNotFoundException.class));

        guarded.guard.failed(guarded.guard.enter(), new FileNotFoundException("no such item"));

        assertThat(guarded.total(IGNORED)).isEqualTo(1);
        assertThat(guarded.total(FAILURE)).isZero();
        assertThat(guarded.breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    @Test
    void an_error_that_the_breaker_does_not_record_is_a_success_here_too() {
        Guarded guarded = new Guarded(config -> config.recordExceptions(IOException.class));

        guarded.guard.failed(guarded.guard.enter(), new IllegalArgumentException("bad input"));
        guarded.guard.failed(guarded.guard.enter(), new IOException("down"));

        assertThat(guarded.total(SUCCESS)).isEqualTo(1);
        assertThat(guarded.total(FAILURE)).isEqualTo(1);
        assertThat(guarded.breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
        assertThat(guarded.breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
    }

    @Test
    void what_a_future_has_wrapped_is_judged_unwrapped_as_the_breaker_does() {
        Guarded guarded = new Guarded(config -> config.ignoreExceptions(IOException.class));

        guarded.guard.failed(guarded.guard.enter(), new ExecutionException(new IOException("down")));

        assertThat(guarded.breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
        assertThat(guarded.total(IGNORED)).isEqualTo(1);
        assertThat(guarded.total(FAILURE)).isZero();
    }

    @Test
    void a_result_that_the_breaker_records_as_a_failure_is_one_here_too() {
        Guarded guarded = new Guarded(config -> config.recordResult(result -> result.equals(503)));

        guarded.guard.call(() -> 503);
        guarded.guard.call(() -> 200);
        guarded.guard.run(() -> {});

        assertThat(guarded.total(FAILURE)).isEqualTo(1);
        assertThat(guarded.total(SUCCESS)).isEqualTo(2);
        assertThat(guarded.breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
    }

    @Test
    void a_result_may_move_the_state() {
        Guarded guarded = new Guarded(config -> config.transitionOnResult(result ->
                CircuitBreakerConfig.TransitionCheckResult.transitionToOpenAndWaitFor(Duration.ofMinutes(1))));

        guarded.guard.call(() -> "retry after a minute");

        assertThat(guarded.state()).isEqualTo(OPEN);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void an_error_predicate_that_throws_neither_hides_the_calls_own_error_nor_keeps_its_permit(Throwable broken) {
        for (Guarded half : List.of(
                Guarded.halfOpen(config -> config.ignoreException(error -> rethrow(broken))),
                Guarded.halfOpen(config -> config.recordException(error -> rethrow(broken))))) {
            IOException down = new IOException("down");

            assertThatThrownBy(() -> half.guard.run(() -> {
                        throw down;
                    }))
                    .isSameAs(down);

            assertThat(half.total(FAILURE)).isEqualTo(1);
            assertThat(half.inFlight()).isZero();
            assertThat(half.permits()).isEqualTo(Guarded.TRIALS);
        }
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_result_predicate_that_throws_neither_hides_the_answer_nor_keeps_its_permit(Throwable broken) {
        Guarded half = Guarded.halfOpen(config -> config.recordResult(result -> rethrow(broken)));

        assertThat(half.guard.<String, RuntimeException>call(() -> "answer")).isEqualTo("answer");

        assertThat(half.total(SUCCESS)).isEqualTo(1);
        assertThat(half.inFlight()).isZero();
        assertThat(half.permits()).isEqualTo(Guarded.TRIALS);
    }

    static List<Throwable> broken() {
        return List.of(new IllegalStateException("broken"), new LinkageError("broken"));
    }

    @Test
    void a_transition_check_that_throws_gives_no_permit_that_was_never_taken() {
        Guarded half = Guarded.halfOpen(config -> config.transitionOnResult(result -> {
            throw new IllegalStateException("broken");
        }));

        assertThat(half.guard.<String, RuntimeException>call(() -> "answer")).isEqualTo("answer");

        assertThat(half.permits()).isEqualTo(Guarded.TRIALS - 1);
        half.guard.call(() -> "answer");
        half.guard.call(() -> "answer");
        assertThat(half.state()).isEqualTo(CLOSED);
    }

    private static boolean rethrow(Throwable error) {
        if (error instanceof Error serious) {
            throw serious;
        }
        throw (RuntimeException) error;
    }
}
