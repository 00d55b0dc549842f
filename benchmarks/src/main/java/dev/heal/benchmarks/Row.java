package dev.heal.benchmarks;

import dev.heal.benchmarks.Score.Ratio;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One line of a table: one contestant at one number of threads.
 *
 * @param group the heading of the table; the same text for all its lines
 * @param nanos what a call takes on the thread that makes it, by the wall clock
 * @param cpu processor time of the calling threads a call, in ns
 * @param bytes what a calling thread allocates a call
 * @param others what all other threads of the JVM used meanwhile, as a share of one processor
 * @param toReference {@code cpu} to that of the reference in the same rounds
 * @param wallToReference {@code nanos} to those of the reference in the same rounds
 * @param beyondReference {@code bytes} beyond those of the reference in the same rounds
 */
record Row(
        String group,
        String name,
        int threads,
        Score nanos,
        Score cpu,
        Score bytes,
        Score others,
        Ratio toReference,
        Ratio wallToReference,
        Score beyondReference) {

    /** What one fork came to. */
    record Sample(double nanos, double cpu, double bytes, double others) {}

    /** The line of a contestant beside its reference; both lists have a sample for each round, in the same order. */
    static Row of(String group, String name, int threads, List<Sample> ours, List<Sample> theirs) {
        return new Row(
                group,
                name,
                threads,
                Paired.mean(column(ours, Sample::nanos)),
                Paired.mean(column(ours, Sample::cpu)),
                Paired.mean(column(ours, Sample::bytes)),
                Paired.mean(column(ours, Sample::others)),
                Paired.ratio(column(ours, Sample::cpu), column(theirs, Sample::cpu)),
                Paired.ratio(column(ours, Sample::nanos), column(theirs, Sample::nanos)),
                Paired.difference(column(ours, Sample::bytes), column(theirs, Sample::bytes)));
    }

    private static List<Double> column(List<Sample> samples, ToDoubleFunction<Sample> of) {
        return samples.stream().map(of::applyAsDouble).toList();
    }
}
