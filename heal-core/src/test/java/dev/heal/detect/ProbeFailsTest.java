package dev.heal.detect;

import static dev.heal.detect.Detectors.probeFails;
import static dev.heal.detect.Seen.assertHealthy;
import static dev.heal.detect.Seen.assertUnhealthy;
import static dev.heal.detect.Seen.assertUnknown;
import static dev.heal.detect.Seen.problems;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProbeFailsTest {

    private final Seen seen = new Seen();
    private final FakeProbe probe = new FakeProbe();
    private final ProbeFails detector = probeFails(probe);

    @Test
    void aGoodAnswerIsHealth() {
        assertHealthy(detector.judge(seen.snapshot()));
        assertThat(probe.limit).isEqualTo(ofSeconds(2));
    }

    @Test
    void aFewBadAnswersProveNothingAndThreeInARowDo() {
        probe.failure = new IOException("no answer, password=c4n4ry");

        assertUnknown(
                detector.judge(seen.snapshot()),
                "the probe fake failed 1 times in a row, need 3: IOException: no answer, password=[hidden]");
        assertUnknown(
                detector.judge(seen.after(ofSeconds(5)).snapshot()),
                "the probe fake failed 2 times in a row, need 3: IOException: no answer, password=[hidden]");
        assertUnhealthy(
                detector.judge(seen.after(ofSeconds(5)).snapshot()),
                "the probe fake failed 3 times in a row, every 5s: IOException: no answer, password=[hidden]",
                "failures in a row",
                "3");
    }

    @Test
    void itAsksOnlyEverySoOftenAndRepeatsItsVerdictInBetween() {
        probe.failure = new IOException("refused");
        Verdict first = detector.judge(seen.snapshot());

        assertThat(detector.judge(seen.after(ofMillis(4_999)).snapshot())).isEqualTo(first);
        assertThat(probe.asked).isEqualTo(1);

        detector.judge(seen.after(ofMillis(1)).snapshot());
        assertThat(probe.asked).isEqualTo(2);
    }

    @Test
    void aGoodAnswerEndsTheRow() {
        probe.failure = new IOException("refused");
        detector.judge(seen.snapshot());
        detector.judge(seen.after(ofSeconds(5)).snapshot());

        probe.failure = null;
        assertHealthy(detector.judge(seen.after(ofSeconds(5)).snapshot()));

        probe.failure = new IOException("refused");
        assertUnknown(
                detector.judge(seen.after(ofSeconds(5)).snapshot()),
                "the probe fake failed 1 times in a row, need 3: IOException: refused");
    }

    @Test
    void itRecoversWithTheFirstGoodAnswer() {
        ProbeFails quick = detector.failures(1);
        probe.failure = new IOException("refused");
        assertThat(quick.judge(seen.snapshot())).isInstanceOf(Verdict.Unhealthy.class);

        probe.failure = null;
        assertHealthy(quick.judge(seen.after(ofSeconds(5)).snapshot()));
    }

    @Test
    void aProbeThatIsInterruptedWhenItsTimeIsOverHasFailed() {
        ProbeFails quick = detector.failures(2);
        probe.failure = new InterruptedException();

        quick.judge(seen.snapshot());

        assertUnhealthy(
                quick.judge(seen.after(ofSeconds(5)).snapshot()),
                "the probe fake failed 2 times in a row, every 5s: no answer within 2s",
                "failures in a row",
                "2");
    }

    @Test
    void anErrorIsABadAnswerAndDoesNotLeaveTheLastGoodOneStanding() {
        detector.judge(seen.snapshot());
        probe.failure = new NoClassDefFoundError("org/example/Driver");

        assertUnknown(
                detector.judge(seen.after(ofSeconds(5)).snapshot()),
                "the probe fake failed 1 times in a row, need 3: NoClassDefFoundError: org/example/Driver");
        assertThat(detector.judge(seen.after(ofSeconds(1)).snapshot())).isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void aProbeThatHangsIsSickOnceItHasHungAsLongAsItWouldHaveTakenToFail() {
        assertUnknown(detector.unanswered(ofMillis(14_999)), "the detector has not answered for 15.0s");
        assertUnhealthy(detector.unanswered(ofSeconds(15)), "the probe fake has not answered for 15s (limit 2s)");
    }

    @Test
    void itIsGivenASecondMoreThanItsProbe() {
        assertThat(detector.within(ofSeconds(4)).timeLimit()).isEqualTo(ofSeconds(5));
    }

    @Test
    void settingsThatCannotBeMeantAreNamedWithAWayOut() {
        assertThat(problems(detector.failures(0).every(Duration.ZERO).within(ofSeconds(-2))))
                .containsExactly(
                        "failures = 0: must be at least 1; write 1 or more",
                        "every = 0s: must be longer than 0; write a span with its unit, such as 10s",
                        "within = -2s: must be longer than 0; write a span with its unit, such as 10s");
        assertThat(problems(detector)).isEmpty();
    }

    private static final class FakeProbe implements Probe {
        @Nullable
        Throwable failure;

        @Nullable
        Duration limit;

        int asked;

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public void ask(Duration within) throws Exception {
            asked++;
            limit = within;
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof Exception exception) {
                throw exception;
            }
        }
    }
}
