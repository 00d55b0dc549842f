package dev.heal.loop;

import dev.heal.detect.Detector;
import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.signal.Gauge;
import dev.heal.signal.Snapshot;
import dev.heal.text.Durations;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One detector of one target and its present look. A look runs on a sampler thread; while one hangs, no second one is
 * started. What goes wrong in it makes the verdict unknown, and is logged once a minute.
 */
final class Looking {

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal");
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final Verdict FORGOTTEN = Verdict.inconclusive("has not looked since the last repair or gap");

    /** A verdict and the number of its look. */
    private record Look(long number, Verdict verdict) {}

    /**
     * What is known of a detector.
     *
     * @param news whether it has looked since this was last asked
     */
    record Seen(Verdict verdict, boolean news) {}

    final String name;
    private final String target;
    private final Detector detector;
    private final List<Gauge> gauges;
    private final Workers workers;
    private final Clock clock;
    private final Duration timeLimit;
    private final @Nullable Duration sickAfter;
    private @Nullable Work<Verdict> current;
    private long begun;
    private long era;
    private volatile Look last = new Look(0, Verdict.inconclusive("has not looked yet"));
    private long reported;
    private volatile @Nullable Long complainedAt;

    Looking(String target, String name, Detector detector, List<Gauge> common, Workers workers, Clock clock) {
        this.target = target;
        this.name = name;
        this.workers = workers;
        this.clock = clock;
        // Asked once and here: the loop thread runs no foreign code.
        this.timeLimit = detector.timeLimit();
        this.sickAfter = detector.sickIfUnansweredFor().orElse(null);
        this.detector = detector;
        this.gauges = java.util.stream.Stream.concat(common.stream(), detector.gauges().stream())
                .toList();
    }

    /** Starts a look, unless one is under way; loop thread. */
    boolean start(long now, Function<Map<String, Double>, Snapshot> snapshot, Runnable whenDone) {
        if (current != null && !current.isDone()) {
            return false;
        }
        long mine = era; // only this thread changes it
        Work<Verdict> work = new Work<>(
                clock,
                () -> look(snapshot, now),
                verdict -> {
                    seen(mine, verdict);
                    whenDone.run();
                },
                workers::found);
        try {
            workers.samplers().execute(work);
            current = work;
            begun = now;
            return true;
        } catch (Throwable noThread) {
            complain(now, "could not look: " + SafeText.of(noThread));
            seen(mine, Verdict.inconclusive("could not look"));
            return false;
        }
    }

    /** A look that began before the last repair or gap says nothing of what is now. */
    private synchronized void seen(long mine, Verdict verdict) {
        last = new Look(last.number + 1, mine == era ? verdict : FORGOTTEN);
    }

    /** What was seen before says nothing of what is now; loop thread. */
    synchronized void forget() {
        era++;
        last = new Look(last.number + 1, FORGOTTEN);
    }

    /** The latest verdict; of a look that takes too long, unknown, or sick where the detector holds it to be; loop thread. */
    Seen see(long now) {
        Look latest = last;
        Duration running = current == null ? Duration.ZERO : current.running(now);
        if (running.compareTo(timeLimit) < 0) {
            boolean news = latest.number != reported;
            reported = latest.number;
            if (current != null && !current.isDone() && now - begun >= timeLimit.toNanos()) {
                return new Seen(Verdict.inconclusive("its look has not come back in time"), true);
            }
            return new Seen(latest.verdict, news);
        }
        return new Seen(unanswered(running, now), true);
    }

    private Verdict unanswered(Duration running, long now) {
        if (current != null && current.giveUp()) {
            workers.lost();
            complain(now, "has not answered for " + running.toMillis() + " ms (limit " + timeLimit.toMillis() + " ms)");
        }
        String reason = "the detector has not answered for " + Durations.text(running);
        return sickAfter != null && running.compareTo(sickAfter) >= 0
                ? Verdict.unhealthy(Evidence.of(reason + " (limit " + Durations.text(timeLimit) + ")"))
                : Verdict.inconclusive(reason);
    }

    private Verdict look(Function<Map<String, Double>, Snapshot> snapshot, long now) {
        try {
            @Nullable Verdict verdict = detector.judge(snapshot.apply(read(now)));
            if (verdict != null) {
                return verdict;
            }
            complain(now, "returned null");
            return Verdict.inconclusive("the detector returned null");
        } catch (Throwable failure) {
            // Errors too: a StackOverflowError in a team's detector is "unknown", like any other failure of it.
            complain(now, "threw " + SafeText.of(failure));
            return Verdict.inconclusive("the detector threw " + SafeText.of(failure));
        }
    }

    private Map<String, Double> read(long now) {
        Map<String, Double> values = new HashMap<>();
        for (Gauge gauge : gauges) {
            double value = gauge.reading().getAsDouble();
            if (Double.isFinite(value)) {
                values.put(gauge.name(), value);
            } else {
                complain(now, "its gauge " + gauge.name() + " read " + value);
            }
        }
        return values;
    }

    private void complain(long now, String what) {
        Long before = complainedAt;
        if (before == null || now - before >= QUIET.toNanos()) {
            complainedAt = now;
            LOG.warn(
                    "target {}, detector {}: {}; its verdict is \"unknown\", which is neither sick nor healthy, until it"
                            + " gives a verdict again (said at most once a minute)",
                    target,
                    name,
                    what);
        }
    }
}
