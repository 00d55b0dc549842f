package dev.heal.region;

import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import dev.heal.time.ManualClock;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A call goes to one region, and is measured there")
@Timeout(60)
class RouterCallTest {

    private final ManualClock clock = new ManualClock();
    private final RegionRouter<String> router =
            Regions.homeAndStandby("E", "W", clock).build();
    private final Region<String> east = router.region("east");
    private final Region<String> west = router.region("west");

    @Test
    void each_call_is_counted_where_it_was_made() {
        assertThat(router.<String, RuntimeException>call(resource -> resource)).isEqualTo("E");
        router.move("east", List.of("west"));
        assertThat(router.<String, RuntimeException>call(resource -> resource)).isEqualTo("W");
        assertThatThrownBy(() -> router.call(resource -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(Regions.total(east, SUCCESS)).isEqualTo(1);
        assertThat(Regions.total(west, SUCCESS)).isEqualTo(1);
        assertThat(Regions.total(west, FAILURE)).isEqualTo(1);
    }

    @Test
    void all_that_one_call_does_goes_to_one_region_even_if_the_traffic_moves_meanwhile() {
        String all = router.<String, RuntimeException>call(outer -> {
            router.move("east", List.of("west"));
            assertThat(router.isInCall()).isTrue();
            return outer + router.<String, RuntimeException>call(inner -> inner) + router.current();
        });

        assertThat(all).isEqualTo("EEinventory@east");
        assertThat(router.isInCall()).isFalse();
        assertThat(router.current()).isSameAs(west);
        assertThat(Regions.total(east, SUCCESS)).as("one call, not two").isEqualTo(1);
    }

    @Test
    void a_write_is_not_sent_where_it_would_be_missing_at_home() {
        AtomicInteger written = new AtomicInteger();
        router.write(resource -> written.incrementAndGet());
        router.move("east", List.of("west"));

        assertThatThrownBy(() -> router.write(resource -> written.incrementAndGet()))
                .isInstanceOf(WriteRefusedException.class)
                .hasMessageContaining("served from west, which only stands by");
        assertThat(written).hasValue(1);
        assertThat(Regions.total(west, FAILURE)).as("nothing was sent").isZero();
    }

    @Test
    void a_write_is_sent_to_the_region_that_was_looked_at_though_the_next_look_would_find_another() {
        double[] numbers = {0, 0.99};
        AtomicInteger next = new AtomicInteger();
        RegionRouter<String> spread = Regions.homeAndStandby("E", "W", clock)
                .random(() -> numbers[next.getAndIncrement() % 2])
                .build();
        spread.move("east", List.of("west"));
        spread.admit("east", 0.5);

        assertThat(spread.<String, RuntimeException>write(resource -> resource)).isEqualTo("E");
    }

    @Test
    void a_store_that_replicates_is_written_to_anywhere() {
        RegionRouter<String> replicated = Regions.homeAndStandby("E", "W", clock)
                .writes(Writes.REPLICATED)
                .build();
        replicated.move("east", List.of("west"));

        assertThat(replicated.<String, RuntimeException>write(resource -> resource))
                .isEqualTo("W");
    }

    @Test
    void a_stage_counts_when_it_ends_and_where_it_began() {
        CompletableFuture<String> source = new CompletableFuture<>();
        CompletionStage<String> stage = router.callStage(resource -> source);
        router.move("east", List.of("west"));
        assertThat(east.window().inFlightTotal()).isEqualTo(1);

        source.complete("answer");

        assertThat(stage.toCompletableFuture()).isCompletedWithValue("answer");
        assertThat(Regions.total(east, SUCCESS)).isEqualTo(1);
        assertThat(router.isInCall()).isFalse();
    }

    @Test
    void a_stage_in_flight_in_a_region_that_is_left_fails_at_once_where_that_is_wanted() {
        RegionRouter<String> failing = Regions.homeAndStandby("E", "W", clock)
                .inFlight(InFlight.FAIL_FAST)
                .build();
        CompletableFuture<String> hanging = new CompletableFuture<>();
        CompletableFuture<String> stage = failing.callStage(resource -> hanging).toCompletableFuture();

        failing.move("east", List.of("west"));

        await().until(stage::isDone);
        assertThatThrownBy(stage::join)
                .hasCauseInstanceOf(RegionLeftException.class)
                .hasMessageContaining("moved away from east");
        assertThat(failing.region("east").window().inFlightTotal())
                .as("it still hangs")
                .isEqualTo(1);
        hanging.complete("late");
        assertThat(failing.region("east").underWay().size()).isZero();
    }

    @Test
    void those_who_wait_for_calls_that_are_cut_may_block_and_all_calls_are_cut_all_the_same() throws Exception {
        RegionRouter<String> fast = Regions.homeAndStandby("E", "W", clock)
                .inFlight(InFlight.FAIL_FAST)
                .build();
        CountDownLatch told = new CountDownLatch(30);
        CountDownLatch released = new CountDownLatch(1);
        for (int i = 0; i < 30; i++) {
            fast.callStage(resource -> new CompletableFuture<>()).whenComplete((answer, failure) -> {
                told.countDown();
                try {
                    released.await();
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        fast.move("east", List.of("west"));

        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        released.countDown();
    }

    @Test
    void listeners_hear_of_a_region_that_loses_all_and_of_no_other() {
        List<String> left = new CopyOnWriteArrayList<>();
        router.onLeave(region -> left.add(region.name()));

        router.move("east", List.of("west"));
        router.admit("east", 0.1);
        router.admit("east", 0.2);
        router.admit("east", 0);
        router.admit("east", 1);
        router.pin("west");
        router.unpin();

        // The standby that has its task behind it, and what a human pins, is not left in need.
        await().until(() -> left.size() >= 2);
        router.move("east", List.of("west"));
        await().until(() -> left.size() >= 3);
        assertThat(left).containsExactly("east", "east", "east");
    }

    @Test
    void a_listener_that_throws_or_blocks_holds_up_neither_the_move_nor_the_others() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger heard = new AtomicInteger();
        router.onLeave(region -> {
            throw new AssertionError("broken listener");
        });
        router.onLeave(region -> {
            try {
                released.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        router.onLeave(region -> heard.incrementAndGet());

        for (int i = 0; i < 40; i++) {
            router.move("east", List.of("west"));
            int moves = i + 1;
            await().until(() -> heard.get() == moves);
            router.admit("east", 1);
        }

        assertThat(router.pick()).isSameAs(east);
        released.countDown();
    }

    @Test
    void picking_allocates_nothing() {
        RegionRouter<String> spread = RegionRouter.<String>named("catalog")
                .region("east", "E")
                .region("west", "W")
                .probe(resource -> Regions.GOOD)
                .build();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        int east = 0;
        for (int i = 0; i < 20_000; i++) {
            east += spread.pick().name().length() + router.pick().name().length();
        }

        long before = threads.getThreadAllocatedBytes(self);
        long noise = threads.getThreadAllocatedBytes(self) - before;
        before = threads.getThreadAllocatedBytes(self);
        for (int i = 0; i < 100_000; i++) {
            east += spread.pick().name().length() + router.pick().name().length();
        }
        long allocated = threads.getThreadAllocatedBytes(self) - before - noise;

        assertThat(east).isPositive();
        assertThat(allocated).as("bytes in 200,000 picks").isLessThan(20_000);
    }

    @Test
    void a_call_allocates_nothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        RegionRouter.RegionCall<String, Integer, RuntimeException> body = resource -> 1;
        int sum = 0;
        for (int i = 0; i < 20_000; i++) {
            sum += router.call(body) + router.write(body);
        }

        long before = threads.getThreadAllocatedBytes(self);
        for (int i = 0; i < 100_000; i++) {
            sum += router.call(body) + router.write(body);
        }
        long allocated = threads.getThreadAllocatedBytes(self) - before;

        assertThat(sum).isEqualTo(240_000);
        assertThat(allocated).as("bytes in 200,000 calls").isLessThan(20_000);
    }

    @Test
    void whoever_picks_during_changes_sees_a_whole() throws InterruptedException {
        RegionRouter<String> three = RegionRouter.<String>named("catalog")
                .region("east", "E")
                .region("west", "W")
                .region("south", "S")
                .probe(resource -> Regions.GOOD)
                .build();
        AtomicBoolean isOver = new AtomicBoolean();
        List<Map<String, Double>> broken = new CopyOnWriteArrayList<>();
        AtomicInteger wrong = new AtomicInteger();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(new Thread(() -> {
                while (!isOver.get()) {
                    Map<String, Double> shares = three.shares();
                    double sum = shares.values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum();
                    if (Math.abs(sum - 1) > 1e-9) {
                        broken.add(shares);
                    }
                    // South is moved first and comes back last: it never serves here.
                    wrong.addAndGet(three.pick().name().equals("south") ? 1 : 0);
                }
            }));
        }
        three.move("south", List.of("west"));
        readers.forEach(Thread::start);
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            switch (random.nextInt(5)) {
                case 0 -> three.move("east", List.of("west"));
                case 1 -> three.admit("east", random.nextDouble());
                case 2 -> three.admit("east", 1);
                case 3 -> three.pin("east");
                default -> three.unpin();
            }
        }
        isOver.set(true);
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(broken).isEmpty();
        assertThat(wrong).hasValue(0);
    }
}
