package dev.heal.loop;

import dev.heal.detect.Verdict;
import dev.heal.guard.BreakerState;
import dev.heal.incident.Incident;
import dev.heal.incident.Sample;
import dev.heal.signal.Outcome;
import dev.heal.signal.SlicedWindow;
import dev.heal.signal.Snapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Samples of one target's signals, one a second: the last minute is kept in memory, and goes into the records of an incident
 * that is opened; while it is open more are written, less and less often, and some after it. On the loop thread, except for
 * {@link #saw}; call threads know nothing of it.
 */
final class Sampling {

    /** Between two samples; also what the window has to keep. */
    static final Duration EVERY = Duration.ofSeconds(1);

    private static final int BEFORE = 60;
    private static final int AFTER = 10;

    /** With those before and after, at most about 600 of an incident, which is more than 4 h of it. */
    private static final int MOST_WITHIN = 530;

    /** A gauge that nobody has read for so long is not known. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final int MOST_GAUGES_KEPT = 100;

    private record Taken(long nanos, Sample sample) {}

    private record Reading(double value, long nanos) {}

    private final SlicedWindow window;
    private final BiConsumer<Incident, List<Sample>> write;
    private final Deque<Taken> before = new ArrayDeque<>();
    private final Map<Outcome, Long> totals = new EnumMap<>(Outcome.class);
    private final Map<String, Reading> gauges = new ConcurrentHashMap<>();
    private volatile String breaker = "";
    private long last;

    private @Nullable OpenIncident told;
    private @Nullable Sample gathered;
    private int written;
    private int left;

    /** @param write takes samples of an incident, to be written down and kept */
    Sampling(SlicedWindow window, long now, BiConsumer<Incident, List<Sample>> write) {
        this.window = window;
        this.write = write;
        this.last = now;
        window.keep(EVERY);
        for (Outcome outcome : Outcome.values()) {
            totals.put(outcome, window.total(outcome));
        }
    }

    /** What a look has read; on a sampler thread, since gauges and breakers may be foreign code. */
    void saw(Map<String, Double> read, BreakerState state, long now) {
        breaker = state.name().toLowerCase(Locale.ROOT).replace('_', '-');
        read.forEach((name, value) -> {
            if (gauges.size() < MOST_GAUGES_KEPT || gauges.containsKey(name)) {
                gauges.put(name, new Reading(value, now));
            }
        });
    }

    /** @param open the open incident; null while there is none */
    void tick(Moment now, Map<String, Verdict> verdicts, @Nullable OpenIncident open) {
        if (now.nanos() - last >= EVERY.toNanos()) {
            Sample sample = take(now, verdicts);
            before.addLast(new Taken(now.nanos(), sample));
            if (before.size() > BEFORE) {
                before.removeFirst();
            }
            follow(now.nanos(), sample);
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
        List<Sample> minute = new ArrayList<>();
        before.forEach(taken -> minute.add(taken.sample.after(since(open, taken.nanos))));
        write.accept(open.incident(), minute);
    }

    private void follow(long now, Sample sample) {
        OpenIncident open = told;
        if (open == null) {
            return;
        }
        if (left > AFTER && written >= MOST_WITHIN) {
            gathered = null;
        } else {
            Sample next = sample.after(since(open, now));
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
                ? EVERY
                : after.compareTo(Duration.ofMinutes(30)) < 0 ? Duration.ofSeconds(10) : Duration.ofMinutes(1);
    }

    private static Duration since(OpenIncident open, long nanos) {
        return Duration.ofNanos(nanos - open.openedNanos());
    }

    private Sample take(Moment now, Map<String, Verdict> verdicts) {
        Map<Outcome, Long> calls = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            long total = window.total(outcome);
            Long earlier = totals.put(outcome, total);
            calls.put(outcome, Math.max(0, total - (earlier == null ? 0 : earlier)));
        }
        Duration over = Duration.ofNanos(now.nanos() - last);
        last = now.nanos();
        Snapshot snapshot = Snapshot.of(window, Map.of(), now.nanos(), now.at());
        return new Sample(
                now.at(),
                Duration.ZERO,
                over,
                calls.getOrDefault(Outcome.SUCCESS, 0L),
                calls.getOrDefault(Outcome.FAILURE, 0L),
                calls.getOrDefault(Outcome.IGNORED, 0L),
                calls.getOrDefault(Outcome.REJECTED, 0L),
                snapshot.over(EVERY).percentile(0.99).orElse(null),
                snapshot.inFlight().total(),
                snapshot.inFlight().oldest().orElse(null),
                breaker,
                named(verdicts, Verdict.Unhealthy.class),
                named(verdicts, Verdict.Inconclusive.class),
                known(now.nanos()));
    }

    private static List<String> named(Map<String, Verdict> verdicts, Class<? extends Verdict> kind) {
        return verdicts.entrySet().stream()
                .filter(entry -> kind.isInstance(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, Double> known(long now) {
        gauges.values().removeIf(reading -> now - reading.nanos > FRESH.toNanos());
        Map<String, Double> known = new HashMap<>();
        gauges.forEach((name, reading) -> {
            // Those of the breaker tell no more than its state.
            if (!name.startsWith("breaker.")) {
                known.put(name, reading.value);
            }
        });
        return known;
    }
}
