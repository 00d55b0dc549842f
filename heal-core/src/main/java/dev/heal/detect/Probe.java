package dev.heal.detect;

import java.time.Duration;

/** One active question to a target, for when calls are silent. */
public interface Probe {

    /** How it is called in configuration and notebooks, such as {@code jdbc}. */
    String name();

    /**
     * Asks. Returns if the answer was good; may block, at most about {@code limit}; honours interruption.
     *
     * @throws Exception if the answer was bad or none came; the message says which, without secrets
     */
    void ask(Duration limit) throws Exception;
}
