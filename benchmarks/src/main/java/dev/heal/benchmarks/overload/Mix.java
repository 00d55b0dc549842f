package dev.heal.benchmarks.overload;

import dev.heal.admission.Priority;

/** How much of the load is of which class: the same where it is simulated and where it is real. */
public final class Mix {

    private static final double[] SHARES = {0.05, 0.15, 0.50, 0.30};

    private Mix() {}

    static double share(Priority priority) {
        return SHARES[priority.ordinal()];
    }

    /** The class of a request, by a number from 0 to 1. */
    public static Priority priority(double chance) {
        double below = 0;
        for (Priority priority : Priority.all()) {
            below += share(priority);
            if (chance < below) {
                return priority;
            }
        }
        return Priority.BULK;
    }
}
