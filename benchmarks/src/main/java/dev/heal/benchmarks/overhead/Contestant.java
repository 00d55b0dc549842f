package dev.heal.benchmarks.overhead;

/**
 * One library, set up in one way. To add one: extend this, and name it in {@link Entrant}.
 *
 * <p>{@link #call} is what is measured and is written as the library's own documentation writes it; the rest runs before
 * and after.
 */
abstract class Contestant {

    /** Calls {@code body}; by any number of threads at once. @throws Exception what the body throws, or that it was not let in */
    abstract Object call(Body body) throws Exception;

    /** Makes it let no call in, for {@link Path#REJECTED}. */
    void open() throws Exception {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " has nothing to open");
    }

    /**
     * Shows that what was measured is what is promised: calls were counted, and let in or kept out as the path says.
     *
     * @throws IllegalStateException if something else was measured
     */
    abstract void prove(Path path) throws Exception;

    /** Stops what it started. */
    void close() {}

    /** @throws IllegalStateException with {@code found}, unless {@code kept} */
    final void require(boolean kept, Object found) {
        if (!kept) {
            throw new IllegalStateException(
                    getClass().getSimpleName() + ": what was measured was something else: found " + found);
        }
    }
}
