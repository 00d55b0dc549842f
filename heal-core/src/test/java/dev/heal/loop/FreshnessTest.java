package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.loop.Rig.FakeRemediation;
import dev.heal.resource.Readiness;
import dev.heal.signal.Snapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A verdict grows stale: what was seen too long ago is unknown, not healthy and not sick. */
class FreshnessTest {

    /** Where looks wait for a thread; some of them never get one. */
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    private final FakeRemediation restart = new FakeRemediation("restart-pool");
    private final Rig rig = new Rig().detector("stalled").detector("errors").step(Rig.step("restart", restart));
    private boolean starved;
    private boolean refused;

    FreshnessTest() {
        rig.workers(new Workers(
                look -> {
                    if (refused) {
                        throw new RejectedExecutionException("no thread");
                    }
                    waiting.add(look);
                    if (!starved) {
                        letThemLook();
                    }
                },
                Runnable::run));
    }

    private void letThemLook() {
        while (!waiting.isEmpty()) {
            waiting.poll().run();
        }
    }

    @Test
    void aLookThatWaitsForAThreadMakesTheOldVerdictUnknown() {
        rig.begin();
        assertThat(verdict("errors")).isEqualTo(Verdict.healthy());

        starved = true;
        rig.run(ofSeconds(3));
        assertThat(verdict("errors"))
                .as("within its time limit of 2 s and a second more")
                .isEqualTo(Verdict.healthy());

        rig.run(ofSeconds(2));
        assertThat(verdict("errors")).isEqualTo(Verdict.inconclusive("the detector has not looked for 4.8s"));

        starved = false;
        letThemLook();
        rig.run(ofMillis(250));
        assertThat(verdict("errors")).isEqualTo(Verdict.healthy());
    }

    @Test
    void aHealthyLookBetweenTwoBadOnesCountsAlsoWhereItsRoundWaitsForAnother() {
        rig.begin();
        rig.sick("stalled").run(ofMillis(250));

        starved = true;
        rig.well("stalled").run(ofMillis(250));
        waiting.poll().run(); // "errors" still waits for its thread, and so does the round
        starved = false;
        Deque<Runnable> late = new ArrayDeque<>(waiting);
        waiting.clear();
        rig.sick("stalled").run(ofMillis(250));
        late.forEach(Runnable::run);

        assertThat(rig.loop.incidents().all()).isEmpty();

        rig.run(ofMillis(250));
        assertThat(rig.loop.incidents().all()).hasSize(1);
    }

    @Test
    void aLookThatIsRefusedAThreadDoesSoToo() {
        rig.begin();

        refused = true;
        rig.run(ofSeconds(5));

        assertThat(verdict("errors")).isEqualTo(Verdict.inconclusive("the detector has not looked for 4.8s"));
    }

    @Test
    void oldHealthClosesNoIncident() {
        restart.readiness = Readiness.notReady("the database is away");
        rig.detectors.put("stalled", new Rig.FakeDetector() {
            @Override
            public Duration timeLimit() {
                return ofMillis(500);
            }
        });
        rig.begin().sick("stalled").run(ofSeconds(2)).well("stalled").run(ofMillis(500));

        starved = true;
        rig.run(ofSeconds(60));

        assertThat(rig.incident().isOpen()).isTrue();
    }

    @Test
    void oldSicknessStartsNothing() {
        restart.readiness = Readiness.notReady("the database is away");
        rig.begin().sick("stalled").run(ofSeconds(2));

        starved = true;
        rig.run(ofSeconds(10));
        restart.readiness = Readiness.ready();
        rig.run(ofSeconds(30));

        assertThat(restart.applied).isZero();
        assertThat(rig.types()).doesNotContain(Type.STARTED);
    }

    @Test
    void anAnswerThatComesFarTooLateSaysNothingOfNow() {
        rig.detectors.put("slow", new Rig.FakeDetector() {
            @Override
            public Verdict judge(Snapshot snapshot) {
                if (starved) {
                    rig.clock.advance(ofSeconds(4)); // it was away for so long, and judges what it saw before
                }
                return Verdict.unhealthy(Evidence.of("sick, or so it was"));
            }
        });
        starved = true;
        rig.begin();
        letThemLook();
        rig.loop.work();

        assertThat(verdict("slow")).isInstanceOf(Verdict.Inconclusive.class);
    }

    private Verdict verdict(String detector) {
        return rig.loop.status("orders").verdicts().get(detector);
    }
}
