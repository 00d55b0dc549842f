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

    private final Duration covered;
    private final long successes;
    private final long failures;
    private final long ignored;
    private final long rejected;
    private final long[] latencies;

    CallStats(Duration covered, long successes, long failures, long ignored, long rejected, long[] latencies) {
        this.covered = covered;
        this.successes = successes;
        this.failures = failures;
        this.ignored = ignored;
        this.rejected = rejected;
        this.latencies = latencies;
    }

    /** The part of the span that was asked for in which signals were collected. */
    public Duration covered() {
        return covered;
    }

    /** Calls that reached the target and count: successes and failures. */
    public long calls() {
        return successes + failures;
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

    /** How many calls took {@code limit} or longer; the limit counts as the lower end of its bucket (12.5 % wide). */
    public long slowerThan(Duration limit) {
        long sum = 0;
        for (int i = LatencyBuckets.index(limit.toNanos()); i < latencies.length; i++) {
            sum += latencies[i];
        }
        return sum;
    }

    /**
     * The latency that the share {@code quantile} of the calls did not exceed, at most 6.25 % off between 1 us and 137 s,
     * or empty when there was no call.
     *
     * @param quantile above 0 and at most 1
     */
    public Optional<Duration> percentile(double quantile) {
        // A call that is just being counted may not have written its latency yet: only those that have are asked.
        long wanted = (long) Math.ceil(quantile * LongStream.of(latencies).sum());
        long seen = 0;
        for (int i = 0; i < latencies.length; i++) {
            seen += latencies[i];
            if (seen >= wanted && seen > 0) {
                return Optional.of(LatencyBuckets.middle(i));
            }
        }
        return Optional.empty();
    }
}
