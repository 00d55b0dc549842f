package dev.heal.examples.demo.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A finished play.
 *
 * @param play which one
 * @param measured what the customers saw
 * @param connections connections of the pool when the fault came
 * @param hung how many of them hung right after it
 * @param breakerOpened from the fault to the moment at which the circuit breaker opened; null if it never did
 * @param incident what heal wrote; null where heal took no part or saw nothing
 * @param generatorLag the longest delay with which a request left the load generator
 */
record Played(
        Play play,
        Measured measured,
        int connections,
        int hung,
        @Nullable Duration breakerOpened,
        @Nullable HealIncident incident,
        Duration generatorLag) {

    /**
     * From the fault to the moment at which it was noticed: by heal where heal takes part, else by the circuit breaker.
     * Null if that never came; a breaker that opened is not heal detecting.
     */
    @Nullable
    Duration timeToDetect() {
        if (play == Play.WITH) {
            return incident == null ? null : incident.timeToDetect();
        }
        return breakerOpened;
    }
}
