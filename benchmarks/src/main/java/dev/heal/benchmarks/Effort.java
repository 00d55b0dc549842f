package dev.heal.benchmarks;

/**
 * How much is measured: every contestant in so many JVMs of its own, each with so many iterations.
 *
 * @param warmups iterations that do not count
 * @param iterations iterations that count
 * @param iterationMillis the length of either
 */
record Effort(int forks, int warmups, int iterations, int iterationMillis) {

    /** For 17 pairs of contestant and number of threads: within 3 min. */
    static final Effort QUICK = new Effort(5, 4, 3, 170);

    /** For about 120 such pairs: about an hour. */
    static final Effort FULL = new Effort(6, 4, 6, 400);

    /** What starting a JVM and JMH in it takes beside the iterations, on a machine of these days. */
    private static final int START_MILLIS = 700;

    Effort withForks(int other) {
        return new Effort(other, warmups, iterations, iterationMillis);
    }

    /** How long it takes, about, for {@code contestants} in each round. */
    int minutes(int contestants) {
        long millis = (long) forks * contestants * (START_MILLIS + (long) (warmups + iterations) * iterationMillis);
        return (int) Math.max(1, Math.round(millis / 60_000.0));
    }

    String text() {
        return forks + " forks, each " + warmups + " warm-up and " + iterations + " measured iterations of "
                + iterationMillis + " ms";
    }
}
