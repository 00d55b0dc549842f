package dev.heal.admission;

import static dev.heal.admission.Priority.BULK;
import static dev.heal.admission.Priority.CRITICAL;
import static dev.heal.admission.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

@DisplayName("Threads that have to wait for a place wait without spinning, hear one answer, and none is forgotten")
@Timeout(120)
class LoadShedderThreadsTest {

    private static final Request NORMALLY = Request.of(NORMAL);
    private static final Duration LONG = Duration.ofSeconds(60);

    /** What a thread came back with. */
    private record Back(Object result, boolean isInterrupted) {}

    @ThreadKind.OnEach
    void a_thread_waits_until_it_is_let_in(ThreadKind kind) {
        LoadShedder shedder = places(1, LONG);
        long token = shedder.enter(NORMALLY);
        CompletableFuture<Back> waiting = enters(kind, shedder, NORMALLY);
        awaitWaiting(shedder, 1);

        shedder.leave(token);

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(20)).satisfies(back -> {
            assertThat(back.result()).isInstanceOf(Long.class);
            assertThat(back.isInterrupted()).isFalse();
        });
        assertThat(shedder.admission().underWay()).isOne();
        shedder.leave((Long) waiting.join().result());
        assertThat(shedder.admission().underWay()).isZero();
    }

    @ThreadKind.OnEach
    void the_most_important_of_those_that_wait_is_woken(ThreadKind kind) {
        LoadShedder shedder = places(1, LONG);
        long token = shedder.enter(NORMALLY);
        CompletableFuture<Back> bulk = enters(kind, shedder, Request.of(BULK));
        awaitWaiting(shedder, 1);
        CompletableFuture<Back> critical = enters(kind, shedder, Request.of(CRITICAL));
        awaitWaiting(shedder, 2);

        shedder.leave(token);

        assertThat(critical).succeedsWithin(Duration.ofSeconds(20));
        assertThat(bulk).isNotDone();
        shedder.leave((Long) critical.join().result());
        assertThat(bulk).succeedsWithin(Duration.ofSeconds(20));
    }

    @ThreadKind.OnEach
    void a_thread_that_is_interrupted_is_turned_away_and_keeps_its_flag(ThreadKind kind) {
        LoadShedder shedder = places(1, LONG);
        shedder.enter(NORMALLY);
        CompletableFuture<Back> waiting = new CompletableFuture<>();
        Thread thread = kind.start(() -> waiting.complete(enter(shedder, NORMALLY)));
        awaitWaiting(shedder, 1);

        thread.interrupt();

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(20)).satisfies(back -> {
            assertThat(back.result()).isInstanceOf(LoadShedException.class);
            assertThat(back.isInterrupted()).isTrue();
        });
        assertThat(shedder.admission().waiting()).isZero();
        assertThat(shedder.admission().rejected(NORMAL)).isOne();
    }

    @ThreadKind.OnEach
    void a_thread_goes_away_when_the_longest_wait_or_the_deadline_is_over_and_nothing_else_happens(ThreadKind kind) {
        LoadShedder hasty = places(1, Duration.ofMillis(30));
        hasty.enter(NORMALLY);
        assertThat(enters(kind, hasty, NORMALLY))
                .succeedsWithin(Duration.ofSeconds(20))
                .satisfies(back -> assertThat(back.result()).isInstanceOf(LoadShedException.class));

        LoadShedder patient = places(1, LONG);
        patient.enter(NORMALLY);
        Request urgent = NORMALLY.within(Duration.ofMillis(30), patient.clock().nanos());
        assertThat(enters(kind, patient, urgent))
                .succeedsWithin(Duration.ofSeconds(20))
                .satisfies(back -> assertThat(back.result()).isInstanceOf(LoadShedException.class));
        assertThat(patient.admission().waiting()).isZero();
    }

    @ThreadKind.OnEach
    void one_whose_time_is_over_while_somebody_is_about_to_let_it_in_does_not_spin_and_is_let_in(ThreadKind kind)
            throws InterruptedException {
        LoadShedder shedder = places(1, Duration.ofMillis(200));
        Admission admission = shedder.admission();
        long token = shedder.enter(NORMALLY);
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Waiter slow = new Waiter(Request.of(CRITICAL)) {
            @Override
            protected void admitted(long now) {
                // Gives its place on at once, and then keeps the thread that has to tell the next one.
                admission.finished(now, now);
                told.countDown();
                awaitQuietly(goOn);
            }

            @Override
            protected void rejected(long now) {}
        };
        assertThat(admission.arrived(slow, shedder.clock().nanos())).isEqualTo(Admission.Answer.WAITING);
        CompletableFuture<Back> waiting = new CompletableFuture<>();
        Thread thread = kind.start(() -> waiting.complete(enter(shedder, NORMALLY)));
        awaitWaiting(shedder, 2);

        Thread finisher = ThreadKind.PLATFORM.start(() -> shedder.leave(token));
        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        // Without a time limit, since its own is over and only an answer can end its wait.
        await().atMost(Duration.ofSeconds(20)).until(() -> thread.getState() == Thread.State.WAITING);
        thread.interrupt();
        await().atMost(Duration.ofSeconds(20)).until(() -> thread.getState() == Thread.State.WAITING);
        goOn.countDown();

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(20)).satisfies(back -> {
            assertThat(back.result()).isInstanceOf(Long.class);
            assertThat(back.isInterrupted()).isTrue();
        });
        finisher.join();
    }

    @ThreadKind.OnEach
    void many_threads_that_come_go_wait_and_give_up_leave_nothing_behind(ThreadKind kind) throws InterruptedException {
        int places = 3;
        LoadShedder shedder = places(places, Duration.ofMillis(20));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicLong served = new AtomicLong();
        AtomicLong away = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            long seed = i;
            threads.add(kind.start(() -> hammer(shedder, new Random(seed), 2_000, inside, most, served, away)));
        }
        Random random = new Random(99);
        while (threads.stream().anyMatch(Thread::isAlive)) {
            threads.get(random.nextInt(threads.size())).interrupt();
            LockSupport.parkNanos(200_000);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        Admission admission = shedder.admission();
        assertThat(most.get()).isBetween(1, places);
        assertThat(admission.underWay()).isZero();
        assertThat(admission.waiting()).isZero();
        assertThat(served.get() + away.get()).isEqualTo(16 * 2_000);
        assertThat(Priority.all().stream().mapToLong(admission::admitted).sum()).isEqualTo(served.get());
        assertThat(Priority.all().stream().mapToLong(admission::rejected).sum()).isEqualTo(away.get());
    }

    @ThreadKind.OnEach
    void two_threads_that_want_the_one_place_again_and_again_both_get_it_every_time(ThreadKind kind)
            throws InterruptedException {
        LoadShedder shedder = places(1, Duration.ofMinutes(1));
        int rounds = 20_000;
        Runnable comesAndGoes = () -> {
            for (int i = 0; i < rounds; i++) {
                shedder.leave(shedder.enter(NORMALLY));
            }
        };
        Thread one = kind.start(comesAndGoes);
        Thread other = kind.start(comesAndGoes);

        one.join(60_000);
        other.join(60_000);

        assertThat(one.isAlive() || other.isAlive())
                .as("somebody waits for ever")
                .isFalse();
        assertThat(shedder.admission().admitted(NORMAL)).isEqualTo(2 * rounds);
    }

    private static void hammer(
            LoadShedder shedder,
            Random random,
            int times,
            AtomicInteger inside,
            AtomicInteger most,
            AtomicLong served,
            AtomicLong away) {
        for (int i = 0; i < times; i++) {
            Request request = Request.of(Priority.all().get(random.nextInt(4))).user("user " + random.nextInt(5));
            if (random.nextInt(4) == 0) {
                request = request.within(
                        Duration.ofNanos(random.nextInt(500_000)),
                        shedder.clock().nanos());
            }
            try {
                long token = shedder.enter(request);
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                if (random.nextInt(3) == 0) {
                    Thread.yield();
                }
                inside.decrementAndGet();
                served.incrementAndGet();
                shedder.leave(token);
            } catch (LoadShedException turnedAway) {
                away.incrementAndGet();
            }
            Thread.interrupted();
        }
    }

    private static LoadShedder places(int count, Duration maxWait) {
        return LoadShedder.of(
                        "orders", ShedderSettings.DEFAULT.maxConcurrency(count).maxWait(maxWait), Clock.system())
                .alwaysOn();
    }

    private static CompletableFuture<Back> enters(ThreadKind kind, LoadShedder shedder, Request request) {
        CompletableFuture<Back> back = new CompletableFuture<>();
        kind.start(() -> back.complete(enter(shedder, request)));
        return back;
    }

    private static Back enter(LoadShedder shedder, Request request) {
        Object result;
        try {
            result = shedder.enter(request);
        } catch (LoadShedException away) {
            result = away;
        }
        return new Back(result, Thread.currentThread().isInterrupted());
    }

    private static void awaitWaiting(LoadShedder shedder, int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> shedder.admission().waiting() == count);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
