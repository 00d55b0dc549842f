package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.detect.Verdict;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.loop.Rig.FakeRemediation;
import dev.heal.signal.Snapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The loop's own time: a fixed delay, no tick made up for, and a gap that voids what was measured. */
class SupervisorTest {

    private final Rig rig = new Rig();

    @Test
    void ticksThatWereMissedAreNotMadeUpFor() {
        AtomicInteger looks = new AtomicInteger();
        rig.detectors.put("counting", new Rig.FakeDetector() {
            @Override
            public Verdict judge(Snapshot snapshot) {
                looks.incrementAndGet();
                return Verdict.healthy();
            }
        });
        rig.step(Rig.step("restart", new FakeRemediation("restart-pool"))).begin();
        int before = looks.get();

        rig.clock.advance(ofSeconds(3)); // twelve ticks late
        rig.loop.work();
        rig.loop.work();

        assertThat(looks.get()).isEqualTo(before + 1);
    }

    @Test
    void betweenTicksNothingLooks() {
        AtomicInteger looks = new AtomicInteger();
        rig.detectors.put("counting", new Rig.FakeDetector() {
            @Override
            public Verdict judge(Snapshot snapshot) {
                looks.incrementAndGet();
                return Verdict.healthy();
            }
        });
        rig.step(Rig.step("restart", new FakeRemediation("restart-pool"))).begin();
        int before = looks.get();

        for (int i = 0; i < 24; i++) {
            rig.clock.advance(ofMillis(10));
            rig.loop.work();
        }

        assertThat(looks.get()).isEqualTo(before);
    }

    @Test
    void afterAGapCallsOfTheTimeBeforeAreNotJudgedAndOneWholeWindowIsAwaited() {
        var restart = new FakeRemediation("restart-pool");
        rig.detector("errors", ofSeconds(10)).step(Rig.step("restart", restart)).begin();
        long token = rig.guard.enter();

        rig.sick("errors"); // what a stopped process would see: everything timed out
        rig.clock.advance(ofSeconds(30));
        rig.loop.work();
        rig.run(ofSeconds(9));
        assertThat(rig.events).isEmpty();

        rig.guard.failed(token, new IllegalStateException("timed out while the process was stopped"));
        Snapshot snapshot = Snapshot.of(rig.window, java.util.Map.of(), rig.clock.nanos(), rig.clock.now());
        assertThat(snapshot.over(ofMinutes(1)).calls()).isZero();

        rig.run(ofSeconds(2));
        assertThat(rig.types()).startsWith(Type.DETECTED);
    }

    @Test
    void aGapWithinAnIncidentIsWrittenDown() {
        var restart = new FakeRemediation("restart-pool");
        restart.readiness = dev.heal.resource.Readiness.notReady("the database is away");
        rig.detector("errors").step(Rig.step("restart", restart)).begin();

        rig.sick("errors").run(ofSeconds(2));
        rig.clock.advance(ofSeconds(30));
        rig.loop.work();

        assertThat(rig.texts(Type.NOTE)).containsExactly("the loop was away for 30s; it waits for new signals");
    }

    @Test
    void aGapProvesNothingAndCostsNothingOfTheTimeAVerificationHas() {
        var restart = new FakeRemediation("restart-pool").doing(() -> rig.well("errors"));
        rig.detector("errors").step(Rig.step("restart", restart)).begin();
        rig.sick("errors").run(ofSeconds(2));

        rig.clock.advance(ofSeconds(30));
        rig.loop.work();
        rig.run(ofSeconds(1));
        assertThat(rig.types()).doesNotContain(Type.VERIFIED, Type.NOT_VERIFIED);

        rig.run(ofSeconds(3));
        assertThat(rig.types()).contains(Type.VERIFIED);
    }

    @Test
    void aLookThatEndsWhileTheProcessComesToItselfIsNotJudgedBeforeTheGapIsNoticed() {
        Deque<Runnable> waiting = new ArrayDeque<>();
        AtomicBoolean busy = new AtomicBoolean();
        Executor threads = look -> {
            if (busy.get()) {
                waiting.add(look);
            } else {
                look.run();
            }
        };
        var restart = new FakeRemediation("restart-pool");
        rig.detector("errors", ofSeconds(10))
                .step(Rig.step("restart", restart))
                .workers(new Workers(threads, Runnable::run))
                .begin();
        rig.sick("errors").run(Rig.TICK); // a first sign
        busy.set(true);
        rig.run(Rig.TICK); // the second look waits for a thread

        rig.clock.advance(ofSeconds(30));
        waiting.poll().run(); // and gets it a moment before the loop has its own
        rig.loop.work();

        assertThat(rig.events).isEmpty();
        assertThat(restart.applied).isZero();
    }
}
