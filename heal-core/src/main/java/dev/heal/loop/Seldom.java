package dev.heal.loop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets the same thing be said at most once a minute, whatever the wall clock does; safe for use by all threads. */
final class Seldom {

    private static final Duration QUIET = Duration.ofMinutes(1);

    private @Nullable Long saidAt;

    /** Whether it may be said now; then it counts as said. */
    synchronized boolean isTime(long now) {
        Long before = saidAt;
        if (before != null && now - before < QUIET.toNanos()) {
            return false;
        }
        saidAt = now;
        return true;
    }
}
