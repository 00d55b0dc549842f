package dev.heal.admission;

import static dev.heal.admission.Priority.BULK;
import static dev.heal.admission.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName(
        "Whoever enters the waiting room in the moment in which the one place is given back is not forgotten there")
@Timeout(120)
class LostWakeUpTest {

    private static final int ROUNDS = 50_000;
    private static final int LONGEST_DELAY = 60;
    private static final Request NORMALLY = Request.of(NORMAL);

    /** Time stands still, so that no tick looks after those that wait. */
    private final Admission admission = Admission.ofRoundTrips(ShedderSettings.DEFAULT.maxConcurrency(1), 0);

    private final AtomicInteger met = new AtomicInteger();
    private volatile boolean isOver;

    private static final class Guest extends Waiter {
        private final AtomicInteger letIn = new AtomicInteger();

        Guest() {
            super(NORMALLY);
        }

        @Override
        protected void admitted(long now) {
            letIn.incrementAndGet();
        }

        @Override
        protected void rejected(long now) {}
    }

    @Test
    void over_50_000_meetings() throws Exception {
        admission.activate(BULK, 0);
        assertThat(admission.enter(NORMALLY, 0)).isTrue();
        CompletableFuture<Void> finisher = CompletableFuture.runAsync(this::endEachRound);

        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            Guest guest = new Guest();
            meet();
            delay(random);
            if (admission.enter(NORMALLY, 0) || admission.arrived(guest, 0) == Admission.Answer.ADMITTED) {
                guest.letIn.incrementAndGet();
            }
            meet();
            if (guest.letIn.get() != 1 || admission.waiting() != 0) {
                isOver = true;
                meet();
                fail(
                        "round %d: let in %d times, %d wait, %d under way",
                        round, guest.letIn.get(), admission.waiting(), admission.underWay());
            }
        }

        isOver = true;
        meet();
        finisher.get(20, TimeUnit.SECONDS);
    }

    private void endEachRound() {
        Random random = new Random(2);
        meet();
        while (!isOver) {
            delay(random);
            admission.finished(0, 0);
            meet();
            meet();
        }
    }

    private static void delay(Random random) {
        for (int left = random.nextInt(LONGEST_DELAY); left > 0; left--) {
            Thread.onSpinWait();
        }
    }

    /** Spins, since who is woken comes too late for a moment. */
    private void meet() {
        int mine = met.getAndIncrement() / 2 * 2 + 2;
        for (int i = 1; met.get() < mine; i++) {
            if (i % 1_000 == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
