package dev.heal.benchmarks;

import dev.heal.benchmarks.Score.Ratio;

/**
 * One line of the table: one contestant at one number of threads.
 *
 * @param nanos what a call takes on the thread that makes it
 * @param bytes what a call allocates
 * @param toReference {@code nanos} to those of the reference in the same run
 * @param beyondReference {@code bytes} beyond those of the reference in the same run
 */
record Row(String name, int threads, Score nanos, Score bytes, Ratio toReference, Score beyondReference) {

    /** The line of a contestant whose reference, at as many threads, took {@code theirNanos} and {@code theirBytes}. */
    static Row beside(String name, int threads, Score nanos, Score bytes, Score theirNanos, Score theirBytes) {
        return new Row(name, threads, nanos, bytes, nanos.over(theirNanos), bytes.minus(theirBytes));
    }
}
