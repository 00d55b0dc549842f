package dev.heal.loop;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Incident;
import dev.heal.incident.Sample;
import dev.heal.incident.Stories;
import dev.heal.incident.StoryRecords;
import dev.heal.loop.Rig.FakeRemediation;
import dev.heal.policy.Mode;
import dev.heal.signal.Gauge;
import dev.heal.signal.SlicedWindow;
import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The samples of an incident")
class SamplingTest {

    private final Rig rig = new Rig()
            .detector("errors")
            .step(Rig.step("restart", new FakeRemediation("restart-pool")))
            .mode(Mode.OBSERVE);

    @Test
    void beginAMinuteBeforeItAndEndTenSecondsAfterIt() {
        rig.begin().run(ofSeconds(90));
        assertThat(rig.journal.entries(StoryRecords.SAMPLES))
                .as("while all is well")
                .isEmpty();

        rig.sick("errors").run(ofSeconds(30));
        rig.well("errors").run(ofSeconds(60));

        List<Sample> samples = samples();
        Duration took = rig.incident().timeToResolve().orElseThrow();
        assertThat(rig.incident().isOpen()).isFalse();
        assertThat(first(samples).after()).isBetween(ofSeconds(-61), ofSeconds(-59));
        assertThat(last(samples).after()).isBetween(took.plusSeconds(9), took.plusSeconds(11));
        assertThat(samples).hasSizeBetween((int) took.toSeconds() + 69, (int) took.toSeconds() + 71);
        assertThat(samples).extracting(Sample::over).containsOnly(ofSeconds(1));
        assertThat(samples)
                .filteredOn(sample -> sample.after().compareTo(ofSeconds(-2)) < 0)
                .allMatch(sample -> sample.unhealthy().isEmpty());
        assertThat(samples)
                .filteredOn(sample -> sample.after().compareTo(ofSeconds(1)) > 0
                        && sample.after().compareTo(ofSeconds(25)) < 0)
                .allMatch(sample -> sample.unhealthy().equals(List.of("errors")));
    }

    @Test
    void countEachCallOnceAlsoWhenTheyBecomeFewer() throws Exception {
        rig.begin().sick("errors").run(ofSeconds(1));
        for (int second = 0; second < 300; second++) {
            rig.guard.run(() -> rig.clock.advance(Duration.ofMillis(40)));
            if (second % 4 == 0) {
                fail();
            }
            rig.run(ofSeconds(1));
        }
        rig.run(ofSeconds(15));

        List<Sample> samples = samples();
        assertThat(samples.stream().mapToLong(Sample::successes).sum()).isEqualTo(300);
        assertThat(samples.stream().mapToLong(Sample::failures).sum()).isEqualTo(75);
        assertThat(samples).extracting(Sample::over).anyMatch(over -> over.compareTo(ofSeconds(10)) >= 0);
        assertThat(samples)
                .filteredOn(sample -> sample.calls() > 0)
                .allSatisfy(sample -> assertThat(sample.p99()).isBetween(Duration.ofMillis(37), Duration.ofMillis(43)));
    }

    @Test
    void tellOfCallsThatHang() {
        rig.begin();
        rig.guard.enter();
        rig.sick("errors").run(ofSeconds(20));

        assertThat(last(samples()).inFlight()).isOne();
        assertThat(last(samples()).oldest()).isBetween(ofSeconds(18), ofSeconds(20));
        assertThat(last(samples()).breaker()).isEqualTo("closed");
    }

    @Test
    void holdTheGaugesThatDetectorsRead() {
        double[] pending = {8};
        rig.detectors.put("pool", new Rig.FakeDetector() {
            @Override
            public List<Gauge> gauges() {
                return List.of(new Gauge("pool.pending", () -> pending[0]));
            }
        });
        rig.begin().sick("errors").run(ofSeconds(5));
        assertThat(last(samples()).gauges()).containsExactly(Map.entry("pool.pending", 8.0));

        pending[0] = Double.NaN;
        rig.run(ofSeconds(7));
        assertThat(last(samples()).gauges()).as("nobody knows it any more").isEmpty();
    }

