package dev.heal.incident;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.IncidentEvent.Type;
import dev.heal.journal.Entry;
import dev.heal.journal.Recorded;
import dev.heal.journal.Recovered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is around an incident")
class StoryTest {

    private static final Instant OPENED = Instant.parse("2026-01-01T09:30:00Z");

    private final Incident incident = Incident.open("inventory-1", "inventory", OPENED, ofMillis(750));

    @Test
    void twoSpansOfSignalsBecomeOne() {
        Sample one = sample(1, 10, 2, ofMillis(40), List.of("errors"), List.of("hung"));
        Sample other = sample(2, 1, 1, ofMillis(900), List.of("hung"), List.of("probe"));

        Sample both = one.then(other);

        assertThat(both.after()).isEqualTo(ofSeconds(2));
        assertThat(both.over()).isEqualTo(ofSeconds(2));
        assertThat(both.calls()).isEqualTo(14);
        assertThat(both.failureRate()).contains(3 / 14.0);
        assertThat(both.p99()).isEqualTo(ofMillis(900));
        assertThat(both.unhealthy()).containsExactly("errors", "hung");
        assertThat(both.unknown()).containsExactly("probe");
    }

    @Test
    void ofNoCallTheRateIsNotKnown() {
        assertThat(sample(1, 0, 0, null, List.of(), List.of()).failureRate()).isEmpty();
    }

    @Test
    void aSampleIsSmallAndSafeWhateverADetectorNames() {
        Map<String, Double> gauges = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            gauges.put("gauge " + i + "x".repeat(500), (double) i);
        }
        gauges.put("a", Double.NaN);
        gauges.put("password=c4n4ry", 1.0);

        Sample sample = new Sample(
                OPENED,
                ofSeconds(1),
                ofSeconds(1),
                0,
                0,
                0,
                0,
                null,
                0,
                null,
                "open",
                List.of("token=c4n4ry"),
                List.of(),
                gauges);

