package dev.heal.region;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.admission.RetryBudget;
import dev.heal.guard.CallRejectedException;
import dev.heal.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@DisplayName("Around a move an idempotent call may be made once more, and no other")
@Timeout(60)
class CallIdempotentTest {

    /** What a region has got, and how it answers. */
    private static final class Server {
        final AtomicInteger got = new AtomicInteger();
        volatile Runnable before = () -> {};
        volatile boolean isDown;

        String answer() throws IOException {
            got.incrementAndGet();
            before.run();
            if (isDown) {
                throw new IOException("reset");
            }
            return "answer";
        }
    }

    private final ManualClock clock = new ManualClock();
    private final Server east = new Server();
    private final Server west = new Server();
    private RegionRouter<Server> router =
            Regions.homeAndStandby(east, west, clock).build();

    private void moveAway() {
        router.move("east", List.of("west"));
    }

    @Test
    void one_that_failed_in_a_region_that_was_left_is_made_where_the_traffic_is_now() throws IOException {
        east.isDown = true;
        east.before = this::moveAway;

        assertThat(router.<String, IOException>callIdempotent(Server::answer)).isEqualTo("answer");

        assertThat(east.got).hasValue(1);
        assertThat(west.got).hasValue(1);
        assertThat(Regions.total(router.region("east"), FAILURE)).isEqualTo(1);
        assertThat(Regions.total(router.region("west"), SUCCESS)).isEqualTo(1);
    }

    @Test
    void one_that_fails_again_tells_of_both_and_is_not_made_a_third_time() {
        east.isDown = true;
        west.isDown = true;
        east.before = this::moveAway;
        west.before = () -> {
            router.admit("east", 1);
            router.move("west", List.of("east"));
        };

        assertThatThrownBy(() -> router.callIdempotent(Server::answer))
                .isInstanceOf(IOException.class)
                .satisfies(second -> assertThat(second.getSuppressed()).hasSize(1));
        assertThat(east.got).hasValue(1);
        assertThat(west.got).hasValue(1);
    }

    @Test
    void one_that_succeeded_although_its_region_was_left_is_not_made_again() throws IOException {
        east.before = this::moveAway;

        router.callIdempotent(Server::answer);

        assertThat(west.got).hasValue(0);
    }

    @Test
    void one_that_failed_while_its_region_kept_the_traffic_is_not_made_again() {
        east.isDown = true;

        assertThatThrownBy(() -> router.callIdempotent(Server::answer)).isInstanceOf(IOException.class);

        moveAway();
        router.admit("east", 0.5);
        RegionRouter<Server> ramp =
                Regions.homeAndStandby(east, west, clock).random(() -> 0).build();
        ramp.move("east", List.of("west"));
        ramp.admit("east", 0.5);
        assertThatThrownBy(() -> ramp.callIdempotent(Server::answer)).isInstanceOf(IOException.class);
        assertThat(west.got).as("a region on its way back was not left").hasValue(0);
    }

