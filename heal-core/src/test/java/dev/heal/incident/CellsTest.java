package dev.heal.incident;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.IncidentEvent.Type;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An incident as a Jupyter notebook")
class CellsTest {

    private static final Instant OPENED = Instant.parse("2026-01-01T09:30:00Z");

    private Incident incident = Incident.open("inventory-1", "inventory", OPENED, ofMillis(750));

    @Test
    void isToldInCells() {
        tell(0, Type.DETECTED, "stalled", "8 callers wait", Map.of("pending", "8"));
        tell(250, Type.PROPOSED, "restart", "restart the pool orders?", Map.of());
        tell(9_000, Type.APPROVED, "restart", "by ada", Map.of());
        tell(9_001, Type.STARTED, "restart", "restart the pool orders", Map.of());

        List<Map<String, Object>> cells = cells();

        assertThat(cells.stream().map(cell -> cell.get("id")))
                .containsExactly("summary-0", "evidence-1", "timeline-2", "human-3", "human-4");
        assertThat(source(cells.get(0))).isEqualTo("""
                        # Incident inventory-1

                        Target **inventory**, opened 2026-01-01T09:30:00Z, still open.

                        First sign 750ms before.""");
        assertThat(source(cells.get(1))).isEqualTo("""
                        ## Evidence: stalled

                        +0.000 s: 8 callers wait

                        | figure | value |
                        |---|---|
                        | pending | 8 |""");
        assertThat(source(cells.get(2)))
                .startsWith("## Timeline\n\n| after | time (UTC) | what | about | |\n")
                .endsWith("| +9.001 s | 09:30:09.001 | started | restart | restart the pool orders |");
        assertThat(source(cells.get(4))).isEqualTo("**approved restart**, +9.000 s\n\nby ada");
    }

    @Test
    void holdsToTheFormat() {
        for (int i = 0; i < 120; i++) {
            tell(i, Type.NOTE, null, "again", Map.of());
        }
        Map<String, Object> notebook = Notebook.ipynb(incident);

        assertThat(notebook)
                .containsEntry("nbformat", 4)
                .containsEntry("nbformat_minor", 5)
                .containsKey("metadata");
        assertThat(cells()).hasSize(4).allSatisfy(cell -> {
            assertThat(cell).containsOnlyKeys("cell_type", "id", "metadata", "source");
            assertThat(cell).containsEntry("cell_type", "markdown");
            assertThat((String) cell.get("id")).matches("[a-zA-Z0-9-_]{1,64}");
        });
        assertThat(cells().stream().map(cell -> cell.get("id"))).doesNotHaveDuplicates();
    }

    @Test
    void saysWhatWasNotKept() {
        for (int i = 0; i < Incident.MOST_EVENTS + 2; i++) {
            tell(i, Type.NOTE, null, "again", Map.of());
        }

        assertThat(cells()).anySatisfy(cell -> assertThat(source(cell)).isEqualTo("2 further events were not kept."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a | b",
                "a \\| b",
                "<script>alert(1)</script>",
                "[click](javascript:alert(1))",
                "![x](https://spy.example/x.png)",
                "$x^2$ and $$y$$",
                "\\(x\\) \\[y\\]",
                "\\begin{array}{c}x\\end{array}",
                "# Heading",
                "```\nfence",
                "\u001b[31mred\u2028\u202e",
                "- item",
            })
    void takesNoOrdersFromAText(String hostile) {
        tell(0, Type.DETECTED, hostile, hostile, Map.of(hostile, hostile));
        tell(1, Type.COMMENTED, hostile, hostile, Map.of());
        incident = new Incident(hostile, hostile, OPENED, ofMillis(0), incident.events(), 0, null, null);

        List<String> sources = cells().stream().map(CellsTest::source).toList();

        assertThat(sources)
                .hasSize(4)
                .allSatisfy(source -> assertThat(source)
                        .doesNotContain("<", "$", "\\\\")
                        .doesNotContainPattern("(?<!\\\\)[`\\[\\]~]")
                        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\u2028&&[^\\n]]"));
        assertThat(sources.get(1).lines().filter(line -> line.startsWith("|"))).hasSize(3);
        assertThat(sources.get(3).lines()).hasSize(3);
        assertThat(Pattern.compile("(?m)^#").matcher(String.join("\n", sources)).results())
                .as("headings are ours")
                .hasSize(3);
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> cells() {
        return (List<Map<String, Object>>) Notebook.ipynb(incident).get("cells");
    }

    @SuppressWarnings("unchecked")
    private static String source(Map<String, Object> cell) {
        return String.join("", (List<String>) cell.get("source"));
    }

    private void tell(int millis, Type type, @Nullable String subject, String text, Map<String, String> figures) {
        incident = incident.with(
                new IncidentEvent(OPENED.plusMillis(millis), ofMillis(millis), type, subject, text, figures));
    }
}
