package dev.heal.misbehaving;

import static dev.heal.misbehaving.Foreign.hangIgnoringInterrupts;
import static dev.heal.misbehaving.World.sick;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.heal.detect.Detector;
import dev.heal.detect.Detectors;
import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.incident.IncidentEvent;
import dev.heal.incident.IncidentEvent.Type;
import dev.heal.incident.Resolution;
import dev.heal.misbehaving.Threads.OnEachKind;
import dev.heal.observe.HealMetrics;
import dev.heal.observe.LogLines;
import dev.heal.resource.Readiness;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * Foreign code that only looks or listens misbehaves: detectors, gauges, observers, registries, and the texts they bring.
 * It makes a verdict unknown, and hurts neither the other targets nor the application's calls.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MisbehavingWatchersTest {

    private final LogLines log = LogLines.of("dev.heal");
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final Repair repair = new Repair();

    @AfterEach
    void letGo() {
        release.countDown();
        log.close();
    }

    @OnEachKind
    void aDetectorThatThrowsForAThousandTicksIsUnknownAndQuarantinedAndSaidOnceAMinute(Threads threads) {
        try (World world = new World(threads).detector("broken", snapshot -> {
            asked.incrementAndGet();
            throw new IllegalStateException("no such view");
        })) {
            world.begin().pass(World.TICK.multipliedBy(1_000)); // 250 s

            assertThat(world.verdict("broken"))
                    .isEqualTo(Verdict.inconclusive("the detector threw IllegalStateException: no such view; it has"
                            + " failed 10 times in a row and is asked only every 30s until it gives a verdict again"));
            assertThat(world.incidents()).isEmpty();
            assertThat(asked.get()).as("10, and then one in 30 s").isBetween(17, 19);
            assertThat(said("threw IllegalStateException")).hasSizeBetween(4, 5);
            assertThat(said("has failed 10 times in a row")).hasSize(1);
            assertThat(world.witnessLooks.get()).isGreaterThan(990);
            world.nobodyElseIsHurt();
        }
    }

    @OnEachKind
    void aDetectorThatHangsIsUnknownOccupiesOneThreadAndIsNeverStartedTwice(Threads threads) {
        try (World world = new World(threads).detector("hanging", snapshot -> {
            asked.incrementAndGet();
            hangIgnoringInterrupts(release);
            return sick("what it saw before it hung");
        })) {
            world.begin();
            await().until(() -> asked.get() == 1);
            world.pass(ofSeconds(60));

            world.untilUnknown("hanging", "the detector has not answered for 1m");
            assertThat(asked).hasValue(1);
            world.nobodyElseIsHurt();

            release.countDown();
            world.until(() -> asked.get() > 1);
            world.until(Type.DETECTED);
        }
    }

    @OnEachKind
    void noNumberAndNoVerdictAreUnknown(Threads threads) {
        World world = new World(threads)
                .detector("nan", above(Double.NaN))
                .detector("more-than-all", above(Double.POSITIVE_INFINITY))
                .detector("less-than-all", above(Double.NEGATIVE_INFINITY))
                .detector("null", snapshot -> null)
                .detector("no-evidence", snapshot -> Verdict.unhealthy(null))
                .detector("no-reason", snapshot -> Verdict.inconclusive(null));
        try (world) {
            world.begin();

            world.untilUnknown("nan", "the gauge queue-NaN gives no number");
            world.untilUnknown("more-than-all", "the gauge queue-Infinity gives no number");
            world.untilUnknown("less-than-all", "the gauge queue--Infinity gives no number");
            world.untilUnknown("null", "the detector returned null");
            world.untilUnknown("no-evidence", "the detector threw NullPointerException");
            world.untilUnknown("no-reason", "null");
            assertThat(world.incidents()).isEmpty();
            world.nobodyElseIsHurt();
        }
    }

    @OnEachKind
    void errorsOfADetectorAndOfAGaugeAreHeldAtTheirBoundary(Threads threads) {
        World world = new World(threads);
        List<Foreign.Thrown> errors = Foreign.errors();
        for (int i = 0; i < errors.size(); i++) {
            Foreign.Thrown error = errors.get(i);
            world.detector("detector-" + i, snapshot -> error.now());
            world.detector(
                    "gauge-" + i,
                    Detectors.gauge("queue-" + i, () -> error.<Double>now()).above(1));
        }
        try (world) {
            world.begin();

            for (int i = 0; i < errors.size(); i++) {
                world.untilUnknown(
                        "detector-" + i, "the detector threw " + errors.get(i).shown());
                world.untilUnknown(
                        "gauge-" + i, "the detector threw " + errors.get(i).shown());
            }
            world.nobodyElseIsHurt();
        }
    }

    @OnEachKind
    void listenersThatThrowOrBlockDelayNeitherEachOtherNorTheLoopNorTheCalls(Threads threads) {
        List<Type> heard = new CopyOnWriteArrayList<>();
        AtomicInteger thrown = new AtomicInteger();
        World world = new World(threads)
                .observer((incident, event) -> hangIgnoringInterrupts(release)) // for longer than any 10 s
                .observer(new HealMetrics(new Broken()))
                .observer((incident, event) -> {
                    thrown.incrementAndGet();
                    throw new LinkageError("no such class");
                })
                .observer((incident, event) -> {
                    if (incident.target().equals("orders")) {
                        heard.add(event.type());
                    }
                })
                .detector("errors", snapshot -> repair.started.get() == 0 ? sick("bad") : Verdict.healthy())
                .step("restart", repair);
        try (world) {
            world.begin();
            world.until(Type.RESOLVED);

            await().until(() -> heard.contains(Type.RESOLVED));
            assertThat(world.incident().resolution()).isEqualTo(Resolution.HEALED);
            assertThat(heard)
                    .containsExactlyElementsOf(world.incident().events().stream()
                            .map(IncidentEvent::type)
                            .toList());
            await().until(() -> thrown.get() == heard.size());
            world.nobodyElseIsHurt();
            release.countDown();
        }
    }

    @OnEachKind
    void aRegistryThatRefusesItsMetersLetsTheLoopStart(Threads threads) {
        try (World world = new World(threads).detector("errors", snapshot -> Verdict.healthy())) {
            world.begin().loop.bind(new HealMetrics(new Broken()));

            world.nobodyElseIsHurt();
        }
    }

    @OnEachKind
    void textsThatAreHugeCyclicOrThrowAreBounded(Threads threads) {
        World world = new World(threads);
        Foreign.textsThatMisbehave().forEach(thrown -> world.detector(named(thrown), snapshot -> thrown.now()));
        world.detector("huge", snapshot -> Verdict.inconclusive(Foreign.HUGE));
        world.detector("sick", snapshot -> Verdict.unhealthy(evidence()));
        // After a repair the verdicts would be forgotten.
        world.step("restart", repair.ready(() -> Readiness.notReady(Foreign.HUGE)));
        try (world) {
            world.begin();
            world.until(Type.WAITING);

            Foreign.textsThatMisbehave()
                    .forEach(thrown -> world.untilUnknown(named(thrown), "the detector threw " + thrown.shown()));
            assertThat(world.loop.status("orders").verdicts().values())
                    .allSatisfy(verdict -> assertThat(verdict.toString()).hasSizeLessThan(5 * 4_200));
            IncidentEvent detected = world.incident().first(Type.DETECTED).orElseThrow();
            assertThat(detected.figures())
                    .containsEntry("throws", "(its text could not be had: IllegalStateException: no text)")
                    .containsEntry("circle", "(its text could not be had: StackOverflowError)")
                    .containsEntry("null", "null");
            detected.figures()
                    .forEach((name, value) -> assertThat(value).hasSizeLessThanOrEqualTo(4_096 + "...".length()));
            assertThat(world.incident().events())
                    .allSatisfy(event -> assertThat(event.text()).hasSizeLessThan(4_096));
            assertThat(log.events())
                    .allSatisfy(line -> assertThat(line.getFormattedMessage()).hasSizeLessThan(4_096));
            world.nobodyElseIsHurt();
        }
    }

    private static String named(Foreign.Thrown thrown) {
        return "throws-" + thrown.shown().hashCode();
    }

    private static Evidence evidence() {
        return Evidence.of(Foreign.HUGE)
                .with("throws", new Foreign.Unspeakable())
                .with("circle", Foreign.circular())
                .with("null", new Foreign.Speechless())
                .with("huge", Foreign.HUGE);
    }

    private static Detector above(double value) {
        return Detectors.gauge("queue-" + value, () -> value).above(100);
    }

    private List<String> said(String what) {
        return log.events().stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("target orders") && line.contains(what))
                .toList();
    }

    /** A registry that has never heard of a meter it liked. */
    private static final class Broken extends SimpleMeterRegistry {
        @Override
        protected Counter newCounter(Meter.Id id) {
            throw new IllegalArgumentException("there is a meter of that name with other tags");
        }

        @Override
        protected <T> io.micrometer.core.instrument.Gauge newGauge(
                Meter.Id id, T thing, java.util.function.ToDoubleFunction<T> value) {
            throw new StackOverflowError();
        }

        @Override
        protected <T> io.micrometer.core.instrument.FunctionCounter newFunctionCounter(
                Meter.Id id, T thing, java.util.function.ToDoubleFunction<T> count) {
            throw new LinkageError("no such class");
        }
    }
}
