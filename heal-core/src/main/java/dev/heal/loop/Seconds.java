package dev.heal.loop;

import java.time.Duration;

/**
 * The moments at which samples are taken: a second or more apart, numbered from 1, the latest {@value #KEPT} kept. All targets
 * share them, for they tick together. Loop thread.
 */
final class Seconds {

    /** Between two samples; also what a target's window has to keep. */
    static final Duration EVERY = Duration.ofSeconds(1);

    /** A minute. */
    static final int KEPT = 60;

    private final Moment[] ends = new Moment[KEPT + 1];
    private final long began;
    private final int kept;
    private int latest;

    Seconds(long began) {
        this(began, KEPT);
    }

    Seconds(long began, int kept) {
        this.began = began;
        this.kept = kept;
    }

    /** The number of the sample to be taken at this tick; 0 if it is too soon for one. Asked for one moment again and again. */
    int due(Moment tick) {
        if (latest > 0 && end(latest) == tick) {
            return latest;
        }
        if (tick.nanos() - endNanos(latest) < EVERY.toNanos()) {
            return 0;
        }
        latest++;
        ends[latest % ends.length] = tick;
        return latest;
    }

    /** The oldest that is kept. */
    int oldest() {
        return Math.max(1, latest - kept + 1);
    }

    /** When the span of that sample ended; of those that are kept. */
    Moment end(int number) {
        return ends[number % ends.length];
    }

    /** When the span of that sample ended, also of the one before the oldest; of 0, when all began. */
    long endNanos(int number) {
        return number == 0 ? began : end(number).nanos();
    }
}
