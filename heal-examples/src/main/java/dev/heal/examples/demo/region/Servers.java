package dev.heal.examples.demo.region;

/** Two real servers, processes of their own. Closing ends those that run; so does the end of this process. */
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
