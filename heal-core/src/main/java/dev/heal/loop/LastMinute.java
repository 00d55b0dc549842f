package dev.heal.loop;

import dev.heal.incident.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private final Signals[] signals;
    /** The end of the span before the oldest one that is kept. */
    private long before;

    private int next;
    private int kept;
    private @Nullable Signals latest;

    LastMinute(int samples, long began) {
        this.ends = new Moment[samples];
        this.signals = new Signals[samples];
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
        signals[next] = same;
        latest = same;
        next = (next + 1) % ends.length;
        return new Taken(from, end, same);
    }

    /** All that are kept, oldest first. */
    List<Sample> samples(ToLongFunction<Moment> afterNanos) {
        List<Sample> all = new ArrayList<>(kept);
        long from = before;
        for (int i = 0; i < kept; i++) {
            int at = (next + ends.length - kept + i) % ends.length;
            Taken taken = new Taken(from, ends[at], signals[at]);
            all.add(taken.sample(Duration.ofNanos(afterNanos.applyAsLong(ends[at]))));
            from = ends[at].nanos();
        }
        return all;
    }
}
