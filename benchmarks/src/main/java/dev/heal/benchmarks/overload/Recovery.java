package dev.heal.benchmarks.overload;

/**
 * How long it takes after the trouble until requests succeed as they do for the oracle in ordinary times: 95 % of that, less
 * two standard errors of what so few requests can show, in each of five seconds on end.
 */
final class Recovery {

    /** Seconds that mean that it did not recover while anybody looked. */
    static final double NEVER = Double.POSITIVE_INFINITY;

    private static final double PART = 0.95;
    private static final int SECOND = (int) (1_000_000_000 / Tally.STEP);
    private static final int HOLDS = 5;

    private Recovery() {}

    /** @return seconds, in steps of 0.1; {@link #NEVER} */
    static double of(Scenario scenario, Outcome outcome, Outcome oracle) {
        int begins = (int) (scenario.story().troubleEnds() / Tally.STEP);
        // The last requests may still be on their second attempt when the run ends.
        int patience = Math.max(SECOND, (int) (scenario.patience() / Tally.STEP));
        int margin = scenario.retries() == 0 ? SECOND + patience : 4 * SECOND + 2 * patience;
        int ends = (int) (scenario.story().ends() / Tally.STEP) - margin;
        double usual = oracle.curves().success(ends - 8 * SECOND, ends);
        for (int step = begins; step + HOLDS * SECOND <= ends; step++) {
            if (holds(outcome.curves(), step, usual)) {
                return (double) (step - begins) / SECOND;
            }
        }
        return NEVER;
    }

    private static boolean holds(Curves curves, int from, double usual) {
        for (int second = 0; second < HOLDS; second++) {
            int begin = from + second * SECOND;
            long requests = Curves.sum(curves.offered(), begin, begin + SECOND);
            double limit = PART * usual;
            double error = requests == 0 ? 0 : Math.sqrt(limit * (1 - limit) / requests);
            if (curves.success(begin, begin + SECOND) < limit - 2 * error) {
                return false;
            }
        }
        return true;
    }
}
