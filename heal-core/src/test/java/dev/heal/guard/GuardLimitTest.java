package dev.heal.guard;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.REJECTED;
import static dev.heal.signal.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.admission.ConcurrencyCap;
import dev.heal.signal.SlicedWindow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A slow target does not get all of the application's threads: no more calls than the limit are in flight. */
@Timeout(60)
class GuardLimitTest {

    private final Guarded guarded = new Guarded();
    private final Guard guard = guarded.guard;

    @Test
    void without_a_limit_as_many_are_let_in_as_come() {
        assertThat(guard.concurrencyLimit()).isEmpty();
        for (int i = 0; i < 500; i++) {
            guard.enter();
        }

        assertThat(guarded.inFlight()).isEqualTo(500);
    }

    @Test
    void who_comes_beyond_the_limit_is_told_so_at_once_and_is_no_failure_of_the_target() {
        guard.limitConcurrency(2);
        guard.enter();
        guard.enter();

        assertThatThrownBy(guard::enter)
                .isInstanceOfSatisfying(CallRejectedException.class, rejected -> {
                    assertThat(rejected.target()).isEqualTo("inventory");
                    assertThat(rejected.limit()).hasValue(2);
                    assertThat(rejected.getStackTrace()).isEmpty();
                })
                .hasMessage("target inventory takes no calls: its limit of 2 in flight at once is reached"
                        + " (limit-concurrency)");
        assertThat(guarded.total(REJECTED)).isEqualTo(1);
        assertThat(guarded.total(FAILURE)).isZero();
        assertThat(guarded.inFlight()).isEqualTo(2);
        assertThat(guarded.breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
        assertThat(guarded.breaker.getMetrics().getNumberOfNotPermittedCalls()).isZero();
    }

    @Test
    void each_way_to_end_gives_the_place_back_once() {
        guard.limitConcurrency(1);

        guard.succeeded(guard.enter());
        guard.failed(guard.enter(), new IOException("down"));
        guard.ignored(guard.enter());
        guard.run(() -> {});
        assertThatThrownBy(() -> guard.run(() -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(StackOverflowError.class);
        CompletableFuture<String> answer = new CompletableFuture<>();
        guard.callStage(() -> answer);
        assertThatThrownBy(guard::enter).hasMessageContaining("limit of 1");
        answer.completeExceptionally(new IOException("down"));
        assertThatThrownBy(() -> guard.callStage(() -> {
                    throw new IllegalStateException("no stage");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> guard.callStage(() -> null)).isInstanceOf(NullPointerException.class);

        long last = guard.enter();
        assertThatThrownBy(guard::enter).hasMessageContaining("limit of 1");
        guard.succeeded(last);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void calls_that_were_in_flight_before_the_limit_count_until_they_have_ended() {
        Deque<Long> before = new ArrayDeque<>();
        for (int i = 0; i < 150; i++) {
            before.add(guard.enter());
        }

        guard.limitConcurrency(20);

        assertThat(letIn()).isZero();
        end(before, 130);
        assertThat(letIn()).isZero();
        end(before, 5);
        assertThat(letIn()).isEqualTo(5);
        end(before, 15);
        assertThat(letIn()).isEqualTo(15);
        assertThat(guarded.inFlight()).isEqualTo(20);
    }

    @Test
    void calls_that_go_past_the_guard_count_too_and_are_not_kept_out() {
        Breaker driven = Breaker.driven(guarded.breaker, guarded.clock);
        Guard beside = new Guard("inventory", driven, driven.window().orElseThrow(), guarded.clock);
        beside.limitConcurrency(3);
        for (int i = 0; i < 2; i++) {
            driven.circuitBreaker().acquirePermission();
        }
        guarded.clock.advance(Duration.ofMillis(1));
        beside.succeeded(beside.enter());
        guarded.clock.advance(Duration.ofMillis(1));

        beside.enter();

        assertThatThrownBy(beside::enter)
                .hasMessage(
                        "target inventory takes no calls: its limit of 3 in flight at once is reached, by 2 among them"
                                + " from before the limit or past the guard (limit-concurrency)");
    }

    @Test
    void calls_past_the_guard_that_nobody_ever_ends_do_not_lock_the_target_out() {
        Breaker driven = Breaker.driven(guarded.breaker, guarded.clock);
        SlicedWindow window = driven.window().orElseThrow();
        Guard beside = new Guard("inventory", driven, window, guarded.clock);
        beside.limitConcurrency(20);
        for (int i = 0; i < 20; i++) {
            driven.circuitBreaker().acquirePermission();
        }
        guarded.clock.advance(Duration.ofMillis(1));
        beside.succeeded(beside.enter());
        guarded.clock.advance(Duration.ofMillis(1));
        assertThatThrownBy(beside::enter).hasMessageContaining("by 20 among them");

        for (int second = 0; second < 80; second++) {
            guarded.clock.advance(Duration.ofSeconds(1));
            window.rotate(guarded.clock.nanos(), true);
        }

        assertThat(window.inFlightTotal()).isEqualTo(20);
        beside.succeeded(beside.enter());
    }

    @Test
    void of_several_limits_the_least_holds_and_each_goes_alone() {
        guard.limitConcurrency(50);
        ConcurrencyCap.Limit wide = guard.addConcurrencyLimit(20);
        ConcurrencyCap.Limit tight = guard.addConcurrencyLimit(10);
        ConcurrencyCap.Limit asTight = guard.addConcurrencyLimit(10);
        assertThat(guard.concurrencyLimit()).hasValue(10);

        wide.release();
        tight.release();
        tight.release();
        assertThat(guard.concurrencyLimit()).hasValue(10);
        guard.limitConcurrency(5);
        assertThat(guard.concurrencyLimit()).hasValue(5);
        guard.liftConcurrencyLimit();
        assertThat(guard.concurrencyLimit()).hasValue(10);
        asTight.release();
        assertThat(guard.concurrencyLimit()).isEmpty();
    }

    @Test
    void the_limit_may_change_and_go_while_calls_are_in_flight() {
        guard.limitConcurrency(2);
        long first = guard.enter();
        long second = guard.enter();

        guard.limitConcurrency(3);
        assertThat(guard.concurrencyLimit()).hasValue(3);
        long third = guard.enter();
        assertThatThrownBy(guard::enter).hasMessageContaining("limit of 3");

        guard.liftConcurrencyLimit();
        assertThat(guard.concurrencyLimit()).isEmpty();
        long fourth = guard.enter();

        guard.limitConcurrency(4);
        assertThatThrownBy(guard::enter).hasMessageContaining("limit of 4");
        for (long token : new long[] {first, second, third, fourth}) {
            guard.succeeded(token);
        }
        guarded.clock.advance(Duration.ofMillis(1));
        assertThat(letIn()).isEqualTo(4);
    }

    @Test
    void a_call_that_the_breaker_keeps_out_holds_no_place() {
        guard.limitConcurrency(1);
        guarded.breaker.transitionToOpenState();
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(guard::enter)
                    .isInstanceOfSatisfying(
                            CallRejectedException.class,
                            rejected -> assertThat(rejected.limit()).isEmpty())
                    .hasMessage("target inventory takes no calls: its circuit breaker is OPEN");
        }

        guarded.breaker.transitionToClosedState();
        assertThat(letIn()).isEqualTo(1);
        assertThat(guarded.total(REJECTED)).isEqualTo(10 + 1);
    }

    @Test
    void a_call_beyond_the_limit_takes_no_trial_call_of_a_half_open_breaker() {
        Guarded half = Guarded.halfOpen();
        long before = half.guard.enter();
        half.guard.limitConcurrency(1);

        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(half.guard::enter).hasMessageContaining("limit of 1");
        }

        assertThat(half.permits()).isEqualTo(Guarded.TRIALS - 1);
        half.guard.succeeded(before);
        assertThat(half.permits()).isEqualTo(Guarded.TRIALS - 1);
    }

    @Test
    void the_mark_in_the_token_does_not_change_what_is_measured() {
        guarded.clock.advance(Duration.ofNanos(7));
        guard.limitConcurrency(1);
        long token = guard.enter();
        guarded.clock.advance(Duration.ofSeconds(61));
        guard.succeeded(token);

        assertThat(guarded.breaker.getMetrics().getNumberOfSlowCalls()).isEqualTo(1);
        assertThat(guarded.total(SUCCESS)).isEqualTo(1);
        assertThat(guarded.inFlight()).isZero();
    }

    @Test
    void a_limit_that_lets_nobody_in_is_refused() {
        assertThatThrownBy(() -> guard.limitConcurrency(0))
                .hasMessage("limit-concurrency: 0 lets no call through; write 1 or more, or lift the limit");
        assertThat(guard.concurrencyLimit()).isEmpty();
    }

    @Test
    void however_many_threads_call_and_however_the_limit_changes_it_is_never_exceeded_and_all_places_come_back()
            throws InterruptedException {
        int most = 6;
        guard.limitConcurrency(most);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        LongAdder calls = new LongAdder();
        AtomicReference<Throwable> unexpected = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Random random = new Random(i);
            threads.add(new Thread(() -> {
                for (int call = 0; call < 5_000; call++) {
                    if (random.nextInt(100) == 0) {
                        guard.limitConcurrency(1 + random.nextInt(most));
                    }
                    if (random.nextInt(50) == 0) {
                        guarded.clock.advance(Duration.ofMillis(1));
                    }
                    try {
                        guard.run(() -> {
                            seen.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            calls.increment();
                            if (random.nextBoolean()) {
                                Thread.yield();
                            }
                            inside.decrementAndGet();
                            if (random.nextInt(200) == 0) {
                                throw new AssertionError("an error");
                            }
                        });
                    } catch (CallRejectedException | AssertionError expected) {
                        // Kept out, or on purpose.
                    } catch (Throwable other) {
                        unexpected.set(other);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(unexpected.get()).isNull();
        assertThat(calls.sum()).isPositive();
        assertThat(seen.get()).isBetween(2, most);
        assertThat(guarded.inFlight()).isZero();
        guarded.breaker.reset();
        guard.limitConcurrency(most);
        assertThat(letIn()).isEqualTo(most);
    }

    /** How many are let in now; a millisecond later each, so that the calls without a place are looked at. */
    private int letIn() {
        int letIn = 0;
        try {
            while (letIn < 1_000) {
                guarded.clock.advance(Duration.ofMillis(1));
                guard.enter();
                letIn++;
            }
        } catch (CallRejectedException full) {
            // As many as there are.
        }
        return letIn;
    }

    private void end(Deque<Long> tokens, int count) {
        for (int i = 0; i < count; i++) {
            guard.ignored(tokens.remove());
        }
        // A look goes by the smaller of two: the first one that finds fewer counts.
        guarded.clock.advance(Duration.ofMillis(1));
    }
}
