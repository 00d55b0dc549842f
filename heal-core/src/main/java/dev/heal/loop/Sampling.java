package dev.heal.loop;

import dev.heal.detect.Verdict;
import dev.heal.guard.BreakerState;
import dev.heal.incident.Incident;
import dev.heal.incident.Sample;
import dev.heal.signal.Outcome;
import dev.heal.signal.SlicedWindow;
import dev.heal.signal.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Samples of one target's signals, one a second: the last minute is kept in memory, and goes into the records of an incident
 * that is opened; while it is open more are written, less and less often, and some after it. On the loop thread, except for
 * {@link #saw}; call threads know nothing of it.
 */
final class Sampling {

    private static final int AFTER = 10;

    /** With those before and after, at most about 600 of an incident, which is more than 4 h of it. */
    private static final int MOST_WITHIN = 530;

    /** How a sample names the breaker's states. */
    private static final Map<BreakerState, String> STATES = new EnumMap<>(BreakerState.class);

    static {
        for (BreakerState state : BreakerState.values()) {
            STATES.put(state, state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    private static final Outcome[] OUTCOMES = Outcome.values();

    private final SlicedWindow window;
    private final BiConsumer<Incident, List<Sample>> write;
    private final LastMinute before;
    private final long[] totals = new long[OUTCOMES.length];
    private final Readings gauges = new Readings();
    private final Seconds seconds;
    private volatile String breaker = "";
    /** Of the latest sample. */
    private @Nullable Map<String, Verdict> judged;

    private @Nullable OpenIncident told;
    private @Nullable Sample gathered;
    private int written;
    private int left;

    /** @param write takes samples of an incident, to be written down and kept */
    Sampling(SlicedWindow window, Seconds seconds, BiConsumer<Incident, List<Sample>> write) {
        this.window = window;
        this.seconds = seconds;
        this.write = write;
        this.before = new LastMinute(seconds);
        window.keep(Seconds.EVERY);
        for (Outcome outcome : OUTCOMES) {
            totals[outcome.ordinal()] = window.total(outcome);
        }
    }

    /** What a look has read; on a sampler thread, since gauges and breakers may be foreign code. */
    void saw(String[] names, double[] values, BreakerState state, long now) {
        String name = STATES.getOrDefault(state, "");
        if (!breaker.equals(name)) {
            breaker = name;
        }
        if (names.length > 0) {
            gauges.saw(names, values, now);
        }
    }

    /** @param open the open incident; null while there is none */
    void tick(Moment now, Map<String, Verdict> verdicts, @Nullable OpenIncident open) {
        int number = seconds.due(now);
        if (number > 0) {
            follow(before.add(number, take(now, verdicts)));
        }
        boolean isNew = open != null
                && (told == null || !told.incident().id().equals(open.incident().id()));
        if (open != null && isNew) {
            begin(open);
        } else if (open == null && told != null && left > AFTER) {
            left = AFTER;
        }
    }

    private void begin(OpenIncident open) {
        told = open;
        gathered = null;
        written = 0;
        left = Integer.MAX_VALUE;
        write.accept(open.incident(), before.samples(end -> end.nanos() - open.openedNanos()));
    }

    private void follow(LastMinute.Taken taken) {
        OpenIncident open = told;
        if (open == null) {
            return;
        }
        if (left > AFTER && written >= MOST_WITHIN) {
            gathered = null;
        } else {
            Sample next = taken.sample(Duration.ofNanos(taken.end().nanos() - open.openedNanos()));
            gathered = gathered == null ? next : gathered.then(next);
            // What follows the end is told as closely as the beginning was.
            boolean isDue = left <= AFTER || gathered.over().compareTo(interval(next.after())) >= 0;
            if (isDue) {
                write.accept(open.incident(), List.of(gathered));
                gathered = null;
                written++;
                left -= left <= AFTER ? 1 : 0;
                told = left == 0 ? null : told;
            }
        }
    }

    /** The longer it lasts the less often: a second at first, then 10 s, then a minute. */
    private static Duration interval(Duration after) {
        return after.compareTo(Duration.ofMinutes(2)) < 0
                ? Seconds.EVERY
                : after.compareTo(Duration.ofMinutes(30)) < 0 ? Duration.ofSeconds(10) : Duration.ofMinutes(1);
    }

    private Signals take(Moment now, Map<String, Verdict> verdicts) {
        long[] calls = new long[OUTCOMES.length];
        boolean any = false;
        for (Outcome outcome : OUTCOMES) {
            int at = outcome.ordinal();
            long total = window.total(outcome);
            calls[at] = Math.max(0, total - totals[at]);
            totals[at] = total;
            any |= calls[at] > 0;
        }
        Signals earlier = before.latest();
        Map<String, Double> read = gauges.known(now.nanos());
        boolean likewise = verdicts == judged && earlier != null && earlier.isIn(breaker, read);
        if (judged != verdicts) {
            judged = verdicts;
        }
        // After two spans without a call none is in any slice that belongs to this one.
        boolean quiet = !any && earlier != null && !earlier.hasCalls() && window.inFlightTotal() == 0;
        if (quiet && likewise && earlier != null && earlier.inFlight() == 0) {
            return earlier; // of thousands of targets most rest
        }
        Snapshot snapshot = quiet ? null : Snapshot.of(window, Map.of(), now.nanos(), now.at());
        return new Signals(
                calls[Outcome.SUCCESS.ordinal()],
                calls[Outcome.FAILURE.ordinal()],
                calls[Outcome.IGNORED.ordinal()],
                calls[Outcome.REJECTED.ordinal()],
                snapshot == null
                        ? null
                        : snapshot.over(Seconds.EVERY).percentile(0.99).orElse(null),
                snapshot == null ? 0 : snapshot.inFlight().total(),
                snapshot == null ? null : snapshot.inFlight().oldest().orElse(null),
                breaker,
                named(verdicts, Verdict.Unhealthy.class),
                named(verdicts, Verdict.Inconclusive.class),
                read);
    }

    private static List<String> named(Map<String, Verdict> verdicts, Class<? extends Verdict> kind) {
        List<String> names = new ArrayList<>(0);
        verdicts.forEach((name, verdict) -> {
            if (kind.isInstance(verdict)) {
                names.add(name);
            }
        });
        return List.copyOf(names);
    }
}
