package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.gate.Gates;
import dev.heal.guard.Breaker;
import dev.heal.guard.Guard;
import dev.heal.journal.Journal;
import dev.heal.loop.Rig.FakeDetector;
import dev.heal.observe.Observers;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.Limits;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.policy.Policy;
import dev.heal.signal.SlicedWindow;
import dev.heal.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A loop with its own thread is closed in the middle of its work. */
class ClosingTest {

    private final CompletableFuture<Thread> working = new CompletableFuture<>();
    private volatile Thread closer;

    @Test
    void aTargetThatIsPinnedWhileItsLoopIsClosedHoldsTheCloseNotUp() throws Exception {
        HealLoop loop = loopThatPinsOnceItIsBeingClosed();
        CompletableFuture<Boolean> stillRuns = new CompletableFuture<>();
        loop.start();
        Thread worker = working.get(5, TimeUnit.SECONDS);

        closer = new Thread(() -> {
            loop.close();
            stillRuns.complete(worker.isAlive());
        });
        closer.start();

        assertThat(stillRuns.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(loop.status("orders").orders().stop()).isNotNull();
    }

    private HealLoop loopThatPinsOnceItIsBeingClosed() {
        Clock clock = Clock.system();
        SlicedWindow window = new SlicedWindow(ofMillis(500), clock.nanos());
        Guard guard = new Guard("orders", Breaker.create("orders", clock, window), window, clock);
        Policy policy = new Policy(
                Map.of("stalled", new FakeDetector()),
                List.of(),
                Budget.DEFAULT,
                ofSeconds(60),
                Mode.ACT,
                Mode.ACT,
                Escalation.DEFAULT);
        Surroundings world = new Surroundings(
                clock,
                ofMillis(10),
                Workers.direct(),
                Observers.on(List.of(), one -> Runnable::run),
                Journal.memory(),
                Limits.DEFAULT,
                Gates.ALL,
                null,
                1);
        Rules rules = (episode, ledger, fact) -> {
            if (Thread.currentThread() == closer || !working.complete(Thread.currentThread())) {
                return new Move(episode, ledger, List.of());
            }
            awaitThatCloseWaits();
            Orders.Stop pin = new Orders.Stop("heal", "it flaps", clock.now());
            return new Move(episode, ledger, List.of(new Effect.Pin(pin)));
        };
        return new HealLoop(world, List.of(new TargetPlan(guard, window, policy, Set.of())), book -> rules);
    }

    private void awaitThatCloseWaits() {
        while (closer == null || closer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
