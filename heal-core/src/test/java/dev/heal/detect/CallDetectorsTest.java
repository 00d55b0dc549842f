package dev.heal.detect;

import static dev.heal.detect.Detectors.failureRate;
import static dev.heal.detect.Detectors.inFlightAge;
import static dev.heal.detect.Detectors.slowCalls;
import static dev.heal.detect.Seen.assertHealthy;
import static dev.heal.detect.Seen.assertUnhealthy;
import static dev.heal.detect.Seen.assertUnknown;
import static dev.heal.detect.Seen.problems;
import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.IGNORED;
import static dev.heal.signal.Outcome.SUCCESS;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the calls themselves tell: that they fail, that they are slow, that they hang. */
class CallDetectorsTest {

    private final Seen seen = new Seen().after(ofSeconds(5));

    @Test
    void halfOfTheCallsMayFailAndMoreMayNot() {
        seen.calls(10, SUCCESS, ofMillis(5)).calls(10, FAILURE, ofMillis(5));
        assertHealthy(failureRate().judge(seen.snapshot()));

        seen.calls(1, FAILURE, ofMillis(5)).rejected(7);
        assertUnhealthy(
                failureRate().judge(seen.snapshot()),
                "11 of 21 calls failed in 10s (52.4 %, limit 50.0 %)",
                "calls",
                "21",
                "failures",
                "11",
                "rejected",
                "7",
                "failure rate",
                "52.4 %");
    }

    @Test
    void tooFewCallsProveNothingHoweverManyOfThemFail() {
        seen.calls(19, FAILURE, ofMillis(5)).calls(100, IGNORED, ofMillis(5)).rejected(100);

        assertUnknown(failureRate().judge(seen.snapshot()), "19 calls in 10s, need 20, and others were kept out");
        assertUnknown(slowCalls().judge(seen.snapshot()), "19 calls in 10s, need 20, and others were kept out");
    }

    @Test
    void callsThatAreKeptOutOrDoNotComeBackAreNoSilence() {
        assertThat(failureRate().judge(seen.snapshot()))
                .isInstanceOfSatisfying(
                        Verdict.Inconclusive.class,
                        none -> assertThat(none.silent()).isTrue());

        seen.rejected(1);
        assertThat(failureRate().judge(seen.snapshot()))
                .isInstanceOfSatisfying(
                        Verdict.Inconclusive.class,
                        none -> assertThat(none.silent()).isFalse());
    }

    @Test
    void silenceIsNotHealth() {
        assertUnknown(failureRate().judge(seen.snapshot()), "0 calls in 10s, need 20");
        assertUnknown(failureRate().minimumCalls(1).judge(seen.snapshot()), "0 calls in 10s, need 1");
        assertUnknown(slowCalls().minimumCalls(1).judge(seen.snapshot()), "0 calls in 10s, need 1");
    }

    @Test
    void whatIsLongerAgoThanTheSpanIsForgotten() {
        seen.calls(30, FAILURE, ofMillis(5)).after(ofSeconds(1)).calls(30, SUCCESS, ofMillis(5));

        assertThat(failureRate().above(0.4).judge(seen.snapshot())).isInstanceOf(Verdict.Unhealthy.class);

        seen.after(ofSeconds(11)).calls(30, SUCCESS, ofMillis(5));
        assertHealthy(failureRate().above(0.4).judge(seen.snapshot()));
    }

    @Test
    void aLimitIsSaidAsItWasWritten() {
        seen.calls(90, SUCCESS, ofMillis(5)).calls(10, FAILURE, ofMillis(5));

        assertThat(failureRate().above(0.07).over(ofSeconds(4)).minimumCalls(5).judge(seen.snapshot()))
                .isInstanceOfSatisfying(
                        Verdict.Unhealthy.class,
                        verdict -> assertThat(verdict.evidence().summary())
                                .isEqualTo("10 of 100 calls failed in 4s (10.0 %, limit 7.0 %)"));
    }

    @Test
    void halfOfTheCallsMayBeSlowAndMoreMayNot() {
        seen.calls(10, SUCCESS, ofMillis(10)).calls(10, FAILURE, ofSeconds(2));
        assertHealthy(slowCalls().judge(seen.snapshot()));

        // The percentiles are the middles of their buckets: at most 6.25 % off.
        seen.calls(1, SUCCESS, ofSeconds(2));
        assertUnhealthy(
                slowCalls().judge(seen.snapshot()),
                "11 of 21 calls in 10s took 1s or longer (52.4 %, limit 50.0 %)",
                "calls",
                "21",
                "slow",
                "11",
                "p50",
                "1.9s",
                "p99",
                "1.9s");
    }

