package dev.heal.loop;

import java.time.Duration;

/**
 * Spares a detector that does nothing but fail. After {@value #FAILURES} failures in a row it is asked only every
 * {@link #PAUSE}, until it gives a verdict again: each failure costs a thread, a stack trace and whatever the detector
 * asks of a target that may be sick already, and tells nothing new. To throw or to return null is to fail; to say
 * "unknown" is a verdict.
 *
 * <p>Times are of the clock that measures, in nanoseconds. Safe for use by the loop thread and a sampler thread.
 */
final class Quarantine {

    /** Ten: with the usual tick two and a half seconds, longer than most restarts of what a detector talks to. */
    static final int FAILURES = 10;

    /** Half a minute: a detector that has been mended is not without a verdict for longer than that. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    private int failures;
    private long lastFailure;

    /** Whether the detector is not to be asked now. */
    synchronized boolean keepsOut(long now) {
        return failures >= FAILURES && now - lastFailure < PAUSE.toNanos();
    }

    /** Whether it is asked less often than others. */
    synchronized boolean isOn() {
        return failures >= FAILURES;
    }

    /** The detector has failed. Returns whether that put it in quarantine. */
    synchronized boolean failed(long now) {
        failures++;
        lastFailure = now;
        return failures == FAILURES;
    }

    /** The detector has given a verdict. Returns whether it had been in quarantine until now. */
    synchronized boolean answered() {
        boolean was = failures >= FAILURES;
        failures = 0;
        return was;
    }
}
