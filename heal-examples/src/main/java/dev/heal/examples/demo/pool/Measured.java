package dev.heal.examples.demo.pool;

import dev.heal.examples.load.Sample;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a timeline says of one play: a pure function of the samples.
 *
 * @param requests how many fell due in the measured span: the steady seconds before the fault and those after it
 * @param lost how many of them did not get the right answer within the deadline, counted from when they were due
 * @param timeToHeal from the fault to the first answer of the healed shop; null if it never healed while watched
 * @param longestGap the longest time without any right answer
 */
record Measured(int requests, int lost, @Nullable Duration timeToHeal, Duration longestGap) {

    boolean healed() {
        return timeToHeal != null;
    }

    static Measured of(List<Sample> samples, long faultNanos, Script script) {
        long from = faultNanos - script.steady().toNanos();
        long until = faultNanos + script.afterFault().toNanos();
        long deadline = script.deadline().toNanos();
        List<Sample> span = samples.stream()
                .filter(sample -> sample.scheduledNanos() >= from && sample.scheduledNanos() < until)
                .sorted(Comparator.comparingLong(Sample::scheduledNanos))
                .toList();
        int lost =
                (int) span.stream().filter(sample -> !sample.okWithin(deadline)).count();
        Long healedAt = healedAt(span, faultNanos, until, script);
        return new Measured(
                span.size(),
                lost,
                healedAt == null ? null : Duration.ofNanos(healedAt - faultNanos),
                Duration.ofNanos(longestGap(samples, from, until, deadline)));
    }

    /**
     * The span counts from the first page due after which nothing is lost for the whole of {@code hold}; the moment of
     * healing is when that page was wholly answered. (Requests that fell due while the shop was dead and were answered
     * after it came back would otherwise make it look healed before it was.)
     */
    private static @Nullable Long healedAt(List<Sample> span, long faultNanos, long until, Script script) {
        long deadline = script.deadline().toNanos();
        long hold = script.hold().toNanos();
        TreeSet<Long> losses = new TreeSet<>();
        span.stream()
                .filter(sample -> !sample.okWithin(deadline))
                .forEach(sample -> losses.add(sample.scheduledNanos()));
        for (Sample first : span) {
            long start = first.scheduledNanos();
            if (start < faultNanos) {
                continue;
            }
            if (start + hold > until) {
                return null;
            }
            Long nextLoss = losses.ceiling(start);
            if (nextLoss == null || nextLoss > start + hold) {
                return span.stream()
                        .filter(sample -> sample.scheduledNanos() == start)
                        .mapToLong(Sample::endedNanos)
                        .max()
                        .orElseThrow();
            }
        }
        return null;
    }

    private static long longestGap(List<Sample> samples, long from, long until, long deadline) {
        long[] answers = samples.stream()
                .filter(sample -> sample.okWithin(deadline))
                .mapToLong(Sample::endedNanos)
                .filter(ended -> ended >= from && ended < until)
                .sorted()
                .toArray();
        long last = from;
        long longest = 0;
        for (long answer : answers) {
            longest = Math.max(longest, answer - last);
            last = answer;
        }
        return Math.max(longest, until - last);
    }
}
