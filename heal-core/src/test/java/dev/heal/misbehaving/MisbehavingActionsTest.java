package dev.heal.misbehaving;

import static dev.heal.misbehaving.Foreign.hangIgnoringInterrupts;
import static dev.heal.misbehaving.World.sick;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.detect.Detector;
import dev.heal.detect.Probe;
import dev.heal.detect.Verdict;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.loop.StopSwitch;
import dev.heal.misbehaving.Threads.OnEachKind;
import dev.heal.policy.Verification;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * Foreign code that acts misbehaves: remediations, their checks and undos, and the probes that verify them. What it did,
 * and did not do, is in the incident; it is not tried again behind its own back, and nobody waits for it.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MisbehavingActionsTest {

    private final CountDownLatch release = new CountDownLatch(1);
    private final Repair repair = new Repair();
    private volatile boolean ill = true;
    private final Detector stalled = snapshot -> ill ? sick("stalled") : Verdict.healthy();

    @AfterEach
    void letGo() {
        release.countDown();
    }

    @OnEachKind
    void aRemediationThatHangsIsInterruptedAndTheNextStepHasItsTurn(Threads threads) {
        Repair slow = new Repair().doing(() -> {
            try {
                release.await();
            } catch (InterruptedException stop) {
                throw new IllegalStateException("stopped", stop);
            }
        });
        try (World world = new World(threads).detector("stalled", stalled).step("slow", slow)) {
            world.step("restart", repair.doing(() -> ill = false)).begin();
            world.until(Type.RESOLVED);

            assertThat(world.texts(Type.TIMED_OUT))
                    .containsExactly("was interrupted after 1m: IllegalStateException: stopped");
            assertThat(slow.started).hasValue(1);
            assertThat(world.incident().resolution()).isEqualTo(Resolution.HEALED);
        }
    }

    @OnEachKind
    void aRemediationThatIgnoresItsInterruptLocksTheTargetAndShowsItsStackAndIsNotTriedAgain(Threads threads) {
        Repair stubborn = new Repair().doing(() -> hangIgnoringInterrupts(release));
        World world = new World(threads)
                .detector("stalled", stalled)
                .step("stubborn", stubborn, Verification.detectors(), 5, null)
                .step("restart", repair);
        try (world) {
            world.begin();
            world.until(Type.TIMED_OUT);
            world.pass(ofMinutes(5));

            IncidentEvent timedOut = world.incident().first(Type.TIMED_OUT).orElseThrow();
            assertThat(timedOut.text())
                    .isEqualTo("ignores its interrupt; nothing more is started for this target until it ends");
            assertThat(timedOut.figures().get("stack")).contains("hangIgnoringInterrupts");
            assertThat(stubborn.started).hasValue(1);
            assertThat(repair.started).hasValue(0);
            assertThat(world.types()).contains(Type.ESCALATED);
            world.nobodyElseIsHurt();

            release.countDown();
            world.until(Type.NOTE);
            assertThat(world.texts(Type.NOTE))
                    .containsExactly("the remediation that ignored its interrupt has ended after all");
        }
    }

    @OnEachKind
    void errorsOfACheckOfARemediationOfAProbeAndOfAnUndoAreHeldAtTheirBoundary(Threads threads) {
        for (Foreign.Thrown error : Foreign.errors()) {
            anErrorIsHeld(threads, error);
        }
        for (Foreign.Thrown failure : Foreign.textsThatMisbehave()) {
            anErrorIsHeld(threads, failure);
        }
    }

    private void anErrorIsHeld(Threads threads, Foreign.Thrown error) {
        ill = true;
        AtomicInteger checks = new AtomicInteger();
        Repair checkFails = new Repair().ready(() -> {
            checks.incrementAndGet();
            return error.now();
        });
        Repair applyFails = new Repair().doing(error::now);
        Repair undoFails = new Repair().undoneBy(error::now);
        Verification probed = Verification.probe(probe(error)).within(ofSeconds(10));
        World world = new World(threads)
                .budget(10, ofMinutes(10))
                .detector("stalled", stalled)
                .step("check-fails", checkFails)
                .step("apply-fails", applyFails)
                .step("undo-fails", undoFails, probed, 1, null);
        try (world) {
            world.begin();
            world.until(() -> undoFails.undone.get() == 1 && world.types().contains(Type.ESCALATED));

            assertThat(checks.get()).isPositive();
            assertThat(checkFails.started).hasValue(0);
            assertThat(world.texts(Type.WAITING))
                    .anyMatch(text -> text.startsWith("the check failed: " + error.shown()));
            assertThat(world.texts(Type.FAILED))
                    .anyMatch(text -> text.startsWith(error.shown()))
                    .anyMatch(text -> text.startsWith("the undo failed: " + error.shown()));
            assertThat(world.texts(Type.NOT_VERIFIED).get(0)).contains("the probe said: " + error.shown());
            assertThat(world.incident().events())
                    .allSatisfy(event -> assertThat(event.text()).hasSizeLessThan(4_096));
            assertThat(applyFails.started).hasValue(1);
            world.nobodyElseIsHurt();
        }
    }

    @OnEachKind
    void aCheckThatReturnsNullHasNotSaidYes(Threads threads) {
        try (World world = new World(threads).detector("stalled", stalled).step("restart", repair.ready(() -> null))) {
            world.begin();
            world.until(Type.WAITING);
            world.pass(ofSeconds(10));

            assertThat(world.texts(Type.WAITING)).containsExactly("the check returned null");
            assertThat(repair.started).hasValue(0);
        }
    }

    @OnEachKind
    void shutdownInMidRemediationIsInTheIncidentAndKeepsItsDeadline(Threads threads) {
        repair.doing(() -> {
            try {
                release.await();
            } catch (InterruptedException stop) {
                throw new IllegalStateException("stopped", stop);
            }
        });
        closingEndsItInTime(threads, repair);
        assertThat(repair.started).hasValue(1);
    }

    @OnEachKind
    void shutdownKeepsItsDeadlineAlsoWhereEverythingIgnoresItsInterrupt(Threads threads) {
        closingEndsItInTime(threads, repair.doing(() -> hangIgnoringInterrupts(release)));
        assertThat(release.getCount()).as("it is still under way").isEqualTo(1);
    }

    /** A hanging detector, a hanging listener and a loop on a thread of its own stand in the way as well. */
    private void closingEndsItInTime(Threads threads, Repair slow) {
        World world = new World(threads)
                .observer((incident, event) -> hangIgnoringInterrupts(release))
                .detector("stalled", stalled)
                .detector("hanging", snapshot -> {
                    hangIgnoringInterrupts(release);
                    return Verdict.healthy();
                })
                .step("slow", slow);
        world.begin();
        world.until(() -> slow.started.get() == 1);
        world.loop.start();

        Duration took = timed(() -> {
            world.close();
            return null;
        });

        assertThat(took).isLessThan(ofSeconds(4)); // 2 s for the loop, 1 s for the listeners, and a busy machine
        assertThat(world.incident().resolution()).isEqualTo(Resolution.STOPPED);
        assertThat(world.texts(Type.TIMED_OUT)).containsExactly("was interrupted: heal is shut down");
        assertThat(world.texts(Type.RESOLVED)).containsExactly("heal was shut down");
        world.callsPass();
    }

    private static Duration timed(Supplier<Void> body) {
        long began = System.nanoTime();
        body.get();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @OnEachKind
    void aProbeThatHangsIsAskedOnceAndTheStepIsNotVerified(Threads threads) {
        AtomicInteger asked = new AtomicInteger();
        Probe hanging = new Probe() {
            @Override
            public String name() {
                return "hanging";
            }

            @Override
            public void ask(Duration limit) {
                asked.incrementAndGet();
                hangIgnoringInterrupts(release);
            }
        };
        repair.doing(() -> ill = false);
        World world = new World(threads)
                .detector("stalled", stalled)
                .step("restart", repair, Verification.probe(hanging), 1, null);
        try (world) {
            world.begin();
            world.until(Type.NOT_VERIFIED);

            assertThat(world.texts(Type.NOT_VERIFIED).get(0)).contains("the probe said: ");
            assertThat(asked).hasValue(1);
            world.nobodyElseIsHurt();
        }
    }

    @OnEachKind
    void aStopSwitchThatThrowsOrHangsLetsNothingStart(Threads threads) {
        for (Foreign.Thrown error : Foreign.errors()) {
            nothingStarts(threads, error::now);
        }
        nothingStarts(threads, () -> {
            hangIgnoringInterrupts(release);
            return "";
        });
    }

    private void nothingStarts(Threads threads, StopSwitch stopSwitch) {
        World world = new World(threads)
                .stopSwitch(stopSwitch)
                .detector("stalled", stalled)
                .step("restart", repair);
        try (world) {
            world.begin();
            world.until(Type.DETECTED);
            world.pass(ofSeconds(30));

            assertThat(repair.started).hasValue(0);
            world.callsPass();
        }
    }

    private static Probe probe(Foreign.Thrown error) {
        return new Probe() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public void ask(Duration limit) {
                error.now();
            }
        };
    }
}
