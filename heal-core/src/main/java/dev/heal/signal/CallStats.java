package dev.heal.signal;

import java.time.Duration;
import java.util.Optional;

/** The calls that ended within a span. Rejected and ignored calls say nothing of the target and are no part of the rates. */
public final class CallStats {

    /** Latencies are told apart up to here. */
    public static final Duration LONGEST = Duration.ofMinutes(2);

    /** The longest span that a window keeps: half a second a slice, about 2 KB each. */
    public static final Duration LONGEST_SPAN = Duration.ofMinutes(10);

    private final Duration covered;
    private final Latencies.Weighted latencies;
    private final long ignored;
    private final long rejected;

    CallStats(Duration covered, Latencies.Weighted latencies, long ignored, long rejected) {
        this.covered = covered;
        this.latencies = latencies;
        this.ignored = ignored;
        this.rejected = rejected;
    }

    /** The part of the span that was asked for in which signals were collected. */
    public Duration covered() {
        return covered;
    }

    /** Calls that reached the target and count: successes and failures. */
    public long calls() {
        return latencies.successes + latencies.failures;
    }

    public long failures() {
        return latencies.failures;
    }

    public long ignored() {
        return ignored;
    }

    public long rejected() {
        return rejected;
    }

    /** The share of failures among the calls, or empty when there was no call: never 0 % of 0. */
    public Optional<Double> failureRate() {
        return calls() == 0 ? Optional.empty() : Optional.of((double) failures() / calls());
    }

    /**
     * How many calls took {@code limit} or longer; the limit counts as the lower end of its bucket (12.5 % wide). Where only a
     * sample was timed and the limit is below 34 ms, an estimate from it.
     */
    public long slowerThan(Duration limit) {
        int from = LatencyBuckets.index(limit.toNanos());
        double sum = from == 0 ? latencies.unseen : 0;
        for (int i = from; i < latencies.weights.length; i++) {
            sum += latencies.weights[i];
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
        double wanted = Math.ceil(quantile * calls());
        double seen = latencies.unseen;
        int last = seen > 0 ? 0 : -1;
        for (int i = 0; i < latencies.weights.length; i++) {
            seen += latencies.weights[i];
            last = latencies.weights[i] > 0 ? i : last;
            // Weights do not add up exactly: less than half a call is none.
            if (last >= 0 && seen + 0.5 > wanted) {
                return Optional.of(LatencyBuckets.middle(last));
            }
        }
        return last < 0 ? Optional.empty() : Optional.of(LatencyBuckets.middle(last));
    }
}
