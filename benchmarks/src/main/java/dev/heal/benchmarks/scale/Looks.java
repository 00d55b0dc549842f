package dev.heal.benchmarks.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When each target was looked at: its gauge notes the moment. The looks of one tick are a round; a target whose look has not
 * come by the next tick drags its rounds out, which is as it should be told. Heal's sampler threads write, one a target at a
 * time; another thread reads.
 */
final class Looks {

    /** More than a run has. */
    private static final int MOST_ROUNDS = 4_096;

    private static final long NEVER = Long.MAX_VALUE;

    private final int[] rounds;
    private final AtomicLongArray first = new AtomicLongArray(MOST_ROUNDS);
    private final AtomicLongArray last = new AtomicLongArray(MOST_ROUNDS);
    private final AtomicLongArray seen = new AtomicLongArray(MOST_ROUNDS);

    Looks(int targets) {
        rounds = new int[targets];
        for (int i = 0; i < MOST_ROUNDS; i++) {
            first.set(i, NEVER);
            last.set(i, -NEVER);
        }
    }

    /** The target is looked at now. Returns what its gauge reads. */
    double at(int target) {
        at(target, System.nanoTime());
        return 0;
    }

    void at(int target, long nanos) {
        int round = rounds[target]++;
        if (round < MOST_ROUNDS) {
            first.accumulateAndGet(round, nanos, Math::min);
            last.accumulateAndGet(round, nanos, Math::max);
            seen.incrementAndGet(round);
        }
    }

    /** The rounds that began within the span and are complete. */
    List<Round> between(long fromNanos, long toNanos) {
        List<Round> all = new ArrayList<>();
        for (int i = 1; i < MOST_ROUNDS && seen.get(i) == rounds.length; i++) {
            long began = first.get(i);
            if (began - fromNanos >= 0 && began - toNanos < 0) {
                all.add(new Round(began - first.get(i - 1), last.get(i) - began));
            }
        }
        return all;
    }

    /**
     * One round.
     *
     * @param period nanoseconds since the one before began
     * @param length nanoseconds from the first look to the last
     */
    record Round(long period, long length) {}

    /** The value that the share {@code quantile} of these does not exceed; the largest where there are few. */
    static long quantile(double quantile, long... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no round came to its end: measure longer, or with fewer targets");
        }
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(quantile * sorted.length) - 1)];
    }
}
