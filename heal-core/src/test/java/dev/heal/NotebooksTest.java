package dev.heal;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.IncidentRecords;
import dev.heal.incident.Resolution;
import dev.heal.journal.Journal;
import dev.heal.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The command that reads a journal")
class NotebooksTest {

    private static final Instant OPENED = Instant.parse("2026-01-01T09:30:00Z");

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void listsTheIncidentsNewestFirst() {
        write();

        assertThat(run(directory.toString())).isZero();
        assertThat(text(out)).isEqualTo("""
                orders-2  orders  2026-01-01T09:30:00Z  HEALED after 3.3s
                inventory-1  inventory  2026-01-01T09:30:00Z  open
                """);
        assertThat(text(err)).isEmpty();
    }

    @Test
    void tellsOneInTheFormThatIsAskedFor() {
        write();

        assertThat(run(directory.toString(), "inventory-1")).isZero();
        assertThat(text(out))
                .startsWith("# Incident inventory-1\n")
                .contains("| detected | stalled | 8 callers wait |");
        out.reset();
        assertThat(run("--as", "ipynb", directory.toString(), "inventory-1")).isZero();
        assertThat(text(out))
                .startsWith("{\n  \"nbformat\": 4,\n  \"nbformat_minor\": 5,")
                .endsWith("}\n");
        out.reset();
        assertThat(run(directory.toString(), "inventory-1", "--as", "json")).isZero();
        assertThat(text(out))
                .startsWith("{\n  \"incident\": \"inventory-1\",\n  \"target\": \"inventory\",")
                .contains("\"text\": \"8 callers wait\"", "\"resolution\": null");
        out.reset();
        assertThat(run(directory.toString(), "--as", "json")).isZero();
        assertThat(text(out)).startsWith("[\n  {\n    \"incident\": \"orders-2\",");
    }

    @Test
    void namesWhatIsWrongAndTheWayOut() throws IOException {
        assertThat(run()).isEqualTo(2);
        assertThat(text(err)).startsWith("the directory is missing\nusage: ");
        err.reset();
        assertThat(run(directory.toString(), "x", "--as", "ipnb")).isEqualTo(2);
        assertThat(text(err)).startsWith("--as ipnb is no form; did you mean ipynb?");
        err.reset();
        assertThat(run(directory.toString(), "--json")).isEqualTo(2);
        assertThat(text(err)).startsWith("there is no option --json\nusage: ");
        err.reset();
        Path nowhere = directory.resolve("nowhere");
        assertThat(run(nowhere.toString())).isEqualTo(1);
        assertThat(text(err)).isEqualTo("the journal in " + nowhere + " cannot be read: it is no directory\n");
        assertThat(nowhere).doesNotExist();
        err.reset();
        assertThat(run(directory.toString())).isEqualTo(1);
        assertThat(text(err)).isEqualTo("no incident is told of in " + directory + " (0 records)\n");
        err.reset();
        write();
        assertThat(run(directory.toString(), "inventory-7")).isEqualTo(1);
        assertThat(text(err))
                .isEqualTo("there is no incident inventory-7 in " + directory
                        + "; did you mean inventory-1? (known: inventory-1, orders-2)\n");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void saysWhatIsDamagedAndTellsTheRest() throws IOException {
        write();
        try (var files = Files.list(directory)) {
            for (Path segment :
                    files.filter(file -> file.toString().endsWith(".jsonl")).toList()) {
                String lines = Files.readString(segment, StandardCharsets.ISO_8859_1);
                Files.writeString(
                        segment, lines.replace("it was HEALED", "it was healed"), StandardCharsets.ISO_8859_1);
            }
        }

        assertThat(run(directory.toString(), "inventory-1")).isZero();

        assertThat(text(err)).startsWith("the journal has a gap: ").contains("is damaged");
        assertThat(text(out)).contains("8 callers wait", "## Missing\n\n- the journal has a gap: ");
    }

    @Test
    void isHelpful() {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).startsWith("usage: dev.heal.Notebooks DIRECTORY");
    }

    private void write() {
        Incident inventory = Incident.open("inventory-1", "inventory", OPENED, ofMillis(750));
        Incident orders =
                Incident.open("orders-2", "orders", OPENED, ofMillis(750)).resolved(Resolution.HEALED);
        IncidentEvent sick =
                new IncidentEvent(OPENED, Duration.ZERO, Type.DETECTED, "stalled", "8 callers wait", Map.of());
        IncidentEvent end = new IncidentEvent(
                OPENED, ofMillis(3_300), Type.RESOLVED, null, "it was HEALED", Map.of("resolution", "HEALED"));
        try (Journal journal = Journal.open(directory, Duration.ofDays(30), Clock.system())) {
            journal.append(IncidentRecords.opened(inventory));
            journal.append(IncidentRecords.event(inventory.with(sick), sick));
            journal.append(IncidentRecords.opened(orders));
            journal.append(IncidentRecords.event(orders.with(end), end));
        }
    }

    private int run(String... arguments) {
        return Notebooks.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream written) {
        return written.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
