package dev.heal.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaiterTest {

    private final Object pool = new Object();

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    @Test
    void oneCalledOutIsInterruptedAndLosesTheInterruptWhenItSettles() {
        Waiter waiter = new Waiter(Thread.currentThread(), 0);

        waiter.callOut();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(waiter.settle()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void oneThatHasSettledIsNotInterrupted() {
        Waiter waiter = new Waiter(Thread.currentThread(), 0);
        assertThat(waiter.settle()).isFalse();

        waiter.callOut();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void oneThatTheApplicationInterruptedKeepsThatInterrupt() {
        Waiter waiter = new Waiter(Thread.currentThread(), 0);
        Thread.currentThread().interrupt();

        waiter.callOut();

        assertThat(waiter.settle()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void oneThatIsRearmedCanBeCalledOutAgain() {
        Waiter waiter = new Waiter(Thread.currentThread(), 0);
        waiter.callOut();
        waiter.settle();
        waiter.rearm();

        waiter.callOut();

        assertThat(waiter.settle()).isTrue();
    }

    @Test
    void noInterruptEscapesHoweverTheTwoThreadsMeet() throws Exception {
        int rounds = 20_000;
        AtomicReference<Waiter> shared = new AtomicReference<>();
        CyclicBarrier barrier = new CyclicBarrier(2);
        AtomicInteger escaped = new AtomicInteger();
        Thread caller = new Thread(() -> {
            try {
                for (int i = 0; i < rounds; i++) {
                    barrier.await();
                    shared.get().callOut();
                    barrier.await();
                }
            } catch (Exception e) {
                escaped.incrementAndGet();
            }
        });
        caller.start();
        for (int i = 0; i < rounds; i++) {
            shared.set(new Waiter(Thread.currentThread(), 0));
            barrier.await();
            shared.get().settle();
            if (Thread.interrupted()) {
                escaped.incrementAndGet();
            }
            barrier.await();
            if (Thread.interrupted()) {
                escaped.incrementAndGet();
            }
        }
        caller.join();

        assertThat(escaped).hasValue(0);
    }

    @Test
    void moreThreadsThanSlotsFindAPlaceAndLeaveNothingBehind() {
        Waiters waiters = new Waiters();
        List<Waiters.Place> places = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Waiter waiter = new Waiter(Thread.currentThread(), 0);
            waiter.waitsOn(pool);
            places.add(waiters.enter(waiter));
        }
        assertThat(waiters.waitingOn(pool)).isEqualTo(200);

        places.forEach(waiters::leave);

        assertThat(waiters.waitingOn(pool)).isZero();
    }
}
