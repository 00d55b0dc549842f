package dev.heal.benchmarks.overload;

/**
 * A span of the story in which nothing changes.
 *
 * @param seconds how long it lasts
 * @param load requests that arrive for the first time, as a multiple of what the server can do when nothing is slow
 * @param slow how many times longer than usual the services that begin in it take
 */
record Phase(double seconds, double load, double slow) {

    Phase {
        if (!(seconds > 0) || !(load >= 0) || !(slow > 0)) {
            throw new IllegalArgumentException("phase of " + seconds + " s, load " + load + ", slowed down " + slow
                    + " times: write a span and a factor above 0, and a load of 0 or more");
        }
    }

    long nanos() {
        return Math.round(seconds * 1e9);
    }
}
