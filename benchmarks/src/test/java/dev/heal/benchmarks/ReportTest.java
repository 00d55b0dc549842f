package dev.heal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A report as people and as programs read it. */
class ReportTest {

    private static final Score THEIR_NANOS = new Score(60, 1);
    private static final Score THEIR_BYTES = new Score(24, 0);
    private static final Row THEIRS = Row.beside("Resilience4j", 1, THEIR_NANOS, THEIR_BYTES, THEIR_NANOS, THEIR_BYTES);
    private static final Row OURS =
            Row.beside("heal", 1, new Score(72, 2), new Score(24.02, 0.01), THEIR_NANOS, THEIR_BYTES);

    @Test
    void the_table_puts_each_contestant_beside_the_reference() {
        String text = ReportText.of(report(new Score(0.02, 0.01)));

        assertThat(text.lines().filter(line -> line.startsWith("heal")))
                .singleElement()
                .satisfies(line ->
                        assertThat(line).contains("72.0 ± 2.0", "1.20 (1.15 - 1.25)", "24.02 ± 0.01", "+0.02 ± 0.01"));
        assertThat(text).contains("3 forks", "WARNING: this machine is not quiet", "MET     nothing more");
    }

    @Test
    void the_check_fails_unless_every_goal_that_must_be_is_proved() {
        assertThat(report(new Score(0.02, 0.01)).passed()).isTrue();
        assertThat(report(new Score(0.02, 3)).passed()).isFalse();
        assertThat(report(new Score(16, 0)).passed()).isFalse();
    }

    @Test
    void the_json_holds_the_summary_and_the_raw_results() {
        String json = ReportJson.of(report(new Score(0.02, Double.NaN)));

        assertThat(json)
                .contains("\"benchmark\": \"overhead\"", "\"verdict\": \"MISSED\"", "\"jmh\": [{\"raw\": 1}]")
                .contains("say \\\"hi\\\"")
                .doesNotContain("Infinity", "NaN");
    }

    private static Report report(Score beyond) {
        return new Report(
                "overhead",
                Effort.QUICK,
                "Resilience4j",
                List.of(THEIRS, OURS),
                List.of(new Goal("nothing more", beyond, 0.5, "B/op", true)),
                List.of("CPU: say \"hi\""),
                List.of("this machine is not quiet"),
                "[{\"raw\": 1}]\n");
    }
}
