package dev.heal.examples.demo.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final List<Played> PLAYS = List.of(
            VerdictTest.played(Play.WITHOUT, new Measured(1000, 900, null, Duration.ofMillis(18_060)), null),
            new Played(
                    Play.WELL_CONFIGURED,
                    new Measured(1000, 640, Duration.ofMillis(12_749), Duration.ofSeconds(12)),
                    10,
                    10,
                    Duration.ofMillis(1_520),
                    null,
                    Duration.ZERO),
            VerdictTest.played(
                    Play.WITH,
                    new Measured(1000, 10, Duration.ofMillis(2_700), Duration.ofMillis(2_900)),
                    new HealIncident(Duration.ofMillis(2_345), "HEALED", "# Incident")));

    @Test
    void theTableStandsSideBySide() {
        assertThat(Report.table(PLAYS, Scripts.SCRIPT).lines().limit(5))
                .containsExactly(
                        "                                     requests    lost  detected in  healed in   longest gap",
                        "  -----------------------------------------------------------------------------------------",
                        "  (a) library defaults                   1000     900        never      never        18.1 s",
                        "  (b) well configured, no heal           1000     640        1.5 s     12.7 s        12.0 s",
                        "  (c) heal on the defaults of (a)        1000      10        2.3 s      2.7 s         2.9 s");
    }

    @Test
    void theFootnoteNamesTheSecondsOfTheScript() {
        assertThat(Report.table(PLAYS, Scripts.SCRIPT))
                .contains("from 2 s before the fault to 18 s after it")
                .contains("within 3 s of the moment")
                .contains("not while it was watched, which is 18 s");
    }

    @Test
    void theFileHasExactlyTheFiguresThatMachinesRead() {
        assertThat(DemoJson.of(PLAYS)).isEqualTo("""
                {
                  "without": {"requests": 1000, "lost": 900, "healed": false, "timeToHealMillis": null},
                  "wellConfigured": {"requests": 1000, "lost": 640, "healed": true, "timeToHealMillis": 12749},
                  "with": {"requests": 1000, "lost": 10, "healed": true, "timeToHealMillis": 2700, "timeToDetectMillis": 2345}
                }
                """);
    }

    @Test
    void anOpenedBreakerIsNotSoldAsHealDetecting() {
        Played silent = new Played(
                Play.WITH,
                new Measured(10, 10, null, Duration.ofSeconds(18)),
                10,
                10,
                Duration.ofSeconds(9),
                null,
                Duration.ZERO);

        assertThat(DemoJson.of(List.of(silent))).contains("\"timeToDetectMillis\": null");
    }
}
