package dev.heal.signal;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;

/** The calls that ended within a span. Rejected and ignored calls say nothing of the target and are no part of the rates. */
public final class CallStats {

    /** Latencies are told apart up to here. */
    public static final Duration LONGEST = Duration.ofMinutes(2);

    /** The longest span that a window keeps: half a second a slice, about 2 KB each. */
    public static final Duration LONGEST_SPAN = Duration.ofMinutes(10);

    /** The buckets of latencies that are only sampled where not every call is timed. */
    private static final int SHORT = LatencyBuckets.index(SlicedWindow.ALWAYS_SEEN);

    private final Duration covered;
    private final long failures;
    private final long ignored;
    private final long rejected;
    private final long[] latencies;
    /** Calls with a latency, those of them that were short, and short ones whose latency is not known. */
    private final long timed;

    private final long shortTimed;
    private final long untimed;

    /**
     * @param latencies of successes and failures, by bucket
     * @param untimed successes and failures that took less than {@link SlicedWindow#ALWAYS_SEEN} and whose latency is not known
     */
    CallStats(Duration covered, long failures, long ignored, long rejected, long[] latencies, long untimed) {
        this.covered = covered;
        this.failures = failures;
        this.ignored = ignored;
        this.rejected = rejected;
        this.latencies = latencies;
        this.timed = LongStream.of(latencies).sum();
        this.shortTimed = LongStream.of(latencies).limit(SHORT).sum();
        this.untimed = untimed;
    }

    /** The part of the span that was asked for in which signals were collected. */
    public Duration covered() {
        return covered;
    }

    /** Calls that reached the target and count: successes and failures. */
    public long calls() {
        return timed + untimed;
    }

    public long failures() {
        return failures;
    }

    public long ignored() {
        return ignored;
    }

    public long rejected() {
        return rejected;
    }

    /** The share of failures among the calls, or empty when there was no call: never 0 % of 0. */
    public Optional<Double> failureRate() {
        return calls() == 0 ? Optional.empty() : Optional.of((double) failures / calls());
    }

    /**
     * How many calls took {@code limit} or longer; the limit counts as the lower end of its bucket (12.5 % wide). Where only a
     * sample was timed and the limit is below 34 ms, an estimate from it.
     */
    public long slowerThan(Duration limit) {
        int from = LatencyBuckets.index(limit.toNanos());
        double sum = from == 0 && shortTimed == 0 ? untimed : 0;
        for (int i = from; i < latencies.length; i++) {
            sum += weight(i) * latencies[i];
        }
        return Math.round(sum);
    }

    /**
     * The latency that the share {@code quantile} of the calls did not exceed, or empty when there was no call. Where all
     * were timed it is at most 6.25 % off between 1 us and 137 s. Where a sample of n short calls was, it is the percentile of
     * a share that differs from {@code quantile} by about the square root of quantile (1 - quantile) / n, as of any sample;
     * calls of 34 ms and more are seen all the same.
     *
     * @param quantile above 0 and at most 1
     */
    public Optional<Duration> percentile(double quantile) {
        double wanted = quantile * calls();
        double seen = shortTimed == 0 ? untimed : 0;
        if (untimed > 0 && shortTimed == 0 && seen >= wanted) {
            return Optional.of(LatencyBuckets.middle(0));
        }
        int last = -1;
        for (int i = 0; i < latencies.length; i++) {
            seen += weight(i) * latencies[i];
            last = latencies[i] > 0 ? i : last;
            // Weights do not add up exactly: less than half a call is none.
            if (last >= 0 && seen + 0.5 > Math.ceil(wanted)) {
                return Optional.of(LatencyBuckets.middle(last));
            }
        }
        return last < 0 ? Optional.empty() : Optional.of(LatencyBuckets.middle(last));
    }

    /** For how many calls one of that bucket stands: the short ones that were timed also for those that were not. */
    private double weight(int bucket) {
        return bucket < SHORT && shortTimed > 0 ? (double) (shortTimed + untimed) / shortTimed : 1;
    }
}
