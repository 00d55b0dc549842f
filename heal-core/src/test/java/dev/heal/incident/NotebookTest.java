package dev.heal.incident;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.IncidentEvent.Type;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookTest {

    private static final Instant OPENED = Instant.parse("2026-01-01T09:30:00Z");

    private Incident incident = Incident.open("inventory-1", "inventory", OPENED, ofMillis(750));

    @Test
    void anIncidentIsToldFromDetectionToItsEnd() {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("pending", "8");
        figures.put("oldest borrow", "3.5s");
        tell(0, Type.DETECTED, "stalled", "8 callers wait for a connection of orders", figures);
        tell(250, Type.STARTED, "restart", "restart the pool orders", Map.of("remediation", "restart-pool"));
        tell(292, Type.NOTE, null, "4 hung connections freed", Map.of());
        tell(300, Type.APPLIED, "restart", "done", Map.of());
        tell(3_300, Type.VERIFIED, "restart", "the steady state held for 3s", Map.of());
        tell(3_300, Type.RESOLVED, null, "healed by restart", Map.of());
        incident = incident.resolved(Resolution.HEALED);

        assertThat(Notebook.markdown(incident)).isEqualTo("""
                        # Incident inventory-1

                        Target **inventory**, opened 2026-01-01T09:30:00Z, resolved as **HEALED** after 3.3s.

                        | after | time (UTC) | what | about | |
                        |---:|---|---|---|---|
                        | +0.000 s | 09:30:00.000 | detected | stalled | 8 callers wait for a connection of orders |
                        | +0.250 s | 09:30:00.250 | started | restart | restart the pool orders |
                        | +0.292 s | 09:30:00.292 | note |  | 4 hung connections freed |
                        | +0.300 s | 09:30:00.300 | applied | restart | done |
                        | +3.300 s | 09:30:03.300 | verified | restart | the steady state held for 3s |
                        | +3.300 s | 09:30:03.300 | resolved |  | healed by restart |

                        ## Evidence: stalled

                        8 callers wait for a connection of orders

                        | figure | value |
                        |---|---|
                        | pending | 8 |
                        | oldest borrow | 3.5s |
                        """);
    }

    @Test
    void anOpenIncidentSaysWhatItWaitsFor() {
        assertThat(Notebook.markdown(incident)).contains("opened 2026-01-01T09:30:00Z, still open.");

        incident = incident.awaiting(Plan.of("inventory-1", "restart", "restart the pool orders", 1, OPENED));
        assertThat(Notebook.markdown(incident)).contains("waiting for a human to decide.");
    }

    @Test
    void whatWasNotKeptIsSaid() {
        for (int i = 0; i < Incident.MOST_EVENTS + 2; i++) {
            tell(i, Type.NOTE, null, "again", Map.of());
        }

        assertThat(Notebook.markdown(incident)).endsWith("\n2 further events were not kept.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a | b",
                "a \\| b",
                "a\n| b | c |\n# Big",
                "a\r\n\r\n## Evidence: forged",
                "`code`",
                "<script>alert(1)</script>",
                "[click](javascript:alert(1))",
                "![x](https://spy.example/x.png)",
                "**bold** _and_ ~~gone~~",
                "\u001b[31mred",
                "a\u2028b",
                "\u202egnp.exe",
                "&lt;b&gt;",
                "    indented",
                "```\nfence",
                "> quote",
                "- item",
                "+ item",
                "# Heading",
                "---",
                "~~~",
                "</td></table>"
            })
    void aHostileTextBreaksNeitherTheTableNorThePage(String hostile) {
        tell(0, Type.DETECTED, hostile, hostile, Map.of(hostile, hostile));
        incident = Incident.open("x-1", hostile, OPENED, ofMillis(0))
                .with(incident.events().get(0));

        List<String> lines = Notebook.markdown(incident).lines().toList();

        assertThat(lines).hasSize(15);
        assertThat(lines.get(6)).satisfies(row -> assertThat(cells(row)).isEqualTo(5));
        assertThat(lines.get(14)).satisfies(row -> assertThat(cells(row)).isEqualTo(2));
        assertThat(lines.get(10)).as("the evidence's paragraph").doesNotContainPattern("^\\s|^[#>+~-]");
        assertThat(String.join("\n", lines.subList(6, 15)))
                .doesNotContain("<")
                .doesNotContainPattern("(?<!\\\\)[`\\[\\]~]")
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\u2028&&[^\\n]]");
        assertThat(lines.get(2)).startsWith("Target **").endsWith("**, opened 2026-01-01T09:30:00Z, still open.");
    }

    @Test
    void aTextIsReadAsItWasSaid() {
        tell(0, Type.NOTE, "a_b", "1 < 2 & 3 | 4 * 5 `x` [y] \\ #6", Map.of());

        assertThat(Notebook.markdown(incident))
                .contains("| a\\_b | 1 &lt; 2 &amp; 3 \\| 4 \\* 5 \\`x\\` \\[y\\] \\\\ \\#6 |");
    }

    @Test
    void aStackOfSeveralLinesStaysInItsCell() {
        tell(0, Type.DETECTED, "hung", "hangs", Map.of("stack", "at a.B.c(B.java:1)\nat a.B.d(B.java:2)"));

        assertThat(Notebook.markdown(incident)).endsWith("| stack | at a.B.c(B.java:1) at a.B.d(B.java:2) |\n");
    }

    private void tell(int millis, Type type, @Nullable String subject, String text, Map<String, String> figures) {
        incident = incident.with(
                new IncidentEvent(OPENED.plusMillis(millis), ofMillis(millis), type, subject, text, figures));
    }

    /** The cells of a row: what lies between its bars that are not escaped. */
    private static int cells(String row) {
        return row.split("(?<!\\\\)(?:\\\\\\\\)*\\|", -1).length - 2;
    }
}
