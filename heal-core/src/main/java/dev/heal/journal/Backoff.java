package dev.heal.journal;

import dev.heal.time.Clock;
import java.time.Duration;

/** When to try again: after 1 s, then twice as long each time, up to 30 s. Written by one thread. */
final class Backoff {

    private static final long SHORTEST = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofSeconds(30).toNanos();

    private final Clock clock;
    private volatile long due;
    private volatile long wait;

    Backoff(Clock clock) {
        this.clock = clock;
    }

    /** Whether it has failed and not yet worked again. */
    boolean isFailing() {
        return wait > 0;
    }

    boolean isDue() {
        return wait == 0 || clock.nanos() - due >= 0;
    }

    /** What waits is due at once. From any thread: if it fails again meanwhile, that counts. */
    void hurry() {
        due = clock.nanos();
    }

    void failed() {
        long next = wait == 0 ? SHORTEST : Math.min(2 * wait, LONGEST);
        due = clock.nanos() + next;
        wait = next;
    }

    void worked() {
        wait = 0;
    }
}
