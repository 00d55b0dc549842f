package dev.heal.benchmarks.overload.real;

import dev.heal.admission.Priority;
import dev.heal.benchmarks.overload.Mix;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * When requests are due and of which class they are: drawn from a seed, so that all contestants are asked the same.
 *
 * @param due nanoseconds after the start, in order
 * @param classes of the same requests
 */
record Story(List<Long> due, List<Priority> classes) {

    /** A span in which so many requests a second are due. */
    record Phase(double perSecond, double seconds) {}

    /** Requests that know nothing of each other (Poisson). */
    static Story of(long seed, Phase... phases) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> due = new ArrayList<>();
        List<Priority> classes = new ArrayList<>();
        double begin = 0;
        for (Phase phase : phases) {
            double end = begin + phase.seconds;
            for (double at = begin + gap(random, phase); at < end; at += gap(random, phase)) {
                due.add(Math.round(at * 1e9));
                classes.add(Mix.priority(random.nextDouble()));
            }
            begin = end;
        }
        return new Story(due, classes);
    }

    /** Requests of the least important class at even intervals. */
    static Story steady(double perSecond, double seconds) {
        List<Long> due = new ArrayList<>();
        for (int i = 0; i < perSecond * seconds; i++) {
            due.add(Math.round(i * 1e9 / perSecond));
        }
        return new Story(due, due.stream().map(each -> Priority.BULK).toList());
    }

    int size() {
        return due.size();
    }

    private static double gap(SplittableRandom random, Phase phase) {
        return -Math.log(1 - random.nextDouble()) / phase.perSecond;
    }
}
