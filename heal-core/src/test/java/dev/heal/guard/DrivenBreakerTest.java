package dev.heal.guard;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.IGNORED;
import static dev.heal.signal.Outcome.REJECTED;
import static dev.heal.signal.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.heal.signal.SlicedWindow;
import dev.heal.time.ManualClock;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A driven breaker")
class DrivenBreakerTest {

    private static final int TRIALS = 3;

    private final ManualClock clock = new ManualClock();

    /** A driven breaker that trips after 10 calls; what it says, what is within it, and where its calls are recorded. */
    private final class Driven {
        final CircuitBreaker within;
        final Breaker breaker;
        final CircuitBreaker outside;
        final SlicedWindow window;
        final Guard guard;

        Driven(UnaryOperator<CircuitBreakerConfig.Builder> more) {
            within = CircuitBreaker.of(
                    "inventory",
                    more.apply(TwinBreakers.config(clock)
                                    .slidingWindowSize(10)
                                    .minimumNumberOfCalls(10)
                                    .permittedNumberOfCallsInHalfOpenState(TRIALS))
                            .build());
            breaker = Breaker.driven(within, clock);
            outside = breaker.circuitBreaker();
            window = breaker.window().orElseThrow();
            guard = new Guard("inventory", breaker, window, clock);
        }

        Driven halfOpen() {
            within.transitionToOpenState();
            within.transitionToHalfOpenState();
            return this;
        }

        Driven failing(int times) {
            for (int i = 0; i < times; i++) {
                assertThatThrownBy(() -> outside.executeCallable(() -> {
                            throw new IOException("down");
                        }))
                        .isInstanceOf(IOException.class);
            }
            return this;
        }

        Driven succeeding(int times) {
            for (int i = 0; i < times; i++) {
                outside.executeRunnable(() -> {});
            }
            return this;
        }

        int permits() {
            int permits = 0;
            while (permits < 100 && within.tryAcquirePermission()) {
                permits++;
            }
            return permits;
        }
    }

    private Driven driven() {
        return new Driven(config -> config);
    }

    // -- counting

    @Test
    void counts_in_resilience4js_place_while_closed() {
        Driven driven = driven().succeeding(6).failing(3);
        driven.guard.run(() -> {});

        assertThat(driven.outside.getMetrics().getFailureRate()).isEqualTo(30);
        assertThat(driven.outside.getMetrics().getNumberOfBufferedCalls()).isEqualTo(10);
        assertThat(driven.within.getMetrics().getNumberOfBufferedCalls()).isZero();
        assertThat(driven.window.total(SUCCESS)).isEqualTo(7);
        assertThat(driven.window.total(FAILURE)).isEqualTo(3);
    }

    @Test
    void trips_with_the_very_failure_that_is_one_too_many() {
        Driven driven = driven().succeeding(5).failing(4);
        assertThat(driven.outside.getState()).isEqualTo(State.CLOSED);

        driven.failing(1);

        assertThat(driven.outside.getState()).isEqualTo(State.OPEN);
        assertThatThrownBy(() -> driven.outside.executeRunnable(() -> {}))
                .isInstanceOf(CallNotPermittedException.class);
        assertThatThrownBy(driven.guard::enter).isInstanceOf(CallRejectedException.class);
        assertThat(driven.window.total(REJECTED)).isEqualTo(2);
        assertThat(driven.outside.getMetrics().getNumberOfNotPermittedCalls()).isEqualTo(2);
        assertThat(driven.outside.getMetrics().getFailureRate()).isEqualTo(50);
    }

    @Test
    void old_failures_do_not_open_it_again() {
        Driven driven = driven().failing(10).halfOpen();
        driven.succeeding(TRIALS);
        assertThat(driven.outside.getState()).isEqualTo(State.CLOSED);

        driven.failing(4).succeeding(6);

        assertThat(driven.outside.getState()).isEqualTo(State.CLOSED);
        assertThat(driven.outside.getMetrics().getFailureRate()).isEqualTo(40);
    }

