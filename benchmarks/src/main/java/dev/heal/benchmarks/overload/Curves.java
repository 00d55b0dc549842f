package dev.heal.benchmarks.overload;

/**
 * What happened in each 100 ms of a run.
 *
 * @param offered requests made in it
 * @param succeeded of those made in it: how many were answered in time, at the first attempt or later
 * @param good answers in time that came in it
 */
record Curves(int[] offered, int[] succeeded, int[] criticalOffered, int[] criticalSucceeded, int[] good) {

    Curves(int steps) {
        this(new int[steps], new int[steps], new int[steps], new int[steps], new int[steps]);
    }

    /** The share of the requests made in these steps that succeeded; 1 if none was made. */
    double success(int from, int to) {
        long all = sum(offered, from, to);
        return all == 0 ? 1 : (double) sum(succeeded, from, to) / all;
    }

    static long sum(int[] steps, int from, int to) {
        long sum = 0;
        for (int i = Math.max(0, from); i < Math.min(to, steps.length); i++) {
            sum += steps[i];
        }
        return sum;
    }
}
