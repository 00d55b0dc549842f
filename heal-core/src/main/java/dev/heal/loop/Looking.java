package dev.heal.loop;

import dev.heal.detect.Detector;
import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.guard.BreakerAge;
import dev.heal.signal.Gauge;
import dev.heal.signal.Gauges;
import dev.heal.signal.Snapshot;
import dev.heal.text.Durations;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One detector of one target and its present look. A look runs on a sampler thread; while one hangs, no second one is
 * started. What goes wrong in it makes the verdict unknown, and is logged once a minute; a detector that does nothing but
 * fail is asked less often ({@link Quarantine}).
 *
 * <p>There may be thousands. A reference that is written into an object that is old has a collector such as G1 look it over,
 * even if the same stood there before; so what stays the same is not written again.
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

    private static final String[] NO_NAMES = {};
    private static final double[] NO_VALUES = {};

    private static final Verdict NOT_YET = Verdict.inconclusive("has not looked yet");

    /**
     * What all detectors of a target have in common.
     *
     * @param age what each of them has read, beside its own gauges
     */
    record Common(String target, BreakerAge age, Workers workers, Clock clock) {}

    /** The looks of one tick. */
    interface Round {

        /**
         * What is known of the target now; on a sampler thread.
         *
         * @param gauges what has been read
         * @param names of those that are the detector's own
         * @param values of these
         */
        Snapshot snapshot(Map<String, Double> gauges, String[] names, double[] values);

        /** A look has ended; on a sampler thread. */
        void done();
    }

    /** One look. */
    private final class Look implements Supplier<Verdict>, Consumer<Verdict>, Runnable {
        private final Round round;
        private final int began = era;

        Look(Round round) {
            this.round = round;
        }

        @Override
        public Verdict get() {
            return look(round, began);
        }

        @Override
        public void accept(Verdict verdict) {
            round.done();
        }

        /** It comes back after it was given up. */
        @Override
        public void run() {
            common.workers.found();
        }
    }

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
    private final Common common;
    private final Detector detector;
    private final List<Gauge> gauges;
    private final long timeLimitNanos;
    private final @Nullable Duration sickAfter;
    /** Null as long as nothing has gone wrong. */
    private volatile @Nullable Trouble trouble;

    /** Counts how often what was seen has been forgotten. */
    private volatile int era;

    private volatile Verdict last = NOT_YET;
    /** Those between the last that was asked for and {@link #last}: a round that waits for others asks for several at once. */
    private List<Verdict> between = List.of();
    /** Whether {@link #last} has not been asked for. */
    private boolean news;
    /** A look has been due since {@link #dueSince}, and none has come; written under the lock, or by the loop thread. */
    private volatile boolean due;

    private long dueSince;

    Looking(String name, Detector detector, Common common) {
        this.name = name;
        this.common = common;
        // Asked once and here: the loop thread runs no foreign code.
        this.timeLimitNanos = detector.timeLimit().toNanos();
        this.sickAfter = detector.sickIfUnansweredFor().orElse(null);
        this.detector = detector;
        this.gauges = detector.gauges();
    }

    /**
     * Starts a look, unless one is under way or the detector is in quarantine; loop thread.
     *
     * @param current the one that was started last, if it may still be under way
     * @return the one that is started, or {@code current}
     */
    @Nullable
    Work<Verdict> start(long now, Round round, @Nullable Work<Verdict> current) {
        Trouble before = trouble;
        if ((current != null && !current.isDone()) || (before != null && before.quarantine.keepsOut(now))) {
            return current;
        }
        if (!due) {
            dueSince = now;
            due = true;
        }
        Look look = new Look(round);
        Work<Verdict> work = new Work<>(common.clock, look, look, look);
        try {
            common.workers.look(work);
            return work;
        } catch (Throwable noThread) {
            complain(now, "could not look: " + SafeText.of(noThread));
            return current;
        }
    }

    /** The latest verdict; of a look that takes too long, unknown, or sick where the detector holds it to be; loop thread. */
    Seen see(long now, @Nullable Work<Verdict> current) {
        Duration running = current == null ? Duration.ZERO : current.running(now);
        if (running.toNanos() >= timeLimitNanos) {
            return new Seen(unanswered(running, now, current), true);
        }
        long overdue = due ? now - dueSince : 0;
        if (overdue > freshNanos()) {
            String reason = "has not looked for " + Durations.text(Duration.ofNanos(overdue));
            complain(now, reason);
            return new Seen(Verdict.inconclusive("the detector " + reason), true);
        }
        return report();
    }

    private synchronized Seen report() {
        Seen seen = new Seen(last, news, between);
        news = false;
        if (!between.isEmpty()) {
            between = List.of();
        }
        return seen;
    }

    private Verdict unanswered(Duration running, long now, @Nullable Work<Verdict> current) {
        if (current != null && current.giveUp()) {
            common.workers.lost();
            complain(
                    now,
                    "has not answered for " + running.toMillis() + " ms (limit " + timeLimitNanos / 1_000_000 + " ms)");
        }
        if (sickAfter != null && last instanceof Verdict.Unhealthy) {
            return last; // no answer is no sign of health where an answer was bad before
        }
        String reason = "the detector has not answered for " + Durations.text(running);
        return sickAfter != null && running.compareTo(sickAfter) >= 0
                ? Verdict.unhealthy(
                        Evidence.of(reason + " (limit " + Durations.text(Duration.ofNanos(timeLimitNanos)) + ")"))
                : Verdict.inconclusive(reason);
    }

    private Verdict look(Round round, int mine) {
        long began = common.clock.nanos();
        Verdict verdict = judge(round);
        // What was seen too long ago says nothing of now, however sure the detector is of it.
        Duration took = Duration.ofNanos(common.clock.nanos() - began);
        if (took.toNanos() <= freshNanos()) {
            seen(mine, verdict);
        } else if (sickAfter != null && took.compareTo(sickAfter) >= 0) {
            seen(mine, Verdict.unhealthy(Evidence.of("the detector has not answered for " + Durations.text(took))));
        }
        return verdict;
    }

    private long freshNanos() {
        return timeLimitNanos + SLACK.toNanos();
    }

    /** A look that began before the last repair or gap says nothing of what is now. */
    private synchronized void seen(int mine, Verdict verdict) {
        if (mine == era) {
            Verdict before = last;
            if (news && before != FORGOTTEN && between.size() < MOST_BETWEEN) {
                between = Stream.concat(between.stream(), Stream.of(before)).toList();
            }
            // The same object if it says the same: what comes after sees at a glance that nothing has changed.
            if (!verdict.equals(before)) {
                last = verdict;
            }
            news = true;
            due = false;
        }
    }

    /** What was seen before says nothing of what is now; loop thread. */
    synchronized void forget() {
        era = era + 1;
        between = List.of();
        last = FORGOTTEN;
        news = true;
        due = false;
    }

    private Verdict judge(Round round) {
        try {
            @Nullable Verdict verdict = detector.judge(read(round));
            if (verdict == null) {
                return failed("returned null");
            }
            Trouble before = trouble;
            if (before != null && before.quarantine.answered()) {
                LOG.info(
                        "target {}, detector {}: gives a verdict again, and is asked at every tick",
                        common.target,
                        name);
            }
            return verdict;
        } catch (Throwable failure) {
            // Errors too: a StackOverflowError in a team's detector is "unknown", like any other failure of it.
            return failed("threw " + SafeText.of(failure));
        }
    }

    private Snapshot read(Round round) {
        Map<String, Double> all = common.age.read();
        String[] names = NO_NAMES;
        double[] values = NO_VALUES;
        for (Gauge gauge : gauges) {
            double value = gauge.reading().getAsDouble();
            if (Double.isFinite(value)) {
                names = Arrays.copyOf(names, names.length + 1);
                values = Arrays.copyOf(values, names.length);
                names[names.length - 1] = gauge.name();
                values[names.length - 1] = value;
            } else {
                complain(common.clock.nanos(), "its gauge " + gauge.name() + " read " + value);
            }
        }
        return round.snapshot(names.length == 0 ? all : new Gauges(all, names, values), names, values);
    }

    private Verdict failed(String what) {
        long now = common.clock.nanos();
        complain(now, what);
        Trouble trouble = trouble();
        if (trouble.quarantine.failed(now) && trouble.quarantines.isTime(now)) {
            LOG.warn("target {}, detector {}: {}", common.target, name, RARELY_ASKED);
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

    private void complain(long now, String what) {
        if (trouble().complaints.isTime(now)) {
            LOG.warn(
                    "target {}, detector {}: {}; its verdict is \"unknown\", which is neither sick nor healthy, until it"
                            + " gives a verdict again (said at most once a minute)",
                    common.target,
                    name,
                    what);
        }
    }
}
