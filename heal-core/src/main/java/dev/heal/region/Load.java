package dev.heal.region;

import dev.heal.detect.Probe;
import dev.heal.signal.Outcome;
import dev.heal.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How many calls came to the regions of one router lately, at the busiest. Calls that hang, or that nobody makes any more
 * because all threads hang, come back once the traffic has been moved: what comes at the moment of a move says little. Safe
 * for use by all threads; call threads have no part in it.
 */
final class Load {

    private static final long EVERY = Duration.ofSeconds(5).toNanos();

    /** Much longer than a sickness lasts until traffic is moved, and not so long that a peak of another hour counts. */
    private static final long KEPT = Duration.ofMinutes(5).toNanos();

    /** How many calls had been begun in each region, in their order. */
    private record Sample(long nanos, long[] begun) {}

    /** A question that is asked every so often, whether calls come or not. */
    private record Noting(Probe asked, Load load) implements Probe {
        @Override
        public String name() {
            return asked.name();
        }

        @Override
        public void ask(Duration limit) throws Exception {
            load.note();
            asked.ask(limit);
        }
    }

    private final Clock clock;
    private final List<? extends Region<?>> regions;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** @param regions those of the router; all of them by the time that {@link #note} is called first */
    Load(List<? extends Region<?>> regions, Clock clock) {
        this.regions = regions;
        this.clock = clock;
    }

    /** The same probe; whenever it asks, the load is noted too. */
    Probe noting(Probe probe) {
        return new Noting(probe, this);
    }

    /** Notes how many calls have come, unless that was done a moment ago. */
    synchronized void note() {
        long now = clock.nanos();
        if (!samples.isEmpty() && now - samples.getLast().nanos < EVERY) {
            return;
        }
        samples.add(sample(now));
        while (now - samples.getFirst().nanos > KEPT) {
            samples.removeFirst();
        }
    }

    private Sample sample(long now) {
        return new Sample(now, regions.stream().mapToLong(Load::begun).toArray());
    }

    private static long begun(Region<?> region) {
        long calls = region.window().inFlightTotal();
        for (Outcome outcome : Outcome.values()) {
            calls += region.window().total(outcome);
        }
        return calls;
    }

    /**
     * How many calls a second were begun in the region, those that its guard rejected among them, when most came to all
     * regions together over a whole {@code span} of the last five minutes.
     *
     * @return NaN while that is not known: within half of the span after the start
     */
    synchronized double perSecond(Region<?> region, Duration span) {
        note();
        List<Sample> all = new ArrayList<>(samples);
        all.add(sample(clock.nanos()));
        int index = regions.indexOf(region);
        double most = Double.NEGATIVE_INFINITY;
        double there = Double.NaN;
        int end = 0;
        for (Sample start : all) {
            while (end < all.size() - 1 && all.get(end).nanos - start.nanos < span.toNanos()) {
                end++;
            }
            Sample last = all.get(end);
            long nanos = last.nanos - start.nanos;
            if (nanos < span.toNanos() && (start != all.get(0) || nanos < span.toNanos() / 2)) {
                break;
            }
            double rate = 0;
            for (int i = 0; i < start.begun.length; i++) {
                rate += (last.begun[i] - start.begun[i]) * 1e9 / nanos;
            }
            if (rate > most) {
                most = rate;
                there = (last.begun[index] - start.begun[index]) * 1e9 / nanos;
            }
        }
        return there;
    }
}
