package dev.heal.loop;

import dev.heal.incident.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The latest samples of a target, as close together as they can be kept: there may be thousands of targets, and most of them
 * are the same from one second to the next. So what was measured is kept once for as long as it does not change, and when it
 * was is the moment of the loop's tick, which all targets share.
 */
final class LastMinute {

    /**
     * What was measured in one span.
     *
     * @param from the end of the span before it, on the monotonic clock
     */
    record Taken(long from, Moment end, Signals signals) {

        Sample sample(Duration after) {
            return signals.sample(end, Duration.ofNanos(end.nanos() - from), after);
        }
    }

    private final Moment[] ends;
    /** Null for as long as all that are kept are the same: that is {@link #latest}. */
    private Signals @Nullable [] signals;

    /** The end of the span before the oldest one that is kept. */
    private long before;

    private int next;
    private int kept;
    /** How many samples in a row have been the same as the one before. */
    private int unchanged;

    private @Nullable Signals latest;

    LastMinute(int samples, long began) {
        this.ends = new Moment[samples];
        this.before = began;
    }

    /** The signals of the latest sample; null if there was none. */
    @Nullable
    Signals latest() {
        return latest;
    }

    Taken add(Moment end, Signals measured) {
        Signals earlier = latest;
        Signals same = earlier != null && earlier.equals(measured) ? earlier : measured;
        long from = kept == 0 ? before : ends[(next + ends.length - 1) % ends.length].nanos();
        if (kept == ends.length) {
            before = ends[next].nanos();
        } else {
            kept++;
        }
        ends[next] = end;
        keep(same, earlier);
        latest = same;
        next = (next + 1) % ends.length;
        return new Taken(from, end, same);
    }

    private void keep(Signals measured, @Nullable Signals earlier) {
        Signals[] each = signals;
        if (each == null && earlier != null && measured != earlier) {
            each = new Signals[ends.length];
            Arrays.fill(each, earlier);
            signals = each;
            unchanged = 0;
        }
        if (each != null) {
            each[next] = measured;
            unchanged = measured == earlier ? unchanged + 1 : 0;
            if (unchanged >= ends.length) {
                signals = null;
            }
        }
    }

    private Signals at(int place) {
        Signals[] each = signals;
        return each == null ? Objects.requireNonNull(latest) : each[place];
    }

    /** All that are kept, oldest first. */
    List<Sample> samples(ToLongFunction<Moment> afterNanos) {
        List<Sample> all = new ArrayList<>(kept);
        long from = before;
        for (int i = 0; i < kept; i++) {
            int place = (next + ends.length - kept + i) % ends.length;
            Taken taken = new Taken(from, ends[place], at(place));
            all.add(taken.sample(Duration.ofNanos(afterNanos.applyAsLong(ends[place]))));
            from = ends[place].nanos();
        }
        return all;
    }
}
