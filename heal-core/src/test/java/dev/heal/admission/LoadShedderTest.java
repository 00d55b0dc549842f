package dev.heal.admission;

import static dev.heal.admission.Priority.BULK;
import static dev.heal.admission.Priority.CRITICAL;
import static dev.heal.admission.Priority.HIGH;
import static dev.heal.admission.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import dev.heal.check.InvalidConfigurationException;
import dev.heal.time.ManualClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A load shedder before the work: enter and leave, call, callStage, and what it says when it turns away")
@Timeout(60)
class LoadShedderTest {

    private static final Request NORMALLY = Request.of(NORMAL);

    private final ManualClock clock = new ManualClock();
    private final LoadShedder shedder = onePlace(ShedderSettings.DEFAULT);

    @Test
    void the_result_of_the_work_comes_through() throws IOException {
        assertThat(shedder.<String, IOException>call(NORMALLY, () -> "done")).isEqualTo("done");
        assertThat(shedder.admission().underWay()).isZero();
        assertThat(shedder.admission().admitted(NORMAL)).isOne();
    }

    @Test
    void work_that_fails_has_ended_whatever_it_throws() {
        assertThatThrownBy(() -> shedder.call(NORMALLY, () -> {
                    throw new IOException("gone");
                }))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> shedder.call(NORMALLY, () -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);

        assertThat(shedder.admission().underWay()).isZero();
    }

    @Test
    void it_is_idle_until_activated_and_idle_again_after_its_release() {
        LoadShedder idle = LoadShedder.of("orders", ShedderSettings.DEFAULT, clock);
        assertThat(idle.isActive()).isFalse();

        LoadShedder.Activation activation = idle.activate(CRITICAL);
        assertThat(idle.isActive()).isTrue();
        assertThatThrownBy(() -> idle.enter(NORMALLY)).isInstanceOf(LoadShedException.class);

        activation.release();
        for (int i = 0; i < 40; i++) {
            clock.advance(Duration.ofMillis(100));
            idle.cutOff();
        }
        assertThat(idle.isActive()).isFalse();
        assertThat(idle.enter(Request.of(BULK))).isEqualTo(clock.nanos());
    }

    @Test
    void of_several_activations_the_strictest_holds_until_it_is_released() {
        LoadShedder.Activation mild = shedder.activate(HIGH);
        LoadShedder.Activation strict = shedder.activate(CRITICAL);
        shedder.activate(BULK);
        assertThatThrownBy(() -> shedder.enter(Request.of(HIGH))).isInstanceOf(LoadShedException.class);

        mild.release();
        mild.release();
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> shedder.enter(Request.of(HIGH))).isInstanceOf(LoadShedException.class);

