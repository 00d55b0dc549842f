package dev.heal.guard;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.IGNORED;
import static dev.heal.signal.Outcome.REJECTED;
import static dev.heal.signal.Outcome.SUCCESS;
import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.CLOSED;
import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.heal.signal.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls pass through the guard: one way in, three ways to end, and one way not to be let in. */
class GuardTest {

    private final Guarded guarded = new Guarded();
    private final Guard guard = guarded.guard;

    @Test
    void a_call_is_in_flight_from_enter_to_its_end() {
        long token = guard.enter();
        assertThat(guarded.inFlight()).isEqualTo(1);

        guard.succeeded(token);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void each_ending_counts_once_here_and_in_the_breaker() {
        guard.succeeded(guard.enter());
        guard.failed(guard.enter(), new IOException("down"));
        guard.ignored(guard.enter());

        assertThat(guarded.total(SUCCESS)).isEqualTo(1);
        assertThat(guarded.total(FAILURE)).isEqualTo(1);
        assertThat(guarded.total(IGNORED)).isEqualTo(1);
        assertThat(guarded.inFlight()).isZero();
        assertThat(guarded.breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
        assertThat(guarded.breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
        assertThat(guarded.breaker.getMetrics().getNumberOfBufferedCalls()).isEqualTo(2);
    }

    @Test
    void both_measure_the_same_latency() {
        guarded.clock.advance(Duration.ofHours(1));
        guard.run(() -> {});
        guard.failed(guard.enter(), new IOException("down"));
        long token = guard.enter();
        guarded.clock.advance(Duration.ofSeconds(61));
        guard.succeeded(token);

        Snapshot snapshot = Snapshot.of(guarded.window, Map.of(), guarded.clock.nanos(), guarded.clock.now());
        assertThat(snapshot.over(Duration.ofSeconds(10)).slowerThan(Duration.ofSeconds(60)))
                .isEqualTo(1);
        assertThat(snapshot.over(Duration.ofSeconds(10)).calls()).isEqualTo(3);
        // Resilience4j's own limit is 60 s
        assertThat(guarded.breaker.getMetrics().getNumberOfSlowCalls()).isEqualTo(1);
    }

    @Test
    void a_call_gives_back_what_its_body_gives() {
        assertThat(guard.<String, RuntimeException>call(() -> "answer")).isEqualTo("answer");
        assertThat(guard.<String, RuntimeException>call(() -> null)).isNull();
        guard.run(() -> {});

        assertThat(guarded.total(SUCCESS)).isEqualTo(3);
    }

    @Test
    void a_call_throws_what_its_body_throws_and_only_that_need_be_caught() {
        IOException down = new IOException("down");
        try {
            guard.call(() -> {
                throw down;
            });
        } catch (IOException caught) { // would not compile if call threw Exception
            assertThat(caught).isSameAs(down);
        }
        Throwable inRun = catchThrowable(() -> guard.run(() -> {
            throw down;
        }));

        assertThat(inRun).isSameAs(down);
        assertThat(guarded.total(FAILURE)).isEqualTo(2);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void errors_count_as_failures_and_are_thrown_on() {
        StackOverflowError error = new StackOverflowError();

        assertThatThrownBy(() -> guard.call(() -> {
                    throw error;
                }))
                .isSameAs(error);

        assertThat(guarded.total(FAILURE)).isEqualTo(1);
        assertThat(guarded.inFlight()).isZero();
        assertThat(guarded.breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
    }

    @Test
    void errors_in_half_open_leave_no_permit_behind() {
        Guarded half = Guarded.halfOpen();

        for (int i = 0; i < Guarded.TRIALS; i++) {
            assertThatThrownBy(() -> half.guard.run(() -> {
                        throw new LinkageError("no such class");
                    }))
                    .isInstanceOf(LinkageError.class);
        }

        // three failed trials open it again: it is not stuck half-open without a permit
        assertThat(half.state()).isEqualTo(OPEN);
    }

    @Test
    void ignored_calls_in_half_open_give_their_permit_back() {
        Guarded half = Guarded.halfOpen();

        for (int i = 0; i < 10; i++) {
            half.guard.ignored(half.guard.enter());
        }
        assertThat(half.permits()).isEqualTo(Guarded.TRIALS);

        for (int i = 0; i < Guarded.TRIALS; i++) {
            half.guard.run(() -> {});
        }
        assertThat(half.state()).isEqualTo(CLOSED);
    }

    @Test
    void an_open_breaker_lets_no_call_in_and_its_rejection_is_counted() {
        guarded.breaker.transitionToOpenState();

        assertThatThrownBy(() -> guard.call(() -> {
                    throw new AssertionError("the body ran");
                }))
                .isInstanceOfSatisfying(CallRejectedException.class, rejected -> {
                    assertThat(rejected.target()).isEqualTo("inventory");
                    assertThat(rejected).hasMessageContaining("inventory").hasMessageContaining("OPEN");
                    assertThat(rejected.getStackTrace())
                            .as("a rejection is cheap")
                            .isEmpty();
                    rejected.addSuppressed(new IOException());
                    assertThat(rejected.getSuppressed()).isEmpty();
                });

        assertThat(guarded.total(REJECTED)).isEqualTo(1);
        assertThat(guarded.total(FAILURE)).isZero();
        assertThat(guarded.inFlight()).isZero();
        assertThat(guarded.breaker.getMetrics().getNumberOfNotPermittedCalls()).isEqualTo(1);
    }

    @Test
    void failures_trip_the_breaker_as_promptly_as_its_own_call_would() {
        for (int i = 0; i < 9; i++) {
            guard.failed(guard.enter(), new IOException("down"));
        }
        assertThat(guarded.state()).isEqualTo(CLOSED);

        guard.failed(guard.enter(), new IOException("down"));
        assertThat(guarded.state()).isEqualTo(OPEN);
    }
}
