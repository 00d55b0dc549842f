package dev.heal.examples.demo.region;

import dev.heal.examples.load.Sample;
import java.time.Duration;
import java.util.List;

/**
 * What became of the reads that fell due in a span.
 *
 * @param requests how many there were
 * @param lost how many of them did not get the right answer within the deadline, counted from when they were due
 * @param lostSeconds in how many seconds of the span at least one was lost
 * @param told how many of the lost ones were told so within two seconds; the others waited
 */
record Reads(int requests, int lost, int lostSeconds, int told) {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    static Reads of(List<Sample> samples, long from, long until, Duration deadline) {
        List<Sample> span = samples.stream()
                .filter(sample -> sample.scheduledNanos() >= from && sample.scheduledNanos() < until)
                .toList();
        List<Sample> lost = span.stream()
                .filter(sample -> !sample.okWithin(deadline.toNanos()))
                .toList();
        int seconds = (int) lost.stream()
                .map(sample -> (sample.scheduledNanos() - from) / SECOND)
                .distinct()
                .count();
        int told = (int) lost.stream()
                .filter(sample -> sample.outcome() == Sample.Outcome.FAILED
                        && sample.endedNanos() - sample.scheduledNanos() <= 2 * SECOND)
                .count();
        return new Reads(span.size(), lost.size(), seconds, told);
    }
}
