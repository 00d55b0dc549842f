package dev.heal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    50       | above = 50: is not a ratio; write 0.5 for 50 %
                    33.3     | above = 33.3: is not a ratio; write 0.333 for 33.3 %
                    100      | above = 100: is not a ratio; write 1.0 for 100 %
                    1.5      | above = 1.5: is not a ratio; write 0.015 for 1.5 %
                    150      | above = 150: is not a ratio; write a number above 0 and at most 1, such as 0.5
                    0        | above = 0: is not a ratio; write a number above 0 and at most 1, such as 0.5
                    -0.1     | above = -0.1: is not a ratio; write a number above 0 and at most 1, such as 0.5
                    NaN      | above = NaN: is not a ratio; write a number above 0 and at most 1, such as 0.5
                    Infinity | above = Infinity: is not a ratio; write a number above 0 and at most 1, such as 0.5
                    1e300    | above = 1.0E300: is not a ratio; write a number above 0 and at most 1, such as 0.5
                    """)
    void whatIsNoRatioIsNamedWithAWayOut(double value, String message) {
        assertThat(problems(check -> check.ratio("above", value))).containsExactly(message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.MIN_VALUE, 0.5, 1})
    void aRatioIsAboveNothingAndAtMostAll(double value) {
        assertThat(problems(check -> check.ratio("keep", value))).isEmpty();
    }

    @Test
    void moreThanAllCanNeverBe() {
        assertThat(problems(check -> check.ratioToExceed("above", 1)))
                .containsExactly("above = 1: can never be exceeded; write a number less than 1, such as 0.95");
        assertThat(problems(check -> check.ratioToExceed("above", 0.99))).isEmpty();
        assertThat(problems(check -> check.ratioToExceed("above", 50)))
                .containsExactly("above = 50: is not a ratio; write 0.5 for 50 %");
    }

    @Test
    void aSpanHasALengthAndAnEnd() {
        assertThat(problems(check -> {
                    check.positive("cooldown", Duration.ZERO);
                    check.positive("within", Duration.ofSeconds(-5));
                    check.positive("hold", Duration.ofDays(40_000));
                    check.positive("per", Duration.ofNanos(1));
                }))
                .containsExactly(
                        "cooldown = 0s: must be longer than 0; write a span with its unit, such as 10s",
                        "within = -5s: must be longer than 0; write a span with its unit, such as 10s",
                        "hold = 960000h: is longer than 100 years; write a span that can pass, such as 10m");
    }

    @Test
    void aSpanThatMayBeNoneMayNotBeLess() {
        assertThat(problems(check -> {
                    check.notNegative("settle", Duration.ZERO);
                    check.notNegative("sustained", Duration.ofMillis(-1));
                    check.notNegative("after", Duration.ofSeconds(Long.MAX_VALUE));
                }))
                .containsExactly(
                        "sustained = -1ms: must not be negative; write a span with its unit, such as 0s or 10s",
                        "after = 2562047788015215h 30m: is longer than 100 years; write a span that can pass, such as 10m");
    }

    @Test
    void aNumberHasItsLeast() {
        assertThat(problems(check -> {
                    check.atLeast("attempts", 0, 1);
                    check.atLeast("calls", 1, 1);
                }))
                .containsExactly("attempts = 0: must be at least 1; write 1 or more");
    }

    @Test
    void aProblemIsNamedByTheWholePathToIt() {
        assertThat(problems(check -> {
                    Check target = check.at("targets").at("inventory");
                    target.at("detectors").at("errors").ratio("above", 50);
                    target.problem("steps", null, "there is none", "name one");
                    target.problem("", "x", "is wrong itself", "write y");
                }))
                .containsExactly(
                        "targets.inventory.detectors.errors.above = 50: is not a ratio; write 0.5 for 50 %",
                        "targets.inventory.steps: there is none; name one",
                        "targets.inventory = x: is wrong itself; write y");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        Check check = Check.of("heal");
        check.at("budget").atLeast("remediations", 0, 1);

        assertThatThrownBy(check::orThrow)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("1 problem\n  - heal.budget.remediations = 0: must be at least 1; write 1 or more");

        check.positive("cooldown", Duration.ZERO);

        assertThatThrownBy(check::orThrow)
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        failure -> assertThat(failure.problems()).isEqualTo(check.problems()))
                .hasMessage("""
                        2 problems
                          - heal.budget.remediations = 0: must be at least 1; write 1 or more
                          - heal.cooldown = 0s: must be longer than 0; write a span with its unit, such as 10s""");
    }

    @Test
    void whereNothingIsWrongNothingIsThrown() {
        assertThatCode(Check.of("heal")::orThrow).doesNotThrowAnyException();
    }

    private static List<String> problems(Consumer<Check> checks) {
        Check check = Check.of("");
        checks.accept(check);
        return check.problems().stream().map(Problem::toString).toList();
    }
}
