package dev.heal.loop;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.heal.detect.Verdict;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.loop.Rig.FakeRemediation;
import dev.heal.observe.LogLines;
import dev.heal.signal.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A detector that does nothing but fail is asked less often, and says so, until it gives a verdict again. */
class QuarantineTest {

    private static final String RARELY_ASKED =
            "has failed 10 times in a row and is asked only every 30s until it gives a verdict again";

    private final Rig rig = new Rig().detector("stalled");
    private final LogLines log = LogLines.of("dev.heal");
    private final List<Long> asked = new ArrayList<>();
    private boolean broken = true;
    private boolean returnsNull;
    private Verdict says = Verdict.healthy();

    QuarantineTest() {
        rig.step(Rig.step("restart", new FakeRemediation("restart-pool")));
        rig.detectors.put("fragile", new Rig.FakeDetector() {
            @Override
            public Verdict judge(Snapshot snapshot) {
                asked.add(rig.clock.nanos());
                if (!broken) {
                    return says;
                }
                if (returnsNull) {
                    return null;
                }
                throw new IllegalStateException("no such view");
            }
        });
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void afterTenFailuresInARowItIsAskedOnlyEveryHalfMinute() {
        rig.begin().run(ofMinutes(2));

        assertThat(asked).hasSizeBetween(13, 14);
        assertThat(asked.get(9) - asked.get(0)).isEqualTo(9 * Rig.TICK.toNanos());
        for (int i = 10; i < asked.size(); i++) {
            assertThat(asked.get(i) - asked.get(i - 1)).isEqualTo(ofSeconds(30).toNanos());
        }
        assertThat(verdict())
                .isEqualTo(Verdict.inconclusive(
                        "the detector threw IllegalStateException: no such view; it " + RARELY_ASKED));
    }

    @Test
    void toReturnNullIsToFail() {
        returnsNull = true;

        rig.begin().run(ofMinutes(1));

        assertThat(verdict()).isEqualTo(Verdict.inconclusive("the detector returned null; it " + RARELY_ASKED));
    }

    @Test
    void theOtherDetectorsAreAskedAsBefore() {
        rig.begin().run(ofSeconds(10));

        rig.sick("stalled").run(ofSeconds(1));

        assertThat(rig.types()).contains(Type.DETECTED);
    }

    @Test
    void withItsFirstVerdictItIsAskedAtEveryTickAgain() {
        rig.begin().run(ofSeconds(10));
        broken = false;
        says = Verdict.inconclusive("3 calls, need 20");
        rig.run(ofSeconds(30));
        assertThat(verdict()).as("unknown is a verdict, too").isEqualTo(says);

        int before = asked.size();
        rig.run(ofSeconds(10));

        assertThat(asked).hasSize(before + 40);
    }

    @Test
    void aVerdictBetweenTheFailuresKeepsItOutOfQuarantine() {
        rig.begin();
        for (int i = 0; i < 40; i++) {
            broken = i % 10 != 0;
            rig.run(Rig.TICK);
        }

        assertThat(asked).as("at each of 4 + 40 ticks").hasSize(44);
        assertThat(quarantines()).isEmpty();
    }

    @Test
    void itIsSaidOnceWhenItBeginsAndOnceWhenItEnds() {
        rig.begin().run(ofMinutes(5));
        broken = false;
        rig.run(ofMinutes(1));

        assertThat(quarantines())
                .containsExactly(
                        "target orders, detector fragile: " + RARELY_ASKED,
                        "target orders, detector fragile: gives a verdict again, and is asked at every tick");
    }

    @Test
    void theWallClockNeitherPutsItInNorLetsItOut() {
        rig.begin().run(ofSeconds(10));
        int before = asked.size();

        rig.clock.jumpWallClock(ofMinutes(-60));
        rig.run(ofSeconds(10));
        rig.clock.jumpWallClock(ofMinutes(60 * 24 * 3650));
        rig.run(ofSeconds(10));

        assertThat(asked).hasSize(before);
    }

    @Test
    void aQuarantineLetsNothingCountAsOverdue() {
        rig.begin().run(ofSeconds(10)).run(ofSeconds(19)).run(ofMillis(500));

        assertThat(((Verdict.Inconclusive) verdict()).reason()).startsWith("the detector threw");
    }

    private Verdict verdict() {
        return rig.loop.status("orders").verdicts().get("fragile");
    }

    private List<String> quarantines() {
        return log.events().stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("target orders, detector fragile: has failed")
                        || line.contains("gives a verdict again, and is"))
                .toList();
    }
}