    @Test
    void betweenWhatSetsItOffAndWhatClearsItTheFailureRateIsNotKnown() {
        FailureRate detector = failureRate().clear(0.25);

        seen.calls(15, SUCCESS, ofMillis(5)).calls(5, FAILURE, ofMillis(5));
        assertHealthy(detector.judge(seen.snapshot()));

        seen.calls(1, FAILURE, ofMillis(5));
        assertUnknown(
                detector.judge(seen.snapshot()),
                "6 of 21 calls failed in 10s (28.6 %): unhealthy above 50.0 %, healthy at 25.0 % or less");

        seen.calls(9, FAILURE, ofMillis(5));
        assertUnknown(
                detector.judge(seen.snapshot()),
                "15 of 30 calls failed in 10s (50.0 %): unhealthy above 50.0 %, healthy at 25.0 % or less");

        seen.calls(1, FAILURE, ofMillis(5));
        assertThat(detector.judge(seen.snapshot())).isInstanceOf(Verdict.Unhealthy.class);
    }

    @Test
    void betweenWhatSetsItOffAndWhatClearsItTheShareOfSlowCallsIsNotKnown() {
        SlowCalls detector = slowCalls().clear(0);

        seen.calls(20, SUCCESS, ofMillis(5));
        assertHealthy(detector.judge(seen.snapshot()));

        seen.calls(1, SUCCESS, ofSeconds(2));
        assertUnknown(
                detector.judge(seen.snapshot()),
                "1 of 21 calls in 10s took 1s or longer (4.8 %): unhealthy above 50.0 %, healthy at 0.0 % or less");

        seen.calls(20, SUCCESS, ofSeconds(2));
        assertThat(detector.judge(seen.snapshot())).isInstanceOf(Verdict.Unhealthy.class);
    }

    @Test
    void whatClearsItMustNotLieAboveWhatSetsItOff() {
        String flaps = " (0.5), so it would be sick and well at once and flap; write 0.5 or less, or leave it out";

        assertThat(problems(failureRate().clear(0.5))).isEmpty();
        assertThat(problems(failureRate().clear(0.6))).containsExactly("clear = 0.6: is larger than above" + flaps);
        assertThat(problems(slowCalls().clear(1))).containsExactly("clear = 1: is larger than above" + flaps);
        assertThat(problems(failureRate().clear(30))).containsExactly("clear = 30: is not a ratio; write 0.3 for 30 %");
        assertThat(problems(slowCalls().clear(-0.1)))
                .containsExactly("clear = -0.1: must not be negative; write 0 or more, or leave it out");
        assertThat(problems(failureRate().clear(Double.NaN)))
                .containsExactly("clear = NaN: is not a ratio; write a number above 0 and at most 1, such as 0.5");
    }

    @Test
    void callsThatHangAreSeenWhileTheyHang() {
        seen.hanging(5).after(ofSeconds(4));
        assertHealthy(inFlightAge().judge(seen.snapshot()));

        seen.after(ofMillis(1_500)).hanging(3);
        assertUnhealthy(
                inFlightAge().judge(seen.snapshot()),
                "5 calls have been in flight for 5s or longer (limit 5), the oldest for 5.4s",
                "in flight",
                "8",
                "hung",
                "5",
                "oldest",
                "5.4s");
    }

    @Test
    void aFewCallsMayHang() {
        seen.hanging(4).after(ofSeconds(30));

        assertHealthy(inFlightAge().judge(seen.snapshot()));
        assertThat(inFlightAge().calls(4).judge(seen.snapshot())).isInstanceOf(Verdict.Unhealthy.class);
        assertHealthy(inFlightAge().calls(4).above(ofSeconds(40)).judge(seen.snapshot()));
    }

    @Test
    void settingsThatCannotBeMeantAreNamedWithAWayOut() {
        assertThat(problems(failureRate().above(50).over(Duration.ZERO).minimumCalls(0)))
                .containsExactly(
                        "above = 50: is not a ratio; write 0.5 for 50 %",
                        "over = 0s: must be longer than 0; write a span with its unit, such as 10s",
                        "minimum-calls = 0: must be at least 1; write 1 or more");
        assertThat(problems(failureRate().above(Double.NaN)))
                .containsExactly("above = NaN: is not a ratio; write a number above 0 and at most 1, such as 0.5");
        assertThat(problems(failureRate().above(1)))
                .containsExactly("above = 1: can never be exceeded; write a number less than 1, such as 0.95");
        assertThat(problems(slowCalls()
                        .slowerThan(ofSeconds(-1))
                        .above(75)
                        .over(ofSeconds(-1))
                        .minimumCalls(-3)))
                .containsExactly(
                        "slower-than = -1s: must be longer than 0; write a span with its unit, such as 10s",
                        "above = 75: is not a ratio; write 0.75 for 75 %",
                        "over = -1s: must be longer than 0; write a span with its unit, such as 10s",
                        "minimum-calls = -3: must be at least 1; write 1 or more");
        assertThat(problems(inFlightAge().above(Duration.ZERO).calls(0)))
                .containsExactly(
                        "above = 0s: must be longer than 0; write a span with its unit, such as 10s",
                        "calls = 0: must be at least 1; write 1 or more");
    }

    @Test
    void eachSaysHowFarItLooksBack() {
        assertThat(failureRate().over(ofSeconds(30)).over()).isEqualTo(ofSeconds(30));
        assertThat(slowCalls().over(ofSeconds(40)).over()).isEqualTo(ofSeconds(40));
        assertThat(inFlightAge().above(ofSeconds(3)).over()).isEqualTo(ofSeconds(3));
    }
}
