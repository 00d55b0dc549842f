package dev.heal.incident;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.journal.Entry;
import dev.heal.journal.Journal;
import dev.heal.journal.Recorded;
import dev.heal.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An incident read from its records")
class IncidentRecordsTest {

    private static final Instant OPENED = Instant.parse("2026-01-01T09:30:00.123456789Z");

    private final List<Entry> written = new ArrayList<>();
    private Incident live = Incident.open("inventory-1", "inventory", OPENED, ofNanos(750_000_001));

    @ParameterizedTest
    @EnumSource(Type.class)
    void knowsEachEvent(Type type) {
        open();
        tell(type, "restart", "8 callers wait", Map.of("resolution", "HEALED", "pending", "8"));

        if (type == Type.RESOLVED) {
            live = live.resolved(Resolution.HEALED);
        }
        assertThat(read()).containsExactly(live);
    }

    @ParameterizedTest
    @EnumSource(Resolution.class)
    void knowsHowItEnded(Resolution resolution) {
        open();
        resolve(resolution);

        assertThat(read()).containsExactly(live);
        assertThat(live.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\r\nb\u2028c",
                "\u0000\u001b[31mred",
                "\"quoted\" and back\\slashed",
                "{\"type\":\"incident\"}",
                "\ud83d\ude80 and \ud83d alone",
                "password=c4n4ry",
                "null"
            })
    void isTheSameForHostileTexts(String hostile) {
        open();
        tell(Type.DETECTED, hostile, hostile, Map.of(hostile, hostile));

        assertThat(read()).containsExactly(live);
    }

    @Test
    void stillWaitsForThePlanThatWaited() {
        Plan plan = Plan.of("inventory-1", "restart", "restart the pool orders", 2, OPENED.plusSeconds(900));
        open();
        live = live.awaiting(plan);
        tell(Type.PROPOSED, "restart", "would restart the pool", Map.of("plan", plan.hash()));
        tell(Type.COMMENTED, null, "by ada: what do you think?", Map.of());

        assertThat(read()).containsExactly(live);
        assertThat(read().get(0).plan()).isEqualTo(plan);

        live = live.awaiting(null);
        tell(Type.APPROVED, "restart", "by ada", Map.of());

        assertThat(read()).containsExactly(live);
    }

    @Test
    void holdsWhatWasSaidAfterItsEnd() {
        open();
        resolve(Resolution.ESCALATED);
        tell(Type.COMMENTED, null, "by ada: it was the switch", Map.of());

        assertThat(read()).containsExactly(live);
        assertThat(read().get(0).isOpen()).isFalse();
    }

    @Test
    void countsWhatWasNotKept() {
        open();
        for (int i = 0; i < Incident.MOST_EVENTS + 37; i++) {
            tell(Type.DETECTED, "errors", "again " + i, Map.of());
        }
        resolve(Resolution.HEALED);

        assertThat(live.dropped()).isEqualTo(37);
        assertThat(read()).containsExactly(live);
    }

    @Test
    void isReadAroundRecordsThatAreDamagedOrForeign() {
        open();
        Entry good = IncidentRecords.event(live, event(Type.NOTE, null, "still here", Map.of()));
        for (String field : good.fields().keySet()) {
            if (!field.equals("target")) {
                written.add(without(good, field));
                written.add(with(good, field, List.of("nonsense")));
                written.add(with(good, field, "nonsense"));
            }
        }
        written.add(Entry.of(IncidentRecords.INCIDENT, Map.of("incident", "x-1")));
        written.add(Entry.of(IncidentRecords.INCIDENT, Map.of("incident", "x-2", "target", "x", "opened", "noon")));
        written.add(with(good, "incident", "never-opened-1"));
        written.add(with(good, "event", "INVENTED_LATER"));
        written.add(
                Entry.of(IncidentRecords.EVENT, with(good, "event", "RESOLVED").fields()));
        written.add(Entry.of("ours-is-another", good.fields()));
        written.add(Entry.of("samples", Map.of("incident", 7)));
        tell(Type.NOTE, null, "and after all that", Map.of());

        List<Incident> read = read();

        assertThat(read).hasSize(1);
        assertThat(read.get(0).events())
                .extracting(IncidentEvent::text)
                .contains("and after all that")
                .containsOnly("and after all that", "nonsense");
        assertThat(read.get(0).isOpen()).isTrue();
    }

