package dev.heal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a detector brings as evidence is foreign text: bounded, and no reason to lose the verdict. */
class EvidenceTest {

    private static final int BOUND = 4096 + "...".length();

    @Test
    void aFigureWhoseTextCannotBeHadIsReplacedByTheReason() {
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("closed");
            }
        };

        Evidence evidence = Evidence.of("3 of 3 are stuck").with("pool", broken).with("stuck", 3);

        assertThat(evidence.figures())
                .containsExactly(
                        Map.entry("pool", "(its text could not be had: IllegalStateException: closed)"),
                        Map.entry("stuck", "3"));
    }

    @Test
    void aFigureThatContainsItselfIsReplacedToo() {
        List<Object> one = new ArrayList<>();
        List<Object> other = new ArrayList<>(List.of(one));
        one.add(other);

        assertThat(Evidence.of("x").with("circle", one).figures())
                .containsEntry("circle", "(its text could not be had: StackOverflowError)");
    }

    @Test
    void aFigureWithoutATextIsNull() {
        Object silent = new Object() {
            @Override
            public String toString() {
                return null;
            }
        };

        assertThat(Evidence.of("x").with("silent", silent).with("nothing", null).figures())
                .containsExactly(Map.entry("silent", "null"), Map.entry("nothing", "null"));
    }

    @Test
    void noTextOfAVerdictIsLongerThan4KiB() {
        String huge = "huge ".repeat(2_000_000);

        Evidence evidence = Evidence.of(huge).with(huge, huge);

        assertThat(evidence.summary()).hasSizeLessThanOrEqualTo(BOUND).endsWith("...");
        evidence.figures().forEach((name, value) -> {
            assertThat(name).hasSizeLessThanOrEqualTo(BOUND);
            assertThat(value).hasSizeLessThanOrEqualTo(BOUND);
        });
        assertThat(new Verdict.Inconclusive(huge).reason()).hasSizeLessThanOrEqualTo(BOUND);
    }

    @Test
    void noMoreFiguresAreKeptThanAPersonReads() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            many.put("figure " + i, "1");
        }

        assertThat(new Evidence("x", many).figures()).hasSize(Evidence.MOST_FIGURES);
    }

    @Test
    void secretsAreHidden() {
        assertThat(Evidence.of("login failed, password=hunter2").with("url", "jdbc:x://u:p@h/d"))
                .isEqualTo(new Evidence("login failed, password=[hidden]", Map.of("url", "[jdbc url]")));
    }

    @Test
    void aVerdictOfUnhealthyWithoutEvidenceIsRefusedWhereItIsMade() {
        assertThatThrownBy(() -> Verdict.unhealthy(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("a verdict of unhealthy needs its evidence");
    }
}