    @Test
    void one_that_was_not_declared_is_never_made_again() {
        east.isDown = true;
        east.before = this::moveAway;
        assertThatThrownBy(() -> router.call(Server::answer)).isInstanceOf(IOException.class);

        router.admit("east", 1);
        assertThatThrownBy(() -> router.write(Server::answer)).isInstanceOf(IOException.class);

        router.admit("east", 1);
        assertThatThrownBy(() -> router.callStage(CallIdempotentTest::stage)
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(IOException.class);

        assertThat(east.got).hasValue(3);
        assertThat(west.got).hasValue(0);
    }

    @Test
    void one_within_a_call_is_a_part_of_it_and_stays_where_that_is() {
        east.isDown = true;
        east.before = this::moveAway;

        assertThatThrownBy(() -> router.call(outer -> router.callIdempotent(Server::answer)))
                .isInstanceOf(IOException.class);
        assertThat(west.got).hasValue(0);
    }

    @Test
    void one_that_the_guard_did_not_let_in_is_made_elsewhere_while_the_traffic_is_on_its_way_there()
            throws IOException {
        router = Regions.homeAndStandby(east, west, clock).random(() -> 0).build();
        openTheBreakerOfTheEast();
        assertThatThrownBy(() -> router.callIdempotent(Server::answer))
                .as("nothing moves yet")
                .isInstanceOf(CallRejectedException.class);
        assertThat(west.got).hasValue(0);
        moveAway();
        router.admit("east", 0.1);
        int before = east.got.get();

        assertThat(router.<String, IOException>callIdempotent(Server::answer)).isEqualTo("answer");

        assertThat(west.got).hasValue(1);
        assertThat(east.got).hasValue(before);
    }

    @Test
    void without_budget_nothing_is_made_again() {
        router = Regions.homeAndStandby(east, west, clock)
                .retries(RetryBudget.of(0.1, 0, 1, clock))
                .build();
        east.isDown = true;
        east.before = this::moveAway;
        int failed = 0;
        for (int i = 0; i < 40; i++) {
            try {
                router.callIdempotent(Server::answer);
            } catch (IOException expected) {
                failed++;
            }
            router.admit("east", 1);
        }

        assertThat(east.got).hasValue(40);
        assertThat(west.got).as("one of ten").hasValue(4);
        assertThat(failed).isEqualTo(36);
    }

    @Test
    void after_the_callers_deadline_nothing_is_made_again() throws IOException {
        east.isDown = true;
        east.before = () -> {
            moveAway();
            clock.advance(Duration.ofSeconds(2));
        };

        assertThatThrownBy(() -> router.callIdempotent(Duration.ofSeconds(2), Server::answer))
                .isInstanceOf(IOException.class);
        assertThat(west.got).hasValue(0);

        router.admit("east", 1);
        assertThat(router.<String, IOException>callIdempotent(Duration.ofSeconds(3), Server::answer))
                .isEqualTo("answer");
    }

    @Test
    void one_whose_thread_was_interrupted_is_not_made_again() {
        east.isDown = true;
        east.before = () -> {
            moveAway();
            Thread.currentThread().interrupt();
        };

        assertThatThrownBy(() -> router.callIdempotent(Server::answer)).isInstanceOf(IOException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(west.got).hasValue(0);
    }

    @Test
    void a_stage_is_made_once_more_too() {
        CompletableFuture<String> hanging = new CompletableFuture<>();
        CompletableFuture<String> answer = router.callStageIdempotent(
                        server -> server == east ? count(east, hanging) : stage(server))
                .toCompletableFuture();
        moveAway();
        assertThat(answer).isNotDone();

        hanging.completeExceptionally(new IOException("reset"));

        assertThat(answer).isCompletedWithValue("answer");
        assertThat(east.got).hasValue(1);
        assertThat(west.got).hasValue(1);
    }

    @Test
    void a_stage_that_is_cut_when_its_region_is_left_is_made_once_more() {
        router = Regions.homeAndStandby(east, west, clock)
                .inFlight(InFlight.FAIL_FAST)
                .build();
        CompletableFuture<String> hanging = new CompletableFuture<>();
        CompletableFuture<String> answer = router.callStageIdempotent(
                        server -> server == east ? count(east, hanging) : stage(server))
                .toCompletableFuture();

        moveAway();

        assertThat(answer.join()).isEqualTo("answer");
        assertThat(west.got).hasValue(1);
    }

    @Test
    void a_stage_that_nobody_waits_for_any_more_is_not_made_again() {
        CompletableFuture<String> hanging = new CompletableFuture<>();
        CompletableFuture<String> answer =
                router.callStageIdempotent(server -> count(server, hanging)).toCompletableFuture();
        long budget = router.retries().left();

        answer.cancel(false);
        moveAway();
        hanging.completeExceptionally(new IOException("down"));

        assertThat(east.got).hasValue(1);
        assertThat(west.got).hasValue(0);
        assertThat(router.retries().left()).isEqualTo(budget);
    }

    @Test
    void a_stage_that_fails_where_the_traffic_stays_is_not_made_again() {
        east.isDown = true;

        assertThatThrownBy(() -> router.callStageIdempotent(CallIdempotentTest::stage)
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(IOException.class);
        assertThat(east.got).hasValue(1);
        assertThat(west.got).hasValue(0);
    }

    @Test
    void calls_of_many_threads_are_each_made_at_most_twice() throws Exception {
        inFlightWhileTheTrafficMoves(Thread::new);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void calls_of_virtual_threads_too() throws Exception {
        inFlightWhileTheTrafficMoves(work -> {
            try {
                // By reflection: heal is compiled for 17.
                Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
                return (Thread) Class.forName("java.lang.Thread$Builder")
                        .getMethod("unstarted", Runnable.class)
                        .invoke(builder, work);
            } catch (ReflectiveOperationException impossible) {
                throw new AssertionError(impossible);
            }
        });
    }

    private interface Threads {
        Thread of(Runnable work);
    }

    private void inFlightWhileTheTrafficMoves(Threads threads) throws InterruptedException {
        int calls = 200;
        router = Regions.homeAndStandby(east, west, clock)
                .retries(RetryBudget.of(0.1, 0, 1_000, clock))
                .build();
        CountDownLatch arrived = new CountDownLatch(calls);
        CountDownLatch moved = new CountDownLatch(1);
        east.isDown = true;
        east.before = () -> {
            arrived.countDown();
            try {
                moved.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        };
        AtomicInteger answered = new AtomicInteger();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            all.add(threads.of(() -> {
                try {
                    router.callIdempotent(Server::answer);
                    answered.incrementAndGet();
                } catch (IOException expected) {
                    // No budget for it.
                }
            }));
        }
        all.forEach(Thread::start);
        arrived.await();
        moveAway();
        moved.countDown();
        for (Thread thread : all) {
            thread.join();
        }

        assertThat(east.got).hasValue(calls);
        assertThat(west.got).as("a tenth of the calls").hasValue(calls / 10);
        assertThat(answered).hasValue(calls / 10);
    }

    private void openTheBreakerOfTheEast() {
        east.isDown = true;
        router.region("east").guard().breaker().arm();
        for (int i = 0; i < 200; i++) {
            try {
                router.region("east").guard().call(east::answer);
            } catch (IOException | CallRejectedException expected) {
                // That opens it.
            }
        }
        east.isDown = false;
    }

    private static CompletableFuture<String> count(Server server, CompletableFuture<String> answer) {
        server.got.incrementAndGet();
        return answer;
    }

    private static CompletableFuture<String> stage(Server server) {
        try {
            return CompletableFuture.completedFuture(server.answer());
        } catch (IOException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