        assertThat(sample.gauges()).hasSizeLessThanOrEqualTo(Sample.MOST_GAUGES).doesNotContainKey("a");
        assertThat(sample.toString()).doesNotContain("c4n4ry").hasSizeLessThan(2_500);
    }

    @Test
    void isTheSameAfterItWasWrittenAndRead() {
        List<Sample> samples = new ArrayList<>();
        for (int i = -30; i < 70; i++) {
            samples.add(sample(
                    i, i + 30, i % 3 == 0 ? 1 : 0, i % 2 == 0 ? null : ofMillis(i + 40), List.of("errors"), List.of()));
        }
        List<Change> changes = List.of(new Change(OPENED.minusSeconds(60), ofSeconds(61), "deploy", "shop 1.2.3"));
        List<Entry> entries =
                new ArrayList<>(List.of(IncidentRecords.opened(incident), StoryRecords.before(incident, changes)));
        entries.addAll(StoryRecords.samples(incident, samples));

        assertThat(Stories.read(recovered(entries, List.of())))
                .containsExactly(new Story(incident, changes, samples, List.of()));
    }

    @Test
    void isReadAroundDamagedRecords() {
        List<Entry> entries = new ArrayList<>(List.of(IncidentRecords.opened(incident)));
        entries.add(Entry.of(
                StoryRecords.SAMPLES, Map.of("incident", "inventory-1", "samples", List.of(Map.of("when", 1)))));
        entries.add(Entry.of(StoryRecords.BEFORE, Map.of("changes", "none")));
        entries.add(Entry.of(StoryRecords.SAMPLES, Map.of()));
        List<Sample> good = List.of(sample(1, 1, 0, null, List.of(), List.of()));
        entries.addAll(StoryRecords.samples(incident, good));

        Story story = Stories.read(recovered(entries, List.of("segment-1.jsonl: record 2 is damaged")))
                .get(0);

        assertThat(story.samples()).isEqualTo(good);
        assertThat(story.missing()).containsExactly("the journal has a gap: segment-1.jsonl: record 2 is damaged");
    }

    @Test
    void theOldestSamplesMakeRoomInMemory() {
        Stories stories = new Stories(Recovered.NOTHING);
        List<Sample> many = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            many.add(sample(i, 1, 0, null, List.of(), List.of()));
        }
        for (int i = 1; i <= 3; i++) {
            stories.sampled("inventory-" + i, many);
        }

        assertThat(stories.of(incident).samples()).isEmpty();
        assertThat(stories.of(incident).missing())
                .containsExactly("its samples are no longer kept in memory, and have to be read from the journal");
        Incident third = Incident.open("inventory-3", "inventory", OPENED, ofMillis(0));
        assertThat(stories.of(third).samples()).hasSize(4_000);
        assertThat(stories.of(third).missing()).isEmpty();
    }

    // -- changes

    @Test
    void ofTheChangesTheNewestTwentyOfTwoDaysAreTold() {
        ChangeLog log = new ChangeLog(List.of(), 0);
        log.add("deploy", "three days ago", 0, OPENED.minus(ofHours(72)));
        for (int i = 1; i <= 30; i++) {
            log.add("deploy", "number " + i, ofHours(48 + i % 2).toNanos(), OPENED);
        }

        List<Change> before = log.before(ofHours(72).toNanos());

        assertThat(before).hasSize(20);
        assertThat(before.get(0)).isEqualTo(new Change(OPENED, ofHours(24), "deploy", "number 30"));
        assertThat(before.get(19).text()).isEqualTo("number 11");
        assertThat(new ChangeLog(List.of(), 0).before(0)).isEmpty();
    }

    @Test
    void aChangeOfMoreThanTwoDaysAgoIsNotTold() {
        ChangeLog log = new ChangeLog(List.of(), 0);
        log.add("deploy", "long ago", 0, OPENED);

        assertThat(log.before(ofHours(48).toNanos())).hasSize(1);
        assertThat(log.before(ofHours(48).toNanos() + 1)).isEmpty();
    }

    @Test
    void aChangeIsKnownAfterARestartByItsMeasuredAge() {
        Entry deploy = new ChangeLog(List.of(), 0).add("deploy", "shop 1.2.3", 0, OPENED);
        List<Recorded> records = List.of(
                new Recorded(1, OPENED, ofHours(3), deploy),
                new Recorded(2, OPENED, ofHours(2), Entry.of("change", Map.of("what", "nonsense"))),
                new Recorded(3, OPENED, ofHours(2), Entry.of("alive", Map.of())));

        assertThat(new ChangeLog(records, 77).before(77))
                .containsExactly(new Change(OPENED, ofHours(3), "deploy", "shop 1.2.3"));
    }

    @Test
    void noMoreThanTwoHundredChangesAreKept() {
        ChangeLog log = new ChangeLog(List.of(), 0);
        for (int i = 0; i < 300; i++) {
            // The later ones are out of sight, so what is told is what is kept of the earlier ones.
            log.add("deploy", "number " + i, i < 101 ? ofHours(72).toNanos() : 0, OPENED);
        }

        assertThat(log.before(ofHours(72).toNanos())).extracting(Change::text).containsExactly("number 100");
    }

    // -- told

    @Test
    void theWholeStoryIsTold() {
        Incident told = incident.with(event(0, Type.DETECTED, "stalled", "8 callers wait", Map.of("pending", "8")))
                .with(event(
                        10, Type.DENIED, "restart", "would restart, but the mode is observe", Map.of("gate", "mode")))
                .with(event(
                        20, Type.DENIED, "restart", "would restart, but ada has stopped it", Map.of("gate", "stop")))
                .with(event(30, Type.DENIED, "shed", "would shed, but the mode is observe", Map.of("gate", "mode")))
                .with(event(40, Type.COMMENTED, null, "by ada: it was the switch", Map.of()));
        Sample before = sample(-1, 10, 0, ofMillis(40), List.of(), List.of());
        Sample after = new Sample(
                OPENED.plusSeconds(1),
                ofSeconds(1),
                ofSeconds(1),
                1,
                9,
                0,
                3,
                ofMillis(1_500),
                12,
                ofSeconds(2),
                "open",
                List.of("stalled"),
                List.of("errors"),
                Map.of("pending", 8.0, "load", 0.51234));
        Story story = new Story(
                told,
                List.of(new Change(OPENED.minusSeconds(720), ofSeconds(720), "deploy", "shop 1.2.3")),
                List.of(before, after),
                List.of("the journal has a gap: record 17 is damaged"));

        assertThat(Notebook.markdown(story)).isEqualTo("""
                # Incident inventory-1

                Target **inventory**, opened 2026-01-01T09:30:00Z, still open.

                | after | time (UTC) | what | about | |
                |---:|---|---|---|---|
                | +0.000 s | 09:30:00.000 | detected | stalled | 8 callers wait |
                | +0.010 s | 09:30:00.010 | denied | restart | would restart, but the mode is observe |
                | +0.020 s | 09:30:00.020 | denied | restart | would restart, but ada has stopped it |
                | +0.030 s | 09:30:00.030 | denied | shed | would shed, but the mode is observe |
                | +0.040 s | 09:30:00.040 | commented |  | by ada: it was the switch |

                ## Missing

                - the journal has a gap: record 17 is damaged

                ## Evidence: stalled

                8 callers wait

                | figure | value |
                |---|---|
                | pending | 8 |

                ## Changes before it

                | before | at | what | |
                |---:|---|---|---|
                | 12m | 2026-01-01T09:18:00Z | deploy | shop 1.2.3 |

                ## Signals

                | after | of | calls | failed | kept out | p99 | in flight | oldest | breaker | sick | unknown | gauges |
                |---:|---:|---:|---:|---:|---:|---:|---:|---|---|---|---|
                | -1.0 s | 1s | 10 | 0 | 0 | 40ms | 0 |  | closed |  |  |  |
                | +1.0 s | 1s | 10 | 9 | 3 | 1.5s | 12 | 2s | open | stalled | errors | load 0.5123, pending 8 |

                ## Denied, by gate

                | gate | times | the last one |
                |---|---:|---|
                | mode | 2 | shed: would shed, but the mode is observe |
                | stop | 1 | restart: would restart, but ada has stopped it |

                ## Said by humans

                | after | time (UTC) | what | about | |
                |---:|---|---|---|---|
                | +0.040 s | 09:30:00.040 | commented |  | by ada: it was the switch |
                """);
        assertThat(Notebook.json(story)).containsKeys("incident", "events", "changes", "samples", "missing");
        assertThat(ids(story))
                .containsExactly(
                        "summary-0",
                        "missing-1",
                        "evidence-2",
                        "changes-3",
                        "signals-4",
                        "signals-5",
                        "timeline-6",
                        "denials-7",
                        "human-8");
    }

    @Test
    void theReadmeShowsWhatIsTold() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String shown = readme.substring(readme.indexOf("# Incident inventory-20260101T093000Z-1"));
        String excerpt = shown.substring(0, shown.indexOf("```"));
        Incident healed = Incident.open("inventory-20260101T093000Z-1", "inventory", OPENED, ofMillis(750))
                .with(event(
                        0,
                        Type.DETECTED,
                        "stalled",
                        "8 callers wait for a connection of orders",
                        Map.of("pending", "8")))
                .with(event(
                        111,
                        Type.DENIED,
                        "restart",
                        "would restart the pool, but the mode is observe",
                        Map.of("gate", "mode")))
                .with(event(9_000, Type.COMMENTED, null, "by ada: it was the switch", Map.of()));
        Sample before = sample(-1, 50, 0, ofMillis(12), List.of(), List.of());
        Sample after = new Sample(
                OPENED.plusSeconds(1),
                ofSeconds(1),
                ofSeconds(1),
                0,
                4,
                0,
                31,
                ofMillis(1_500),
                10,
                ofSeconds(2),
                "open",
                List.of("stalled"),
                List.of("errors"),
                Map.of("orders.pending", 8.0));

        assertThat(Notebook.markdown(new Story(
                        healed,
                        List.of(new Change(OPENED.minusSeconds(720), ofSeconds(720), "deploy", "shop 1.2.3")),
                        List.of(before, after),
                        List.of())))
                .isEqualTo(excerpt);
    }

    @Test
    void aNotebookDrawsTheSignalsInCharacters() {
        List<Sample> samples = new ArrayList<>();
        for (int i = -5; i < 5; i++) {
            samples.add(
                    sample(i, 8, Math.max(0, 2 * i), ofMillis(10), i < 0 ? List.of() : List.of("errors"), List.of()));
        }

        Map<String, Object> cell =
                cells(new Story(incident, List.of(), samples, List.of())).get(1);

        assertThat(cell).containsOnlyKeys("cell_type", "id", "metadata", "source", "execution_count", "outputs");
        assertThat(cell).containsEntry("cell_type", "code").containsEntry("execution_count", null);
        Map<?, ?> output = (Map<?, ?>) ((List<?>) cell.get("outputs")).get(0);
        assertThat(output.keySet().toString()).isEqualTo("[output_type, name, text]");
        assertThat(String.join("", strings(output.get("text")))).isEqualTo("""
                                   |     -5.0 s to +4.0 s
                    calls     ▄▄▄▄▄▄▅▆▇█ max 16.0/s
                    failed    ......▂▄▆█ max 8.0/s
                    kept out  .......... max 0.0/s
                    p99       ██████████ max 10ms
                    in flight .......... max 0
                    oldest    .......... max 0s
                    errors    .....#####

                    | is where it was opened; # sick, ? unknown, . healthy or none""");
    }

    @Test
    void manySamplesAreToldInFewRows() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            samples.add(sample(i, 1, 0, null, List.of(), List.of()));
        }

        String page = Notebook.markdown(new Story(incident, List.of(), samples, List.of()));

        assertThat(page.lines().filter(line -> line.startsWith("| +")))
                .hasSize(60)
                .allMatch(row -> row.contains("| 10s | 10 |"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a | b",
                "<script>alert(1)</script>",
                "![x](https://spy.example/x.png)",
                "$x^2$",
                "`code`",
                "a\n# Big",
                "\u001b[31mred",
                "```\nfence"
            })
    void takesNoOrdersFromAText(String hostile) {
        Sample sample = new Sample(
                OPENED,
                ofSeconds(1),
                ofSeconds(1),
                0,
                0,
                0,
                0,
                null,
                0,
                null,
                hostile,
                List.of(hostile),
                List.of(hostile),
                Map.of(hostile, 1.0));
        Incident told = incident.with(event(0, Type.DENIED, hostile, hostile, Map.of("gate", hostile)));
        Story story = new Story(
                told, List.of(new Change(OPENED, ofSeconds(1), hostile, hostile)), List.of(sample), List.of(hostile));

        String page = Notebook.markdown(story);

        assertThat(page)
                .doesNotContain("<")
                .doesNotContainPattern("(?<!\\\\)[`\\[\\]~]")
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\u2028&&[^\\n]]");
        assertThat(page.lines().filter(line -> line.startsWith("#"))).hasSize(5);
        assertThat(cells(story)).allSatisfy(cell -> {
            assertThat(cell.get("id").toString()).matches("[a-zA-Z0-9-_]{1,64}");
            if (cell.get("cell_type").equals("markdown")) {
                assertThat(String.join("", strings(cell.get("source"))))
                        .doesNotContain("<", "$")
                        .doesNotContainPattern("(?<!\\\\)[`\\[\\]~]");
            } else {
                assertThat(cell.get("outputs").toString()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\u2028&&[^\\n]]");
            }
        });
        assertThat(Json.of(Notebook.ipynb(story))).doesNotContain("<");
    }

    // -- parts

    private static List<String> ids(Story story) {
        return cells(story).stream().map(cell -> cell.get("id").toString()).toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> cells(Story story) {
        return (List<Map<String, Object>>) Notebook.ipynb(story).get("cells");
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Object list) {
        return (List<String>) list;
    }

    private static Recovered recovered(List<Entry> entries, List<String> gaps) {
        List<Recorded> records = new ArrayList<>();
        entries.forEach(entry -> records.add(new Recorded(records.size() + 1, OPENED, Duration.ZERO, entry)));
        return new Recovered(records, gaps);
    }

    private static IncidentEvent event(
            int millis, Type type, String subject, String text, Map<String, String> figures) {
        return new IncidentEvent(OPENED.plusMillis(millis), ofMillis(millis), type, subject, text, figures);
    }

    private static Sample sample(
            int second, long good, long bad, Duration p99, List<String> unhealthy, List<String> unknown) {
        return new Sample(
                OPENED.plusSeconds(second),
                ofSeconds(second),
                ofSeconds(1),
                good,
                bad,
                0,
                0,
                p99,
                0,
                null,
                "closed",
                unhealthy,
                unknown,
                Map.of());
    }
}
