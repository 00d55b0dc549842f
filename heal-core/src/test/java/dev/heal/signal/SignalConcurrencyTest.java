package dev.heal.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Call threads and a sampler at once: no call is lost and none counted twice. */
class SignalConcurrencyTest {

    private static final int THREADS = 8;
    private static final int CALLS = 50_000;

    /** Moves on with the calls, so that slices and slots change under them. */
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void totals_are_exact_after_many_threads_and_many_slices() throws Exception {
        // given a window that keeps all of the 8 s that pass: what a thread may add to is not yet dropped
        SlicedWindow window = new SlicedWindow(Duration.ofMillis(500), 0);
        window.keep(Duration.ofSeconds(10));

        // when threads call while a sampler rotates and reads
        AtomicLong lastTotal = new AtomicLong();
        together(
                () -> {
                    window.rotate(nanos.get());
                    long total = window.total(Outcome.SUCCESS);
                    assertThat(total).isGreaterThanOrEqualTo(lastTotal.getAndSet(total));
                },
                () -> {
                    for (int i = 0; i < CALLS; i++) {
                        long started = nanos.addAndGet(10_000);
                        window.started(started);
                        window.rejected();
                        Outcome outcome = i % 2 == 0 ? Outcome.SUCCESS : Outcome.FAILURE;
                        window.ended(outcome, started, nanos.addAndGet(10_000));
                    }
                });

        // then
        long all = (long) THREADS * CALLS;
        assertThat(window.total(Outcome.SUCCESS)).isEqualTo(all / 2);
        assertThat(window.total(Outcome.FAILURE)).isEqualTo(all / 2);
        assertThat(window.total(Outcome.REJECTED)).isEqualTo(all);
        assertThat(window.inFlightTotal()).isZero();
    }

    @Test
    void calls_that_end_after_the_ring_went_round_leave_an_exact_total() throws Exception {
        // given calls of many threads, all under way
        InFlight inFlight = new InFlight(0);
        long[][] started = new long[THREADS][CALLS];
        AtomicInteger starter = new AtomicInteger();
        together(() -> inFlight.advance(nanos.get()), () -> {
            long[] mine = started[starter.getAndIncrement()];
            for (int i = 0; i < CALLS; i++) {
                mine[i] = nanos.addAndGet(50_000);
                inFlight.started(mine[i]);
            }
        });
        assertThat(inFlight.total()).isEqualTo((long) THREADS * CALLS);

        // when other threads end them while the ring goes round more than twice
        AtomicInteger ender = new AtomicInteger();
        together(() -> inFlight.advance(nanos.get()), () -> {
            for (long one : started[ender.getAndIncrement()]) {
                inFlight.ended(one, nanos.addAndGet(400_000));
            }
        });

        // then
        assertThat(inFlight.total()).isZero();
    }

    /** Runs {@code calls} once on each of several threads while one more does {@code sampling} again and again. */
    private static void together(Runnable sampling, Runnable calls) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS + 1);
        try {
            Future<?> sampler = pool.submit(() -> {
                go.await();
                while (!over.get()) {
                    sampling.run();
                }
                return null;
            });
            List<Future<?>> callers = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                callers.add(pool.submit(() -> {
                    go.await();
                    calls.run();
                    return null;
                }));
            }
            go.countDown();
            for (Future<?> caller : callers) {
                caller.get(30, TimeUnit.SECONDS);
            }
            over.set(true);
            sampler.get(30, TimeUnit.SECONDS);
        } finally {
            pool.shutdownNow();
        }
    }
}
