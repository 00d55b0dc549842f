package dev.heal.time;

import java.time.Instant;

/** The clock of this process: the one place where it is read. */
enum SystemClock implements Clock {
    INSTANCE;

    private final CoarseClock coarse = new CoarseClock(System::nanoTime);

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long coarseNanos() {
        return coarse.nanos();
    }

    @Override
    public long latest(long nanos) {
        return coarse.latest(nanos);
    }

    @Override
    public void keepCoarse() {
        coarse.keep();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}
