package dev.heal.guard;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.IGNORED;
import static dev.heal.signal.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.signal.SlicedWindow;
import dev.heal.time.Clock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@DisplayName("Threads that make one call each and are gone are counted as exactly as any other")
@EnabledForJreRange(min = JRE.JAVA_21)
@Timeout(60)
class VirtualThreadCallsTest {

    private static final int CALLS = 20_000;

    private final Clock clock = Clock.system();
    private final SlicedWindow window = new SlicedWindow(Duration.ofMillis(500), clock.nanos());
    private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("inventory");
    private final Guard guard = new Guard("inventory", Breaker.attached(breaker), window, clock);

    private static Thread start(Runnable work) {
        try {
            // By reflection: heal is compiled for 17.
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void each(int count, Runnable call) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(start(call));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void every_call_is_counted_once() throws InterruptedException {
        breaker.transitionToMetricsOnlyState();

        each(CALLS, () -> guard.run(() -> {}));
        each(CALLS / 2, () -> {
            try {
                guard.run(() -> {
                    throw new IllegalStateException();
                });
            } catch (IllegalStateException expected) {
                // It is what the call was to do.
            }
        });

        assertThat(window.total(SUCCESS)).isEqualTo(CALLS);
        assertThat(window.total(FAILURE)).isEqualTo(CALLS / 2);
        assertThat(window.inFlightTotal()).isZero();
    }

    @Test
    void calls_that_hang_on_threads_without_number_are_all_in_flight() throws InterruptedException {
        int hanging = 1_000;
        CountDownLatch called = new CountDownLatch(hanging);
        CountDownLatch answer = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < hanging; i++) {
            threads.add(start(() -> guard.run(() -> {
                called.countDown();
                awaitQuietly(answer);
            })));
        }
        assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(window.inFlightTotal()).isEqualTo(hanging);

        answer.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(window.inFlightTotal()).isZero();
    }

    @Test
    void a_stage_that_another_thread_completes_and_one_that_its_caller_cancels_are_counted_once_each()
            throws InterruptedException {
        List<CompletableFuture<String>> sources = new ArrayList<>();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            CompletableFuture<String> source = new CompletableFuture<>();
            sources.add(source);
            answers.add(guard.callStage(() -> source).toCompletableFuture());
        }
        assertThat(window.inFlightTotal()).isEqualTo(1_000);

        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            CompletableFuture<String> source = sources.get(i);
            boolean cancels = i % 2 == 0;
            threads.add(start(cancels ? () -> source.cancel(true) : () -> source.complete("answer")));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(answers).allSatisfy(answer -> assertThat(answer).isDone());
        assertThat(window.total(SUCCESS)).isEqualTo(500);
        assertThat(window.total(FAILURE) + window.total(IGNORED)).isEqualTo(500);
        assertThat(window.inFlightTotal()).isZero();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