        strict.release();
        clock.advance(Duration.ofSeconds(1));
        shedder.cutOff();
        assertThat(shedder.enter(Request.of(BULK))).isEqualTo(clock.nanos());
    }

    @Test
    void who_cancels_while_he_waits_is_not_let_in_any_more() {
        LoadShedder one = LoadShedder.of("orders", ShedderSettings.DEFAULT.maxConcurrency(1), clock)
                .alwaysOn();
        long token = one.enter(NORMALLY);
        AtomicBoolean hasRun = new AtomicBoolean();
        CompletableFuture<String> waiting = one.callStage(NORMALLY, () -> {
            hasRun.set(true);
            return CompletableFuture.completedFuture("late");
        });
        assertThat(one.admission().waiting()).isEqualTo(1);

        waiting.cancel(false);

        assertThat(one.admission().waiting()).isZero();
        one.leave(token);
        assertThat(hasRun).isFalse();
        assertThat(one.admission().underWay()).isZero();
    }

    @Test
    void what_is_always_on_stays_on_when_released() {
        shedder.activate(CRITICAL).release();
        for (int i = 0; i < 30; i++) {
            clock.advance(Duration.ofMillis(100));
            shedder.cutOff();
        }

        assertThat(shedder.isActive()).isTrue();
        assertThat(shedder.cutOff().isNone()).isTrue();
        assertThat(LoadShedder.create("orders").isActive()).isTrue();
    }

    @Test
    void the_exception_says_who_turned_away_what_and_when_to_come_back() {
        shedder.activate(CRITICAL);

        LoadShedException away = catchThrowableOfType(LoadShedException.class, () -> shedder.enter(NORMALLY));

        assertThat(away.shedder()).isEqualTo("orders");
        assertThat(away.priority()).isEqualTo(NORMAL);
        assertThat(away.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(away)
                .hasMessageMatching("load shedder orders turned a request of class NORMAL away"
                        + " \\(cut-off: (high|bulk);share=\\d\\.\\d\\d\\); try again in 1\\.\\d s");
        assertThat(away.getStackTrace()).isEmpty();
        away.addSuppressed(new IllegalStateException());
        assertThat(away.getSuppressed()).isEmpty();
    }

    @Test
    void those_turned_away_come_back_evenly_spread_over_a_second() {
        shedder.activate(CRITICAL);

        int[] tenths = new int[10];
        for (int i = 0; i < 1_000; i++) {
            LoadShedException away = catchThrowableOfType(LoadShedException.class, () -> shedder.enter(NORMALLY));
            tenths[(int) (away.retryAfter().toMillis() - 1_000) / 100]++;
        }

        assertThat(Arrays.stream(tenths).boxed())
                .allSatisfy(each -> assertThat(each).isBetween(95, 105));
    }

    @Test
    void a_stage_starts_when_it_is_let_in_and_ends_as_the_works_does() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        AtomicInteger started = new AtomicInteger();
        CompletionStage<String> one = shedder.callStage(NORMALLY, () -> count(started, first));
        CompletionStage<String> other = shedder.callStage(NORMALLY, () -> count(started, second));
        assertThat(started).hasValue(1);
        assertThat(shedder.admission().waiting()).isOne();

        first.complete("first");
        assertThat(started).hasValue(2);
        second.completeExceptionally(new IOException("gone"));

        assertThat(one).isCompletedWithValue("first");
        assertThat(other.toCompletableFuture()).isCompletedExceptionally();
        assertThat(shedder.admission().underWay()).isZero();
    }

    @Test
    void a_stage_that_is_turned_away_fails_and_its_work_never_starts() {
        AtomicInteger started = new AtomicInteger();
        shedder.activate(CRITICAL);

        CompletionStage<String> away = shedder.callStage(NORMALLY, () -> count(started, new CompletableFuture<>()));

        assertThat(away.toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(LoadShedException.class);
        assertThat(started).hasValue(0);
    }

    @Test
    void work_that_gives_no_stage_or_throws_an_error_has_ended() {
        CompletionStage<String> none = shedder.callStage(NORMALLY, () -> null);
        CompletionStage<String> broken = shedder.callStage(NORMALLY, () -> {
            throw new LinkageError("of the work");
        });

        assertThat(none.toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("the work gave no stage");
        assertThat(broken.toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(LinkageError.class);
        assertThat(shedder.admission().underWay()).isZero();
    }

    @Test
    void ten_thousand_waiting_stages_do_not_overflow_the_stack() {
        LoadShedder wide = onePlace(ShedderSettings.DEFAULT.maxWait(Duration.ofMinutes(1)));
        CompletableFuture<String> first = new CompletableFuture<>();
        AtomicInteger started = new AtomicInteger();
        learnSpeed(wide);
        List<CompletionStage<String>> all = new ArrayList<>();
        wide.callStage(NORMALLY, () -> first);
        for (int i = 0; i < 10_000; i++) {
            all.add(wide.callStage(NORMALLY, () -> count(started, CompletableFuture.completedStage("done"))));
        }
        assertThat(wide.admission().waiting()).isEqualTo(10_000);

        first.complete("go");

        assertThat(started).hasValue(10_000);
        assertThat(all).allSatisfy(each -> assertThat(each).isCompletedWithValue("done"));
        assertThat(wide.admission().underWay()).isZero();
    }

    @Test
    void a_waiting_stage_is_turned_away_when_nothing_else_happens() {
        LoadShedder hasty = onePlace(ShedderSettings.DEFAULT.maxWait(Duration.ofMillis(20)));
        hasty.enter(NORMALLY);

        CompletionStage<String> waits = hasty.callStage(NORMALLY, CompletableFuture::new);

        assertThat(waits.toCompletableFuture())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(LoadShedException.class);
        assertThat(hasty.admission().waiting()).isZero();
        assertThat(hasty.admission().rejected(NORMAL)).isOne();
    }

    @Test
    void a_shedder_is_asked_only_for_what_it_was_made_for() {
        Executor pool = Runnable::run;
        LoadShedder before = LoadShedder.before("pool", pool, ShedderSettings.DEFAULT, clock);

        assertThatThrownBy(() -> before.enter(NORMALLY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("load shedder pool stands before an executor; use execute, or make it by LoadShedder.of");
        assertThatThrownBy(() -> before.call(NORMALLY, () -> "")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> before.callStage(NORMALLY, CompletableFuture::new))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> shedder.execute(NORMALLY, () -> ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("load shedder orders stands before no executor; make it by LoadShedder.before,"
                        + " or use enter, call or callStage");
    }

    @Test
    void wrong_settings_are_named_all_at_once() {
        ShedderSettings wrong = new ShedderSettings(Duration.ZERO, -1, 0, 0);

        assertThatThrownBy(() -> LoadShedder.of("orders", wrong, clock))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("max-wait")
                .hasMessageContaining("waiting-room")
                .hasMessageContaining("max-concurrency")
                .hasMessageContaining("max-held");
        assertThatThrownBy(() -> LoadShedder.before("orders", Runnable::run, wrong, clock))
                .isInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    void whoever_is_let_in_at_once_is_allocated_nothing_for() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        LoadShedder wide =
                LoadShedder.of("orders", ShedderSettings.DEFAULT, clock).alwaysOn();
        enterAndLeave(wide, 20_000);

        long before = threads.getThreadAllocatedBytes(self);
        enterAndLeave(wide, 20_000);
        long allocated = threads.getThreadAllocatedBytes(self) - before;

        // What the measuring itself allocates is a few hundred bytes.
        assertThat(allocated).as("bytes for 20,000 calls").isLessThan(2_000);
    }

    @Test
    void whoever_is_let_in_at_once_does_not_need_the_lock_of_the_waiting_room() throws Exception {
        Field field = Admission.class.getDeclaredField("lock");
        field.setAccessible(true);
        ReentrantLock lock = (ReentrantLock) field.get(shedder.admission());
        lock.lock();
        try {
            // Time for a tick too, which would look at the room.
            clock.advance(Duration.ofSeconds(1));
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> enterAndLeave(shedder, 10));

            assertThat(other.orTimeout(20, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(20));
        } finally {
            lock.unlock();
        }
    }

    private void enterAndLeave(LoadShedder which, int times) {
        for (int i = 0; i < times; i++) {
            which.leave(which.enter(NORMALLY));
        }
    }

    /** What it has ended decides how many may wait. */
    private void learnSpeed(LoadShedder which) {
        for (int tick = 0; tick < 20; tick++) {
            enterAndLeave(which, 1_000);
            clock.advance(Duration.ofMillis(100));
            which.cutOff();
        }
    }

    private LoadShedder onePlace(ShedderSettings settings) {
        return LoadShedder.of("orders", settings.maxConcurrency(1), clock).alwaysOn();
    }

    private static <T> CompletionStage<T> count(AtomicInteger started, CompletionStage<T> stage) {
        started.incrementAndGet();
        return stage;
    }
}
