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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One detector of one target and its present look. A look runs on a sampler thread; while one hangs, no second one is
 * started. What goes wrong in it makes the verdict unknown, and is logged once a minute; a detector that does nothing but
 * fail is asked less often ({@link Quarantine}).
 *
 * <p>A verdict does not outlive its time: one of a detector that could not look for longer than it may take, and a few
 * ticks ({@link #SLACK}), is unknown, whether it had been healthy or sick.
 */
final class Looking {

    /** Four of the usual ticks: a busy machine may have a look wait so long for its thread. */
    static final Duration SLACK = Duration.ofSeconds(1);

    private static final String RARELY_ASKED = "has failed " + Quarantine.FAILURES
            + " times in a row and is asked only every " + Durations.text(Quarantine.PAUSE)
            + " until it gives a verdict again";

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal");

    /** More looks between two rounds say no more: by then the first of them is long past. */
    private static final int MOST_BETWEEN = 8;

    private static final Verdict FORGOTTEN = Verdict.inconclusive("has not looked since the last repair or gap");

    /** What has gone wrong. */
    private static final class Trouble {
        final Quarantine quarantine = new Quarantine();
        final Seldom complaints = new Seldom();
        final Seldom quarantines = new Seldom();
    }

    /** A verdict and the number of its look. */
    private record Look(long number, Verdict verdict) {}

    /**
     * What is known of a detector.
     *
     * @param news whether it has looked since this was last asked
     * @param earlier what its looks since then had said before the last one, in their order
     */
    record Seen(Verdict verdict, boolean news, List<Verdict> earlier) {

        Seen(Verdict verdict, boolean news) {
            this(verdict, news, List.of());
        }
    }

    final String name;
    private final String target;
    private final Detector detector;
    private final List<Gauge> gauges;
    private final Workers workers;
    private final Clock clock;
    private final Duration timeLimit;
    private final long freshNanos;
    private final @Nullable Duration sickAfter;
    /** Null as long as nothing has gone wrong. */
    private volatile @Nullable Trouble trouble;

    private @Nullable Work<Verdict> current;
    /** Counts how often what was seen has been forgotten. */
    private volatile int era;

    private volatile Look last = new Look(0, Verdict.inconclusive("has not looked yet"));
    /** Those between the last that was asked for and {@link #last}: a round that waits for others asks for several at once. */
    private final List<Verdict> between = new ArrayList<>();

    private long reported;
    /** The look after this one has been due since {@link #dueSince}. */
    private long dueAfter = -1;

    private long dueSince;

    Looking(String target, String name, Detector detector, List<Gauge> common, Workers workers, Clock clock) {
        this.target = target;
        this.name = name;
        this.workers = workers;
        this.clock = clock;
        // Asked once and here: the loop thread runs no foreign code.
        this.timeLimit = detector.timeLimit();
        this.freshNanos = timeLimit.plus(SLACK).toNanos();
        this.sickAfter = detector.sickIfUnansweredFor().orElse(null);
        this.detector = detector;
        List<Gauge> own = detector.gauges();
        this.gauges = own.isEmpty()
                ? common
                : Stream.concat(common.stream(), own.stream()).toList();
    }

    /** Starts a look, unless one is under way or the detector is in quarantine; loop thread. */
    boolean start(long now, Function<Map<String, Double>, Snapshot> snapshot, Runnable whenDone) {
        Trouble before = trouble;
        if ((current != null && !current.isDone()) || (before != null && before.quarantine.keepsOut(now))) {
            return false;
        }
        long latest = last.number;
        if (latest != dueAfter) {
            dueAfter = latest;
            dueSince = now;
        }
        int mine = era;
        Work<Verdict> work = new Work<>(clock, () -> look(snapshot, mine), verdict -> whenDone.run(), workers::found);
        try {
            workers.look(work);
            current = work;
            return true;
        } catch (Throwable noThread) {
            complain(now, "could not look: " + SafeText.of(noThread));
            return false;
        }
    }

    /** The latest verdict; of a look that takes too long, unknown, or sick where the detector holds it to be; loop thread. */
    Seen see(long now) {
        Look latest = last;
        if (current != null && current.isDone()) {
            current = null; // there are thousands of these, and they rest most of the time
        }
        Duration running = current == null ? Duration.ZERO : current.running(now);
        if (running.compareTo(timeLimit) >= 0) {
            return new Seen(unanswered(running, now), true);
        }
        long overdue = latest.number == dueAfter ? now - dueSince : 0;
        if (overdue > freshNanos) {
            String reason = "has not looked for " + Durations.text(Duration.ofNanos(overdue));
            complain(now, reason);
            return new Seen(Verdict.inconclusive("the detector " + reason), true);
        }
        return report();
    }

    private synchronized Seen report() {
        boolean news = last.number != reported;
        reported = last.number;
        List<Verdict> earlier = List.copyOf(between);
        between.clear();
        return new Seen(last.verdict, news, earlier);
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

    private Verdict look(Function<Map<String, Double>, Snapshot> snapshot, int mine) {
        long began = clock.nanos();
        Verdict verdict = judge(snapshot);
        // What was seen too long ago says nothing of now, however sure the detector is of it.
        if (clock.nanos() - began <= freshNanos) {
            seen(mine, verdict);
        }
        return verdict;
    }

    /** A look that began before the last repair or gap says nothing of what is now. */
    private synchronized void seen(int mine, Verdict verdict) {
        if (mine == era) {
            if (last.number != reported && last.verdict != FORGOTTEN && between.size() < MOST_BETWEEN) {
                between.add(last.verdict);
            }
            // The same object if it says the same: what comes after sees at a glance that nothing has changed.
            Verdict before = last.verdict;
            last = new Look(last.number + 1, verdict.equals(before) ? before : verdict);
        }
    }

    /** What was seen before says nothing of what is now; loop thread. */
    synchronized void forget() {
        era = era + 1;
        between.clear();
        last = new Look(last.number + 1, FORGOTTEN);
    }

    private Verdict judge(Function<Map<String, Double>, Snapshot> snapshot) {
        try {
            @Nullable Verdict verdict = detector.judge(snapshot.apply(read()));
            if (verdict == null) {
                return failed("returned null");
            }
            Trouble before = trouble;
            if (before != null && before.quarantine.answered()) {
                LOG.info("target {}, detector {}: gives a verdict again, and is asked at every tick", target, name);
            }
            return verdict;
        } catch (Throwable failure) {
            // Errors too: a StackOverflowError in a team's detector is "unknown", like any other failure of it.
            return failed("threw " + SafeText.of(failure));
        }
    }

    private Verdict failed(String what) {
        long now = clock.nanos();
        complain(now, what);
        Trouble trouble = trouble();
        if (trouble.quarantine.failed(now) && trouble.quarantines.isTime(now)) {
            LOG.warn("target {}, detector {}: {}", target, name, RARELY_ASKED);
        }
        return Verdict.inconclusive("the detector " + what + (trouble.quarantine.isOn() ? "; it " + RARELY_ASKED : ""));
    }

    private synchronized Trouble trouble() {
        Trouble known = trouble;
        if (known == null) {
            known = new Trouble();
            trouble = known;
        }
        return known;
    }

    private Map<String, Double> read() {
        Map<String, Double> values = new HashMap<>();
        for (Gauge gauge : gauges) {
            double value = gauge.reading().getAsDouble();
            if (Double.isFinite(value)) {
                values.put(gauge.name(), value);
            } else {
                complain(clock.nanos(), "its gauge " + gauge.name() + " read " + value);
            }
        }
        return values;
    }

    private void complain(long now, String what) {
        if (trouble().complaints.isTime(now)) {
            LOG.warn(
                    "target {}, detector {}: {}; its verdict is \"unknown\", which is neither sick nor healthy, until it"
                            + " gives a verdict again (said at most once a minute)",
                    target,
                    name,
                    what);
        }
    }
}