    @Test
    void becomeFewerTheLongerItLastsAndAreNoMoreThanSixHundred() {
        ManualClock clock = rig.clock;
        List<Sample> taken = new ArrayList<>();
        SlicedWindow window = new SlicedWindow(Duration.ofMillis(500), clock.nanos());
        Sampling sampling =
                new Sampling(window, new Seconds(clock.nanos()), (incident, samples) -> taken.addAll(samples));
        tick(sampling, 100, null);
        Incident incident = Incident.open("orders-1", "orders", clock.now(), Duration.ZERO);
        OpenIncident open = OpenIncident.at(clock.nanos(), incident, Duration.ZERO, 0);

        tick(sampling, 12 * 3_600, open);
        tick(sampling, 100, null);

        assertThat(taken).hasSize(60 + 530 + 10);
        assertThat(overs(taken, ofSeconds(-60), ofMinutes(2))).containsOnly(ofSeconds(1));
        assertThat(overs(taken, ofMinutes(2).plusSeconds(10), ofMinutes(30))).containsOnly(ofSeconds(10));
        assertThat(overs(taken, ofMinutes(32), Duration.ofHours(12))).containsOnly(ofMinutes(1));
        assertThat(taken.get(589).after()).isGreaterThan(Duration.ofHours(4));
        assertThat(last(taken).after()).isEqualTo(Duration.ofHours(12).plusSeconds(11));
    }

    private void tick(Sampling sampling, int seconds, @Nullable OpenIncident open) {
        for (int i = 0; i < seconds; i++) {
            rig.clock.advance(ofSeconds(1));
            sampling.tick(Moment.of(rig.clock), Map.of(), open);
        }
    }

    private static List<Duration> overs(List<Sample> samples, Duration from, Duration to) {
        return samples.stream()
                .filter(sample ->
                        sample.after().compareTo(from) >= 0 && sample.after().compareTo(to) < 0)
                .map(Sample::over)
                .distinct()
                .toList();
    }

    @Test
    void goOnAfterARestart() {
        rig.begin().sick("errors").run(ofSeconds(10));
        String id = rig.incident().id();
        int before = samples().size();

        rig.crashAndRestart().run(ofSeconds(10));

        assertThat(rig.incident().id()).isEqualTo(id);
        assertThat(samples()).hasSizeGreaterThan(before + 8);
        assertThat(samples()).extracting(Sample::after).isSorted();
    }

    @Test
    void ofTwoIncidentsInARowEachHasItsOwn() {
        rig.begin()
                .run(ofSeconds(10))
                .sick("errors")
                .run(ofSeconds(5))
                .well("errors")
                .run(ofSeconds(33));
        rig.sick("errors").run(ofSeconds(10)).well("errors").run(ofSeconds(60));

        assertThat(rig.loop.incidents().all()).hasSize(2);
        for (Incident incident : rig.loop.incidents().all()) {
            List<Sample> samples = rig.loop.story(incident.id()).orElseThrow().samples();
            assertThat(samples).extracting(Sample::after).isSorted().doesNotHaveDuplicates();
            assertThat(last(samples).after().minus(incident.timeToResolve().orElseThrow()))
                    .isPositive();
        }
    }

    private void fail() {
        try {
            rig.guard.run(() -> {
                throw new IllegalStateException("down");
            });
        } catch (RuntimeException expected) {
            // It is what the detectors are there for.
        }
    }

    /** Those that the journal tells of the latest incident. */
    private List<Sample> samples() {
        return Stories.read(rig.journal.reopened().recovered()).stream()
                .filter(story -> story.incident().id().equals(rig.incident().id()))
                .findFirst()
                .orElseThrow()
                .samples();
    }

    private static Sample first(List<Sample> samples) {
        return samples.get(0);
    }

    private static Sample last(List<Sample> samples) {
        return samples.get(samples.size() - 1);
    }
}
