package dev.heal.benchmarks;

/**
 * How much is measured: every contestant in so many JVMs of its own, each with so many iterations.
 *
 * @param warmups iterations that do not count
 * @param iterations iterations that count
 * @param iterationMillis the length of either
 */
record Effort(int forks, int warmups, int iterations, int iterationMillis) {

    /** Ten pairs of contestant and number of threads in about 2.5 min. */
    static final Effort QUICK = new Effort(3, 3, 7, 400);

    /** About 20 min. */
    static final Effort FULL = new Effort(10, 5, 6, 1_000);

    String text() {
        return forks + " forks, each " + warmups + " warm-up and " + iterations + " measured iterations of "
                + iterationMillis + " ms";
    }
}