    @Test
    void isTheSameWhateverHappenedInIt(@TempDir Path directory) throws IOException {
        List<Incident> all = new ArrayList<>();
        for (int seed = 0; seed < 300; seed++) {
            all.add(random(new Random(seed), seed));
        }
        List<String> refused = new ArrayList<>();
        try (Journal journal = Journal.open(directory, Duration.ofDays(30), Clock.system())) {
            written.forEach(entry -> journal.append(entry, failure -> {
                if (failure != null) {
                    refused.add(failure);
                }
            }));
        }

        List<Incident> read = IncidentRecords.read(Journal.read(directory).entries());

        assertThat(refused).isEmpty();
        assertThat(read).hasSize(300);
        for (int i = 0; i < 300; i++) {
            assertThat(read.get(i)).as("seed " + i).isEqualTo(all.get(i));
        }
    }

    @Test
    void fitsIntoItsRecordsHoweverMuchADetectorSays(@TempDir Path directory) throws IOException {
        Map<String, String> figures = new LinkedHashMap<>();
        for (int i = 0; i < 200; i++) {
            figures.put(i + "\u4e2d".repeat(500), "\u4e2d\"\\\n".repeat(1_000));
        }
        open();
        tell(Type.DETECTED, "\u4e2d".repeat(500), "\"".repeat(5_000), figures);
        try (Journal journal = Journal.open(directory, Duration.ofDays(30), Clock.system())) {
            written.forEach(journal::append);
        }

        assertThat(IncidentRecords.read(Journal.read(directory).entries())).containsExactly(live);
        assertThat(live.events().get(0).figures()).isNotEmpty();
    }

    /** What the loop could make of an incident, and more. */
    private Incident random(Random random, int number) {
        live = Incident.open(
                "t" + number + "-1",
                "t" + number,
                Instant.ofEpochSecond(random.nextInt(2_000_000_000), random.nextInt(1_000_000_000)),
                ofNanos(random.nextLong(1_000_000_000_000L)));
        open();
        int events = random.nextInt(30) == 0 ? 600 : random.nextInt(20);
        for (int i = 0; i < events; i++) {
            if (random.nextInt(5) == 0) {
                boolean ends = random.nextBoolean();
                Instant expires = Instant.ofEpochMilli(random.nextLong(1L << 41));
                live = live.awaiting(ends ? null : Plan.of(live.id(), text(random), text(random), i + 1, expires));
            }
            Map<String, String> figures = new LinkedHashMap<>();
            for (int f = random.nextInt(4); f > 0; f--) {
                figures.put(text(random), text(random));
            }
            Type[] types = Type.values();
            Type type = types[random.nextInt(types.length - 1)];
            tell(type, random.nextBoolean() ? text(random) : null, text(random), figures);
        }
        if (random.nextBoolean()) {
            resolve(Resolution.values()[random.nextInt(4)]);
            for (int i = random.nextInt(3); i > 0; i--) {
                tell(Type.COMMENTED, null, text(random), Map.of());
            }
        }
        return live;
    }

    private static String text(Random random) {
        String[] pieces = {
            "8 callers wait",
            "a|b",
            "<b>",
            "\n",
            "\u2028",
            "\u0007",
            "\\",
            "\"",
            "\ud83d\ude80",
            "password=c4n4ry ",
            "'",
            "jdbc:postgresql://u:p@h/db ",
            "Bearer abc.def ",
            "x".repeat(150),
            "\u4e2d\u6587",
            "  ",
            "%70assword%3Dy ",
            "$1"
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private List<Incident> read() {
        List<Recorded> records = new ArrayList<>();
        written.forEach(entry -> records.add(new Recorded(records.size() + 1, Instant.EPOCH, Duration.ZERO, entry)));
        return IncidentRecords.read(records);
    }

    private void open() {
        written.add(IncidentRecords.opened(live));
    }

    private void tell(Type type, @Nullable String subject, String text, Map<String, String> figures) {
        IncidentEvent event = event(type, subject, text, figures);
        live = live.with(event);
        written.add(IncidentRecords.event(live, event));
    }

    private void resolve(Resolution resolution) {
        live = live.resolved(resolution);
        tell(Type.RESOLVED, null, "it is over", Map.of("resolution", resolution.name()));
    }

    private IncidentEvent event(Type type, @Nullable String subject, String text, Map<String, String> figures) {
        Duration after = ofMillis(250L * live.events().size()).plusNanos(17);
        return new IncidentEvent(live.opened().plus(after), after, type, subject, text, figures);
    }

    private static Entry without(Entry entry, String field) {
        Map<String, Object> fields = new LinkedHashMap<>(entry.fields());
        fields.remove(field);
        return Entry.of(entry.type(), fields);
    }

    private static Entry with(Entry entry, String field, Object value) {
        Map<String, Object> fields = new LinkedHashMap<>(entry.fields());
        fields.put(field, value);
        return Entry.of(entry.type(), fields);
    }
}
