package dev.heal.misbehaving;

import static dev.heal.misbehaving.World.sick;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.detect.Detector;
import dev.heal.detect.Verdict;
import dev.heal.incident.Decision;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.misbehaving.Threads.OnEachKind;
import dev.heal.policy.Approval;
import dev.heal.policy.Verification;
import dev.heal.signal.Snapshot;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Time itself misbehaves: the wall clock jumps, or the process stands still while the world goes on. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MisbehavingTimeTest {

    private static final Duration DECADE = ofDays(3_652);
    private static final Duration HOUR_BACK = ofHours(-1);

    private final Repair repair = new Repair();
    private volatile boolean ill;
    private final Detector stalled = snapshot -> ill ? sick("stalled") : Verdict.healthy();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        release.countDown();
    }

    @OnEachKind
    void aWallClockThatJumpsChangesNoCooldown(Threads threads) {
        try (World world = healing(threads).cooldown(ofMinutes(1)).budget(10, ofMinutes(10))) {
            world.begin();
            isHealed(world, 1);

            ill = true;
            world.clock.jumpWallClock(DECADE);
            world.until(Type.WAITING);
            world.pass(ofSeconds(20));
            assertThat(repair.started).as("not sooner").hasValue(1);

            world.clock.jumpWallClock(HOUR_BACK.minus(DECADE));
            world.pass(ofSeconds(40));
            world.until(Type.RESOLVED);
            assertThat(repair.started).as("and not later").hasValue(2);
            assertThat(world.incident().timeToResolve().orElseThrow()).isBetween(ofSeconds(30), ofMinutes(2));
        }
    }

    @OnEachKind
    void aWallClockThatJumpsChangesNoBudget(Threads threads) {
        try (World world = healing(threads).cooldown(ofSeconds(1)).budget(1, ofMinutes(5))) {
            world.begin();
            isHealed(world, 1);

            ill = true;
            world.clock.jumpWallClock(DECADE);
            world.until(Type.DENIED);
            world.pass(ofMinutes(1));
            assertThat(repair.started).as("not sooner").hasValue(1);

            world.clock.jumpWallClock(HOUR_BACK.minus(DECADE));
            world.pass(ofMinutes(4));
            world.until(() -> repair.started.get() == 2);
        }
    }

    @OnEachKind
    void aWallClockThatJumpsProvesNothingAndCostsNoTimeToProve(Threads threads) {
        try (World world = healing(threads)) {
            world.begin();
            ill = true;
            world.until(Type.APPLIED);

            world.clock.jumpWallClock(DECADE);
            world.pass(ofSeconds(2));
            assertThat(world.types()).doesNotContain(Type.VERIFIED, Type.NOT_VERIFIED);

            world.clock.jumpWallClock(HOUR_BACK.minus(DECADE));
            world.until(Type.RESOLVED);
            assertThat(world.types()).contains(Type.VERIFIED).doesNotContain(Type.NOT_VERIFIED);
        }
    }

    @OnEachKind
    void aWallClockThatJumpsLetsNoApprovalExpireAndNoneLive(Threads threads) {
        Approval inAMinute = new Approval(ofMinutes(1), Approval.OnExpiry.ESCALATE);
        repair.doing(() -> ill = false);
        World world = new World(threads)
                .detector("stalled", stalled)
                .step("restart", repair, Verification.detectors(), 1, inAMinute);
        try (world) {
            world.begin();
            ill = true;
            world.until(Type.PROPOSED);

            world.clock.jumpWallClock(DECADE);
            world.pass(ofSeconds(30));
            assertThat(world.incident().plan()).as("still asked").isNotNull();
            world.clock.jumpWallClock(HOUR_BACK.minus(DECADE));
            world.pass(ofSeconds(31));
            assertThat(world.types()).contains(Type.EXPIRED, Type.ESCALATED);
            assertThat(repair.started).hasValue(0);
        }
    }

    @OnEachKind
    void anApprovalGivenAfterAJumpHolds(Threads threads) {
        Approval inAMinute = new Approval(ofMinutes(1), Approval.OnExpiry.ESCALATE);
        repair.doing(() -> ill = false);
        World world = new World(threads)
                .detector("stalled", stalled)
                .step("restart", repair, Verification.detectors(), 1, inAMinute);
        try (world) {
            world.begin();
            ill = true;
            world.until(Type.PROPOSED);

            world.clock.jumpWallClock(DECADE);
            world.loop.decide(
                    world.incident().id(),
                    Decision.approve(world.incident().plan().hash(), "ada"));
            world.until(Type.RESOLVED);

            assertThat(world.incident().resolution()).isEqualTo(Resolution.HEALED);
        }
    }

    @OnEachKind
    void aProcessThatWasStoppedMakesUpForNoTickAndJudgesNothingButAWholeNewWindow(Threads threads) {
        AtomicInteger looks = new AtomicInteger();
        try (World world = new World(threads).step("restart", repair)) {
            world.detector("errors", new Detector() {
                @Override
                public Verdict judge(Snapshot snapshot) {
                    looks.incrementAndGet();
                    return snapshot.over(over()).failures() > 0 ? sick("calls fail") : Verdict.healthy();
                }

                @Override
                public Duration over() {
                    return ofSeconds(10);
                }
            });
            world.begin();
            aCallFails(world); // at the last moment before
            long token = world.guard.enter();
            int before = looks.get();

            world.clock.advance(ofSeconds(30));
            world.loop.work();
            await().until(() -> looks.get() > before);
            world.loop.work();
            world.loop.work();
            assertThat(looks).as("one look for 120 missed ticks").hasValue(before + 1);

            world.guard.failed(token, new IllegalStateException("timed out while the process was stopped"));
            aCallFails(world); // and this one is of now
            world.pass(ofSeconds(9));
            assertThat(world.incidents()).as("half a window proves nothing").isEmpty();

            aCallFails(world);
            world.until(Type.DETECTED);
            assertThat(Snapshot.of(world.window, java.util.Map.of(), world.clock.nanos(), world.clock.now())
                            .over(ofMinutes(10))
                            .failures())
                    .as("only the two calls that began after the gap count")
                    .isEqualTo(2);
        }
    }

    @OnEachKind
    void aLookThatTheStopFellIntoSaysNothing(Threads threads) {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch entered = new CountDownLatch(1);
        World world = new World(threads).step("restart", repair).detector("stalled", snapshot -> {
            if (looks.incrementAndGet() == 1) {
                entered.countDown();
                Foreign.hangIgnoringInterrupts(release);
                return sick("nobody answered for 30 s");
            }
            return Verdict.healthy();
        });
        try (world) {
            world.begin();
            await().until(() -> entered.getCount() == 0);

            world.clock.advance(ofSeconds(30));
            release.countDown();
            world.until(() -> looks.get() > 8);

            assertThat(world.incidents()).isEmpty();
        }
    }

    private World healing(Threads threads) {
        repair.doing(() -> ill = false);
        return new World(threads).detector("stalled", stalled).step("restart", repair);
    }

    private void isHealed(World world, int times) {
        ill = true;
        world.until(Type.RESOLVED);
        assertThat(world.incident().resolution()).isEqualTo(Resolution.HEALED);
        assertThat(repair.started).hasValue(times);
    }

    private static void aCallFails(World world) {
        world.guard.failed(world.guard.enter(), new IllegalStateException("no"));
    }
}
