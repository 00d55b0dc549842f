package dev.heal.time;

import java.time.Instant;

/** The clock of this process: the one place where it is read. */
enum SystemClock implements Clock {
    INSTANCE;

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}
