package dev.heal.examples.demo.region;

/**
 * Two real servers, processes of their own. Closing ends those that run; so does the end of this process. What does not
 * die, or does not answer within a time limit, is an {@link IllegalStateException} or an {@link java.io.UncheckedIOException}.
 */
interface Servers extends AutoCloseable {

    /** Stays the same over every death. */
    int port(Side side);

    /** Kills the process with SIGKILL: no goodbye, no last write. Returns once it is dead. */
    void kill(Side side);

    /** Starts what was killed; returns once it answers. */
    void start(Side side);

    @Override
    void close();
}
