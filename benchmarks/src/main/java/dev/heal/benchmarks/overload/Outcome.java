package dev.heal.benchmarks.overload;

import dev.heal.admission.Priority;

/**
 * What a run came to; all but the curves is of the trouble alone.
 *
 * @param goodput answers in time, as a share of what the server can do when nothing is slow
 * @param successes of each class: requests that were answered in time at the first attempt or later
 * @param mean milliseconds from the sending of an attempt that was served to its answer, whether anybody waited or not
 * @param amplification attempts that were sent for each request that was made
 * @param rejections a second
 * @param withheld the share of the requests that clients kept to themselves at first
 * @param served how many, whether anybody waited or not
 * @param jain Jain's index over what users got in all
 * @param contested the same in the class of which only a part could be served
 */
record Outcome(
        double goodput,
        double[] successes,
        double mean,
        double p50,
        double p99,
        double amplification,
        double rejections,
        double withheld,
        long served,
        double jain,
        double contested,
        Curves curves) {

    double critical() {
        return successes[Priority.CRITICAL.ordinal()];
    }

    Outcome withoutCurves() {
        return new Outcome(
                goodput,
                successes,
                mean,
                p50,
                p99,
                amplification,
                rejections,
                withheld,
                served,
                jain,
                contested,
                new Curves(0));
    }
}