    @Test
    void a_window_of_seconds_is_not_stretched_by_a_wall_clock_that_jumps() {
        Driven driven = new Driven(config -> config.slidingWindowType(SlidingWindowType.TIME_BASED)).succeeding(2);
        driven.failing(2);
        clock.jumpWallClock(Duration.ofHours(-1));
        clock.advance(Duration.ofSeconds(11));

        assertThat(driven.outside.getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    @Test
    void one_that_heal_makes_has_resilience4js_defaults() {
        Breaker breaker = Breaker.create("inventory", clock);
        CircuitBreaker outside = breaker.circuitBreaker();
        for (int i = 0; i < 99; i++) {
            outside.onError(1, TimeUnit.SECONDS, new IOException("down"));
        }
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);

        outside.onError(1, TimeUnit.SECONDS, new IOException("down"));

        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        assertThat(outside.getCircuitBreakerConfig().getSlidingWindowSize()).isEqualTo(100);
        // and as many trial calls must pass as by default
        breaker.tryAgain();
        for (int i = 0; i < 9; i++) {
            outside.executeRunnable(() -> {});
        }
        assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
        outside.executeRunnable(() -> {});
        assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void an_accepted_call_allocates_nothing() {
        Driven driven = driven().succeeding(20);
        driven.outside.getEventPublisher().onEvent(event -> {});
        Supplier<String> body = () -> "found";

        assertThat(bytesOf(() -> driven.outside.executeSupplier(body))).isLessThan(0.5);
        assertThat(bytesOf(() -> driven.guard.succeeded(driven.guard.enter(), "found")))
                .isLessThan(0.5);
    }

    private static double bytesOf(Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int calls = 20_000;
        double least = Double.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) {
                call.run();
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / (double) calls);
        }
        return least;
    }

    // -- many threads

    @Test
    void threads_that_fail_at_once_open_it_once_and_no_later_than_they_must() throws Exception {
        for (int round = 0; round < 200; round++) {
            Driven driven = driven();
            List<StateTransition> transitions = new CopyOnWriteArrayList<>();
            driven.outside.getEventPublisher().onStateTransition(event -> transitions.add(event.getStateTransition()));
            AtomicInteger told = new AtomicInteger();
            driven.outside.getEventPublisher().onFailureRateExceeded(event -> told.incrementAndGet());
            for (int i = 0; i < 12; i++) {
                driven.outside.acquirePermission();
            }

            atOnce(4, () -> {
                for (int i = 0; i < 3; i++) {
                    driven.outside.onError(1, TimeUnit.MILLISECONDS, new IOException("down"));
                }
            });

            assertThat(transitions).containsExactly(StateTransition.CLOSED_TO_OPEN);
            assertThat(told).hasValue(1);
            assertThat(driven.window.inFlightTotal()).isZero();
        }
    }

    @Test
    void numbers_are_exact_again_once_no_call_is_ending() throws Exception {
        Driven driven = new Driven(config ->
                config.slidingWindowSize(10_000).minimumNumberOfCalls(10_000).failureRateThreshold(100));
        atOnce(4, () -> {
            for (int i = 0; i < 1_000; i++) {
                driven.guard.succeeded(driven.guard.enter());
                driven.guard.failed(driven.guard.enter(), new IOException("down"));
            }
        });

        assertThat(driven.outside.getMetrics().getNumberOfBufferedCalls()).isEqualTo(8_000);
        assertThat(driven.outside.getMetrics().getNumberOfFailedCalls()).isEqualTo(4_000);
    }

