package dev.heal.detect;

import static dev.heal.detect.Detectors.regionOutlier;
import static dev.heal.detect.Seen.assertHealthy;
import static dev.heal.detect.Seen.assertUnhealthy;
import static dev.heal.detect.Seen.problems;
import static dev.heal.signal.Outcome.FAILURE;
import static dev.heal.signal.Outcome.SUCCESS;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.heal.resource.Resources;
import dev.heal.signal.SlicedWindow;
import dev.heal.signal.Snapshot;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A zone that is ill while its peers are well stands out")
@Timeout(60)
class RegionOutlierTest {

    private record Zone(String name, SlicedWindow window, List<Zone> all) implements Peer {
        @Override
        public List<Zone> peers() {
            return all.stream().filter(other -> other != this).toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Zone> zones = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();

    private void zone(int calls, int failures) {
        Seen calledThere = new Seen().after(ofSeconds(5));
        calledThere.calls(calls - failures, SUCCESS, ofMillis(5)).calls(failures, FAILURE, ofMillis(5));
        seen.add(calledThere);
        zones.add(new Zone("zone-" + zones.size(), calledThere.window, zones));
    }

    private Verdict judge(int zone) {
        return regionOutlier(zones.get(zone)).judge(seen.get(zone).snapshot());
    }

    @Test
    void one_that_fails_more_often_than_the_others_is_sick_and_the_others_are_not() {
        zone(200, 80);
        zone(200, 4);
        zone(200, 6);

        assertUnhealthy(
                judge(0),
                "80 of 200 calls in 30s failed (40.0 %) against 10 of 400 of its peers (2.5 %), more than 20.0 % above"
                        + " them",
                "calls",
                "200",
                "failures",
                "80",
                "failure rate",
                "40.0 %",
                "calls of its peers",
                "400",
                "failures of its peers",
                "10",
                "failure rate of its peers",
                "2.5 %",
                "z",
                "12.1");
        assertHealthy(judge(1));
        assertHealthy(judge(2));
    }

    @Test
    void what_fails_everywhere_alike_is_none_of_its_own() {
        zone(200, 190);
        zone(200, 180);
        zone(200, 200);

        for (int zone = 0; zone < 3; zone++) {
            assertThat(judge(zone)).isInstanceOf(Verdict.Inconclusive.class);
        }
        assertThat(judge(2))
                .as("nothing works there: that is not well")
                .isEqualTo(Verdict.inconclusive("200 of 200 calls in 30s failed (100.0 %) against 370 of 400 of its"
                        + " peers (92.5 %): what fails there alike is none of its own"));
    }

    @Test
    void where_most_are_ill_the_one_that_is_well_does_not_stand_out() {
        zone(200, 190);
        zone(200, 180);
        zone(200, 0);

        assertHealthy(judge(2));
    }

    @Test
    void a_difference_that_may_be_chance_is_not_known() {
        zone(50, 16);
        zone(60, 6);

        assertThat(judge(0))
                .isEqualTo(Verdict.inconclusive("16 of 50 calls in 30s failed (32.0 %) against 6 of 60 of its peers"
                        + " (10.0 %): that may be chance (z 2.9, need more than 3.29)"));
    }

    @Test
    void a_sure_but_small_difference_is_healthy() {
        zone(20_000, 1_000);
        zone(20_000, 100);

        assertHealthy(judge(0));
        assertThat(regionOutlier(zones.get(0)).excess(0.02).judge(seen.get(0).snapshot()))
                .isInstanceOf(Verdict.Unhealthy.class);
    }

    @Test
    void too_few_calls_on_either_side_say_nothing() {
        zone(49, 49);
        zone(200, 0);
        assertThat(judge(0)).isEqualTo(Verdict.silent("49 calls in 30s, need 50"));

        zones.clear();
        seen.clear();
        zone(200, 200);
        zone(20, 0);
        zone(29, 0);
        assertThat(judge(0)).isEqualTo(Verdict.silent("its peers had 49 calls in 30s, need 50"));
    }

    @Test
    void the_statistic_is_that_of_the_book() {
        // NIST/SEMATECH e-Handbook, 7.3.3, by hand: pooled 0.105, 0.09 / sqrt(0.105 * 0.895 * 0.01).
        assertThat(RegionOutlier.z(30, 200, 12, 200)).isCloseTo(2.936, within(0.001));
        assertThat(RegionOutlier.z(12, 200, 30, 200)).isCloseTo(-2.936, within(0.001));
        assertThat(RegionOutlier.z(0, 200, 0, 200)).isNaN();
    }

    @Test
    void zones_that_are_alike_hardly_ever_stand_out() {
        java.util.Random random = new java.util.Random(5);
        int alarms = 0;
        for (int look = 0; look < 20_000; look++) {
            int own = failures(random, 60);
            int others = failures(random, 120);
            alarms += (double) own / 60 - (double) others / 120 > 0.02
                            && RegionOutlier.z(own, 60, others, 120) > RegionOutlier.SURE
                    ? 1
                    : 0;
        }

        // One in 2000 would be 10; the normal law is rough in its tail for so few calls.
        assertThat(alarms).isLessThan(40);
    }

    private static int failures(java.util.Random random, int calls) {
        int failures = 0;
        for (int i = 0; i < calls; i++) {
            failures += random.nextDouble() < 0.2 ? 1 : 0;
        }
        return failures;
    }

    @Test
    void its_kind_looks_at_the_targets_own_region() {
        zone(200, 80);
        zone(200, 4);
        Detector detector = RegionOutlier.KIND.create(RegionOutlier.KIND.defaults(), Resources.of(zones.get(0)));

        assertThat(detector).isEqualTo(regionOutlier(zones.get(0)));
        assertThat(RegionOutlier.KIND.needsResource()).isTrue();
        assertThat(Detectors.kinds()).contains(RegionOutlier.KIND);
        assertThat(problems(regionOutlier(zones.get(0))
                        .excess(1)
                        .over(Duration.ZERO)
                        .minimumCalls(0)))
                .hasSize(3);
    }

    @Test
    void peers_windows_keep_the_whole_span_though_nobody_there_asks_for_it() {
        Clock clock = seenClock();
        SlicedWindow plain = new SlicedWindow(ofMillis(500), clock.nanos());
        zones.add(new Zone("east", plain, zones));
        zones.add(new Zone("west", new SlicedWindow(ofMillis(500), clock.nanos()), zones));

        assertThat(problems(regionOutlier(zones.get(1)))).isEmpty();

        for (int second = 0; second < 20; second++) {
            long now = second * 1_000_000_000L;
            plain.started(now);
            plain.ended(FAILURE, now, now);
            plain.rotate(now + 900_000_000L);
        }
        Snapshot now = Snapshot.of(plain, Map.of(), 20_000_000_000L, clock.now());
        assertThat(now.over(ofSeconds(30)).calls()).isEqualTo(20);
    }

    private static Clock seenClock() {
        return new dev.heal.time.ManualClock();
    }

    @Test
    void peers_are_read_while_they_are_called_and_turned_over() throws InterruptedException {
        Clock clock = Clock.system();
        for (String name : List.of("east", "west", "south")) {
            zones.add(new Zone(name, new SlicedWindow(ofMillis(1), clock.nanos()), zones));
        }
        AtomicBoolean isOver = new AtomicBoolean();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Zone zone : zones) {
            RegionOutlier detector = regionOutlier(zone).minimumCalls(1);
            problems(detector);
            threads.add(new Thread(() -> {
                while (!isOver.get()) {
                    long start = zone.window.begin(clock) & ~dev.heal.signal.SignalWindow.FLAGS;
                    zone.window.ended(SUCCESS, start, clock.nanos());
                }
            }));
            threads.add(new Thread(() -> {
                while (!isOver.get()) {
                    zone.window.rotate(clock.nanos(), true);
                }
            }));
            threads.add(new Thread(() -> {
                try {
                    for (int i = 0; i < 500; i++) {
                        Verdict verdict =
                                detector.judge(Snapshot.of(zone.window, Map.of(), clock.nanos(), clock.now()));
                        assertThat(verdict).isNotInstanceOf(Verdict.Unhealthy.class);
                    }
                } catch (Throwable failure) {
                    failures.add(failure);
                } finally {
                    isOver.set(true);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
    }
}
