package dev.heal.loop;

import dev.heal.incident.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The latest samples of a target, as close together as they can be kept: there may be thousands of targets, and most of them
 * are the same from one second to the next. So what was measured is kept once for as long as it does not change, and when it
 * was all targets know together ({@link Seconds}).
 */
final class LastMinute {

    /** What was measured in one span, which ended at {@code end}. */
    record Taken(long from, Moment end, Signals signals) {

        Sample sample(Duration after) {
            return signals.sample(end, Duration.ofNanos(end.nanos() - from), after);
        }
    }

    /** The same signals from one sample on, up to where the next newer run begins. */
    private static final class Run {
        final int first;
        final Signals signals;

        @Nullable
        Run older;

        Run(int first, Signals signals, @Nullable Run older) {
            this.first = first;
            this.signals = signals;
            this.older = older;
        }
    }

    private final Seconds seconds;
    private @Nullable Run newest;
    private int latest;

    LastMinute(Seconds seconds) {
        this.seconds = seconds;
    }

    /** The signals of the latest sample; null if there was none. */
    @Nullable
    Signals latest() {
        return newest == null ? null : newest.signals;
    }

    /** @param number of the sample, as {@link Seconds#due} gave it */
    Taken add(int number, Signals measured) {
        Run before = newest;
        Run now = before != null && before.signals.equals(measured) ? before : new Run(number, measured, before);
        if (now != before) {
            newest = now;
        }
        latest = number;
        letGoOfOlder(now);
        return taken(number, now);
    }

    private void letGoOfOlder(Run newest) {
        Run run = newest;
        while (run.older != null && run.first > seconds.oldest()) {
            run = run.older;
        }
        run.older = null;
    }

    private Taken taken(int number, Run run) {
        return new Taken(seconds.endNanos(number - 1), seconds.end(number), run.signals);
    }

    /** All that are kept, oldest first. */
    List<Sample> samples(ToLongFunction<Moment> afterNanos) {
        List<Sample> all = new ArrayList<>();
        int number = latest;
        for (Run run = newest; run != null; run = run.older) {
            for (; number >= Math.max(run.first, seconds.oldest()); number--) {
                Taken taken = taken(number, run);
                all.add(taken.sample(Duration.ofNanos(afterNanos.applyAsLong(taken.end))));
            }
        }
        Collections.reverse(all);
        return all;
    }
}