    private static void atOnce(int threads, Runnable task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch all = new CountDownLatch(threads);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    all.countDown();
                    all.await();
                    task.run();
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get(10, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    // -- listeners

    @Test
    void of_successes_while_closed_only_those_are_told_who_asked_for_successes() {
        Driven driven = driven();
        List<String> everything = new ArrayList<>();
        List<String> successes = new ArrayList<>();
        driven.outside
                .getEventPublisher()
                .onSuccess(event -> successes.add("success"))
                .onEvent(event -> everything.add(event.getEventType().name()));

        driven.succeeding(2).failing(1).halfOpen().succeeding(1);

        assertThat(successes).hasSize(3);
        assertThat(everything).containsExactly("ERROR", "STATE_TRANSITION", "STATE_TRANSITION", "SUCCESS");
    }

    @Test
    void who_listened_before_it_was_driven_hears_of_failures() {
        List<String> heard = new ArrayList<>();
        CircuitBreaker within = CircuitBreaker.ofDefaults("inventory");
        within.getEventPublisher()
                .onError(event -> heard.add(event.getThrowable().getMessage()));

        Breaker.driven(within).circuitBreaker().onError(1, TimeUnit.SECONDS, new IOException("down"));

        assertThat(heard).containsExactly("down");
    }

    @Test
    void a_listener_that_throws_harms_nobody() {
        Driven driven = driven();
        driven.outside
                .getEventPublisher()
                .onSuccess(event -> {
                    throw new IllegalStateException("listener");
                })
                .onError(event -> {
                    throw new AssertionError("listener");
                })
                .onFailureRateExceeded(event -> {
                    throw new IllegalStateException("listener");
                });

        driven.succeeding(5).failing(5);

        assertThat(driven.outside.getState()).isEqualTo(State.OPEN);
        assertThat(driven.window.counted()).isEqualTo(10);
    }

    // -- the application's own functions

    @Test
    void a_predicate_that_throws_neither_hides_the_answer_nor_keeps_a_permit() {
        UnaryOperator<CircuitBreakerConfig.Builder> broken = config -> config.recordResult(result -> {
                    throw new IllegalStateException("predicate");
                })
                .recordException(error -> {
                    throw new IllegalStateException("predicate");
                });
        Driven closed = new Driven(broken);
        assertThat(closed.outside.executeSupplier(() -> "found")).isEqualTo("found");
        closed.failing(1);
        assertThat(closed.outside.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
        assertThat(closed.outside.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);

        Driven half = new Driven(broken).halfOpen();
        assertThat(half.outside.executeSupplier(() -> "found")).isEqualTo("found");
        half.failing(1);
        assertThat(half.permits()).isEqualTo(TRIALS);
    }

    @Test
    void an_error_counts_as_through_a_guard_and_leaves_nothing_behind() {
        Driven driven = driven();
        assertThatThrownBy(() -> driven.outside.executeRunnable(() -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(driven.outside.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
        assertThat(driven.window.inFlightTotal()).isZero();

        Driven half = driven().halfOpen();
        for (int i = 0; i < TRIALS; i++) {
            assertThatThrownBy(() -> half.outside.executeRunnable(() -> {
                        throw new StackOverflowError();
                    }))
                    .isInstanceOf(StackOverflowError.class);
        }
        assertThat(half.outside.getState()).as("not stuck").isEqualTo(State.OPEN);
    }

    @Test
    void one_that_could_not_be_opened_is_opened_by_the_next_failure() {
        AtomicInteger asked = new AtomicInteger();
        Driven driven = new Driven(config -> config.waitIntervalFunctionInOpenState(attempt -> {
            if (asked.getAndIncrement() == 0) {
                throw new IllegalStateException("no interval");
            }
            return 1_000L;
        }));
        driven.failing(10);
        assertThat(driven.outside.getState()).isEqualTo(State.CLOSED);

        driven.failing(1);

        assertThat(driven.outside.getState()).isEqualTo(State.OPEN);
    }

    // -- ways to call

    @Test
    void a_permission_that_is_given_back_says_nothing() {
        Driven driven = driven();
        driven.outside.acquirePermission();
        driven.outside.releasePermission();

        assertThat(driven.window.total(IGNORED)).isEqualTo(1);
        assertThat(driven.outside.getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    @Test
    void a_stage_is_counted_when_it_completes_and_tells_as_resilience4js_does() {
        Driven driven = driven();
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<String> asked =
                driven.outside.executeCompletionStage(() -> answer).toCompletableFuture();
        assertThat(driven.window.inFlightTotal()).isEqualTo(1);
        answer.complete("found");
        assertThat(asked.join()).isEqualTo("found");

        assertThatThrownBy(() -> driven.outside
                        .executeCompletionStage(() -> CompletableFuture.failedFuture(new IOException("down")))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
        driven.outside.transitionToOpenState();
        assertThatThrownBy(() -> driven.outside
                        .executeCompletionStage(() -> answer)
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(CallNotPermittedException.class);

        assertThat(driven.outside.getMetrics().getNumberOfBufferedCalls()).isEqualTo(2);
        assertThat(driven.window.inFlightTotal()).isZero();
    }

    @Test
    void only_resilience4js_own_can_be_driven() {
        CircuitBreaker own = (CircuitBreaker) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CircuitBreaker.class},
                (proxy, method, args) -> method.invoke(CircuitBreaker.ofDefaults("inventory"), args));

        assertThatThrownBy(() -> Breaker.driven(own))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("circuit breaker inventory is a ")
                .hasMessageContaining("use Breaker.attached");
    }

    @Test
    void its_guard_records_in_its_window() {
        Breaker breaker = driven().breaker;
        SlicedWindow other = new SlicedWindow(Duration.ofMillis(500), clock.nanos());

        assertThatThrownBy(() -> new Guard("inventory", breaker, other, clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give its guard that one");
        assertThat(Breaker.driven(driven().outside).window()).isPresent();
    }

    @Test
    void who_needs_exact_durations_gets_them() {
        Driven fast = new Driven(config -> config.slowCallDurationThreshold(Duration.ofMillis(31)));
        Driven listened = driven();
        listened.outside.getEventPublisher().onSuccess(event -> {});

        assertThat(driven().breaker.needsExactTiming()).isFalse();
        assertThat(fast.breaker.needsExactTiming()).isTrue();
        assertThat(listened.breaker.needsExactTiming()).isTrue();
        assertThat(Breaker.attached(CircuitBreaker.ofDefaults("own")).needsExactTiming())
                .isTrue();
    }
}
