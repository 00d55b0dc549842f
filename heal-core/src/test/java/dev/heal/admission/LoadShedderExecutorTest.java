package dev.heal.admission;

import static dev.heal.admission.Priority.BULK;
import static dev.heal.admission.Priority.CRITICAL;
import static dev.heal.admission.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.time.Clock;
import dev.heal.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A load shedder before a pool hands it just so much that its threads are busy, the most important first")
@Timeout(60)
class LoadShedderExecutorTest {

    private static final Request NORMALLY = Request.of(NORMAL);

    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    private final CompletableFuture<String> gate = new CompletableFuture<>();
    private final LoadShedder shedder = before(pool, Clock.system());

    @AfterEach
    void stop() {
        gate.complete("open");
        pool.shutdownNow();
    }

    @Test
    void work_is_done_by_the_pool_and_its_result_comes_through() {
        CompletionStage<Boolean> done =
                shedder.execute(NORMALLY, () -> Thread.currentThread().getName().startsWith("pool-"));

        assertThat(done.toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(true);
        assertThat(shedder.admission().underWay()).isZero();
    }

    @Test
    void work_that_fails_has_ended_whatever_it_throws() {
        CompletionStage<String> fails = shedder.execute(NORMALLY, () -> {
            throw new IOException("gone");
        });
        CompletionStage<String> breaks = shedder.execute(NORMALLY, () -> {
            throw new LinkageError("of the work");
        });

        assertThat(fails.toCompletableFuture())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(IOException.class);
        assertThat(breaks.toCompletableFuture())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(LinkageError.class);
        assertThat(shedder.admission().underWay()).isZero();
    }

    @Test
    void the_pools_queue_stays_short_and_what_is_important_overtakes_what_waits() {
        List<String> order = new CopyOnWriteArrayList<>();
        List<CompletionStage<?>> all = new ArrayList<>();
        // Both threads busy and one in the pool's queue, from where nobody can be overtaken.
        for (int i = 0; i < 3; i++) {
            all.add(shedder.execute(NORMALLY, gate::join));
            int busy = Math.min(2, i + 1);
            await().until(() -> pool.getActiveCount() == busy);
        }
        for (int i = 0; i < 20; i++) {
            all.add(shedder.execute(Request.of(BULK), () -> order.add("bulk")));
        }
        all.add(shedder.execute(Request.of(CRITICAL), () -> order.add("critical")));

        assertThat(pool.getQueue()).hasSizeLessThanOrEqualTo(1);
        assertThat(shedder.admission().waiting()).isGreaterThanOrEqualTo(20);
        gate.complete("open");

        assertThat(all)
                .allSatisfy(each -> assertThat(each.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20)));
        assertThat(order.indexOf("critical")).isLessThanOrEqualTo(1);
        assertThat(order).hasSize(21);
        assertThat(shedder.admission().underWay()).isZero();
    }

    @Test
    void all_of_many_that_may_wait_are_done() {
        List<CompletionStage<?>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(shedder.execute(NORMALLY, () -> "done"));
        }

        assertThat(all)
                .allSatisfy(each -> assertThat(each.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20)));
        assertThat(shedder.admission().underWay()).isZero();
        assertThat(shedder.admission().waiting()).isZero();
    }

    @Test
    void a_pool_that_takes_no_work_costs_no_place() {
        pool.shutdown();

        for (int i = 0; i < 5; i++) {
            assertThat(shedder.execute(NORMALLY, () -> "never").toCompletableFuture())
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(RejectedExecutionException.class);
        }

        assertThat(shedder.admission().underWay()).isZero();
        assertThat(shedder.admission().admitted(NORMAL)).isEqualTo(5);
    }

    @Test
    void a_pool_that_cannot_start_a_thread_costs_no_place() {
        Executor broken = task -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        LoadShedder before = before(broken, new ManualClock());

        for (int i = 0; i < 5; i++) {
            assertThat(before.execute(NORMALLY, () -> "never").toCompletableFuture())
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(OutOfMemoryError.class);
        }

        assertThat(before.admission().underWay()).isZero();
    }

    @Test
    void work_that_waits_when_the_pool_is_shut_down_fails_with_what_the_pool_says() {
        List<Runnable> taken = new ArrayList<>();
        LoadShedder before = before(
                task -> {
                    if (taken.size() == 1) {
                        throw new RejectedExecutionException("shut down");
                    }
                    taken.add(task);
                },
                new ManualClock());
        CompletionStage<String> first = before.execute(NORMALLY, () -> "first");
        CompletionStage<String> second = before.execute(NORMALLY, () -> "second");
        CompletionStage<String> third = before.execute(NORMALLY, () -> "third");
        assertThat(before.admission().waiting()).isEqualTo(2);

        taken.get(0).run();

        assertThat(first).isCompletedWithValue("first");
        assertThat(List.of(second, third))
                .allSatisfy(each -> assertThat(each.toCompletableFuture())
                        .failsWithin(Duration.ZERO)
                        .withThrowableThat()
                        .withCauseInstanceOf(RejectedExecutionException.class));
        assertThat(before.admission().underWay()).isZero();
        assertThat(before.admission().waiting()).isZero();
    }

    @Test
    void a_pool_that_runs_work_on_the_callers_thread_is_served_without_end_of_the_stack() {
        LoadShedder before = before(Runnable::run, new ManualClock());
        List<CompletionStage<?>> all = new ArrayList<>();
        before.execute(NORMALLY, () -> {
            for (int i = 0; i < 60; i++) {
                all.add(before.execute(NORMALLY, () -> before.execute(NORMALLY, () -> "inner")));
            }
            return "outer";
        });

        assertThat(all)
                .allSatisfy(each -> assertThat(each.toCompletableFuture()).isDone());
        assertThat(before.admission().underWay()).isZero();
    }

    private static LoadShedder before(Executor pool, Clock clock) {
        return LoadShedder.before("pool", pool, ShedderSettings.DEFAULT.maxWait(Duration.ofSeconds(30)), clock)
                .alwaysOn();
    }
}
