package dev.heal.guard;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.IGNORED;
import static dev.heal.signal.Outcome.REJECTED;
import static dev.heal.signal.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Calls whose answer comes later. */
class GuardStageTest {

    private final Guarded guarded = new Guarded();
    private final Guard guard = guarded.guard;
    private final CompletableFuture<String> later = new CompletableFuture<>();

    @Test
    void a_call_is_in_flight_until_its_answer_comes() {
        CompletionStage<String> answer = guard.callStage(() -> later);
        assertThat(guarded.inFlight()).isEqualTo(1);
        assertThat(guarded.total(SUCCESS)).isZero();

        later.complete("answer");

        assertThat(answer.toCompletableFuture()).isCompletedWithValue("answer");
        assertThat(guarded.total(SUCCESS)).isEqualTo(1);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void a_call_that_fails_later_fails_with_its_own_error() {
        IOException down = new IOException("down");
        CompletionStage<String> answer = guard.callStage(() -> later);

        later.completeExceptionally(down);

        assertThat(answer.toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCause(down);
        assertThat(guarded.total(FAILURE)).isEqualTo(1);
        assertThat(guarded.breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
    }

    @Test
    void predicates_see_the_error_that_a_stage_has_wrapped() {
        Guarded ignoring = new Guarded(config -> config.ignoreExceptions(IOException.class));

        ignoring.guard.callStage(() -> later.thenApply(String::length));
        later.completeExceptionally(new IOException("down"));

        assertThat(ignoring.total(IGNORED)).isEqualTo(1);
        assertThat(ignoring.total(FAILURE)).isZero();
    }

    @Test
    void a_body_that_throws_before_it_gives_a_stage_has_failed() {
        IllegalStateException thrown = new IllegalStateException("no connection");

        assertThatThrownBy(() -> guard.callStage(() -> {
                    throw thrown;
                }))
                .isSameAs(thrown);

        assertThat(guarded.total(FAILURE)).isEqualTo(1);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void a_body_that_gives_no_stage_has_failed_and_keeps_no_permit() {
        Guarded half = Guarded.halfOpen();

        for (int i = 0; i < Guarded.TRIALS; i++) {
            assertThatThrownBy(() -> half.guard.callStage(() -> null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("inventory");
        }

        assertThat(half.total(FAILURE)).isEqualTo(Guarded.TRIALS);
        assertThat(half.inFlight()).isZero();
        assertThat(half.state()).isEqualTo(CircuitBreaker.State.OPEN);
    }

    @Test
    void an_answer_of_null_is_a_success() {
        CompletionStage<String> answer = guard.callStage(() -> CompletableFuture.completedFuture(null));

        assertThat(answer.toCompletableFuture()).isCompletedWithValue(null);
        assertThat(guarded.total(SUCCESS)).isEqualTo(1);
    }

    @Test
    void a_call_that_is_not_let_in_does_not_start() {
        guarded.breaker.transitionToOpenState();

        assertThatThrownBy(() -> guard.callStage(() -> {
                    throw new AssertionError("the body ran");
                }))
                .isInstanceOf(CallRejectedException.class);

        assertThat(guarded.total(REJECTED)).isEqualTo(1);
    }

    @Test
    void a_wrapper_that_wraps_nothing_counts_as_itself_and_keeps_no_permit() {
        // given predicates that would stumble over a cause of null
        Guarded half = Guarded.halfOpen(config -> config.ignoreExceptions(IOException.class));

        for (int i = 0; i < Guarded.TRIALS; i++) {
            half.guard.callStage(() -> CompletableFuture.failedFuture(new CompletionException("bare", null)));
        }

        assertThat(half.total(FAILURE)).isEqualTo(Guarded.TRIALS);
        assertThat(half.inFlight()).isZero();
        assertThat(half.state()).isEqualTo(CircuitBreaker.State.OPEN);
    }
}
