package dev.heal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A report of whole processes as people and as programs read it. */
class SystemReportTest {

    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        assertThat(report(new Score(3, 1)).text()).contains("""

                        targets  bytes
                        10           -
                        10,000   3,900

                        MET     little: 3.00 (2.00 to 4.00) %, limit 5.0
                        """).contains("WARNING: not quiet", "95 % confidence");
    }

    @Test
    void the_check_fails_when_a_goal_is_missed() {
        assertThat(report(new Score(3, 1)).passed()).isTrue();
        assertThat(report(new Score(7, 1)).passed()).isFalse();
    }

    @Test
    void programs_read_the_same() {
        assertThat(report(new Score(7, 1)).json())
                .contains("\"benchmark\": \"scale\"", "\"verdict\": \"MISSED\"", "\"bytes\": 3900");
    }

    @Test
    void the_bounds_are_those_of_students_t() {
        Score mean = SystemReport.mean(1, 2, 3);

        assertThat(mean.value()).isEqualTo(2);
        assertThat(mean.error()).isCloseTo(4.303 / Math.sqrt(3), Offset.offset(0.001));
        assertThat(SystemReport.mean(1).error()).isInfinite();
    }

    private static SystemReport report(Score cpu) {
        return new SystemReport(
                "scale",
                "5 JVMs",
                List.of("a machine"),
                List.of("not quiet"),
                List.of("targets", "bytes"),
                List.of(List.of("10", "-"), List.of("10,000", "3,900")),
                List.of(new Goal("little", cpu, 5, "%", false)),
                List.of(Map.of("bytes", 3900)));
    }
}
