package dev.heal.examples.demo.pool;

import dev.heal.examples.load.HttpSender;
import dev.heal.examples.load.Items;
import dev.heal.examples.load.LoadGenerator;
import dev.heal.examples.load.Sample;
import dev.heal.examples.load.Second;
import dev.heal.examples.load.Steadiness;
import dev.heal.examples.load.Timeline;
import dev.heal.time.Clock;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives one play on its stage: warm up, freeze the link, watch, drain. The caller's thread sends the load, looks at the
 * breaker and prints; it waits for nobody.
 */
final class Performance {

    private static final long SECOND = 1_000_000_000L;
    private static final long TICK_NANOS = 1_000_000;

    private final Play play;
    private final Stage stage;
    private final Script script;
    private final Clock clock;
    private final PrintStream out;
    private final Timeline timeline = new Timeline();

    private long secondStart;
    private @Nullable Long faultNanos;
    private @Nullable Duration breakerOpened;

    Performance(Play play, Stage stage, Script script, Clock clock, PrintStream out) {
        this.play = play;
        this.stage = stage;
        this.script = script;
        this.clock = clock;
        this.out = out;
    }

    /** @throws IllegalStateException if the shop does not run smoothly before there is any fault */
    Played perform() {
        try (HttpSender customers = new HttpSender(
                Items.looked(stage.address()), answer -> answer.statusCode() == 200, script.deadline())) {
            LoadGenerator load = new LoadGenerator(clock, script.schedule(), customers, timeline);
            warmUp(load);
            long fault = freeze(load);
            int connections = stage.connections();
            int hung = stage.hungConnections();
            out.printf("  ======== the link freezes: %d of %d connections hang ========%n", hung, connections);
            long end = fault + script.afterFault().toNanos();
            drive(load::doWork, () -> clock.nanos() - end >= 0);
            long drained = end + script.deadline().toNanos() + SECOND / 2;
            drive(() -> {}, () -> nobodyWaits() || clock.nanos() - drained >= 0);
            List<Sample> samples = timeline.samples();
            return new Played(
                    play,
                    Measured.of(samples, fault, script),
                    connections,
                    hung,
                    breakerOpened,
                    stage.incident().orElse(null),
                    longestLag(samples));
        }
    }

    private void warmUp(LoadGenerator load) {
        long start = clock.nanos();
        secondStart = start;
        long latest = start + script.warmUpAtMost().toNanos();
        drive(
                load::doWork,
                () -> Steadiness.reached(
                                timeline.samples(), start, clock.nanos(), script.steady(), script.warmUpAtLeast())
                        || clock.nanos() - latest >= 0);
        if (!Steadiness.reached(timeline.samples(), start, clock.nanos(), script.steady(), script.warmUpAtLeast())) {
            throw new IllegalStateException(play.title() + ": the shop did not run smoothly for "
                    + script.steady().toSeconds() + " s within "
                    + script.warmUpAtMost().toSeconds()
                    + " s, before any fault; see target/demo.log");
        }
    }

    /** Half-way between two pages, so that all plays have the same number of requests on either side of the fault. */
    private long freeze(LoadGenerator load) {
        long half = script.schedule().pageEvery().toNanos() / 2;
        long moment = load.nextDueNanos() + half;
        drive(load::doWork, () -> clock.nanos() - moment >= 0);
        long fault = clock.nanos();
        stage.freezeLink();
        faultNanos = fault;
        secondStart = fault;
        return fault;
    }

    private void drive(Runnable work, BooleanSupplier done) {
        while (true) {
            watchBreaker();
            if (clock.nanos() - secondStart >= SECOND) {
                print(Second.of(timeline.samples(), secondStart, secondStart + SECOND));
                secondStart += SECOND;
            }
            if (done.getAsBoolean()) {
                return;
            }
            work.run();
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private void watchBreaker() {
        Long fault = faultNanos;
        if (fault != null && breakerOpened == null && stage.breakerOpen()) {
            breakerOpened = Duration.ofNanos(clock.nanos() - fault);
        }
    }

    private void print(Second second) {
        Long fault = faultNanos;
        String label = fault == null ? "warm up" : "+" + ((secondStart - fault) / SECOND + 1) + " s";
        out.println(second.line(label));
    }

    private boolean nobodyWaits() {
        return timeline.samples().stream().noneMatch(sample -> sample.outcome() == Sample.Outcome.WAITING);
    }

    private Duration longestLag(List<Sample> samples) {
        long fault = faultNanos == null ? 0 : faultNanos;
        long from = fault - script.steady().toNanos();
        return Duration.ofNanos(samples.stream()
                .filter(sample -> sample.scheduledNanos() >= from)
                .mapToLong(sample -> sample.sentNanos() - sample.scheduledNanos())
                .max()
                .orElse(0));
    }
}
