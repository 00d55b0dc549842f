package dev.heal.examples.demo.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final List<Figures> COLUMNS =
            List.of(Fixtures.without(), Fixtures.wellConfigured(), Fixtures.with(Fixtures.KEPT));

    @Test
    void theShopsStandSideBySide() {
        String table = Report.table(COLUMNS, Cast.DATABASES, Course.STANDARD);

        assertThat(table.lines().limit(6))
                .containsExactly(
                        "                                                (a)              (b)              (c)",
                        "  -----------------------------------------------------------------------------------",
                        "  home killed: reads lost                650 of 650        50 of 650       250 of 650",
                        "    in so many seconds                           13                1                5",
                        "    heal saw it after                                                           1.5 s",
                        "    the standby served after                  never            4.6 s            4.6 s");
        assertThat(table)
                .contains("    a human was told                                                             once");
    }

    @Test
    void theFootnoteNamesTheSecondsOfTheCourse() {
        assertThat(Report.table(COLUMNS, Cast.SERVICES, Course.STANDARD))
                .contains("within 3 s of the moment")
                .contains("of the 13 s from the kill")
                .contains("3 on the standby while it served, 2 on home afterwards; each 1.2 s long");
    }

    @Test
    void theFileHasTheFiguresThatMachinesRead() {
        assertThat(RegionJson.of(Cast.DATABASES, List.of(Fixtures.with(Fixtures.KEPT))))
                .isEqualTo("""
                {
                  "scenario": "region",
                  "with": {
                    "afterKill": {"requests": 650, "lost": 250, "lostSeconds": 5, "toldWithin2s": 0},
                    "blipsAndReturn": {"requests": 1500, "lost": 110, "lostSeconds": 6, "toldWithin2s": 20},
                    "blips": [%s],
                    "comingHome": {"requests": 600, "lost": 0, "lostSeconds": 0, "toldWithin2s": 0},
                    "bothDown": {"requests": 600, "lost": 600, "lostSeconds": 12, "toldWithin2s": 590},
                    "movesThere": 1,
                    "movesBack": 1,
                    "timeToMoveMillis": 4600,
                    "timeToReturnMillis": 10500,
                    "ordersTaken": 23,
                    "ordersRefused": 56,
                    "ordersLost": 35,
                    "ordersTakenByStandby": 0,
                    "timeToDetectMillis": 1500,
                    "healMovesThere": 1,
                    "healMovesBack": 1,
                    "healMovesBothDown": 0,
                    "escalations": 0,
                    "escalationsBothDown": 1
                  }
                }
                """.formatted(String.join(
                        ", ", blip("west"), blip("west"), blip("west"), blip("east"), blip("east"))));
    }

    private static String blip(String region) {
        return "{\"region\": \"" + region
                + "\", \"connectionsBroken\": 4, \"newRefused\": true, \"lost\": 60, \"lostSeconds\": 2}";
    }

    @Test
    void theSecondsOfEachBlipStandInARow() {
        assertThat(Report.table(COLUMNS, Cast.DATABASES, Course.STANDARD))
                .contains("    seconds with loss, each blip          2 2 2 2 2        2 2 2 2 2        2 2 2 2 2\n");
    }

    @Test
    void whatHealDidIsNotSaidOfThoseWithoutIt() {
        assertThat(RegionJson.of(Cast.DATABASES, List.of(Fixtures.without())))
                .contains("\"timeToMoveMillis\": null")
                .doesNotContain("heal", "escalations");
    }
}
