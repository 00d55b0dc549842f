package dev.heal.examples.load;

import java.time.Duration;
import java.util.List;

/** Whether the shop runs smoothly, so that whatever comes after the fault comes from the fault. */
public final class Steadiness {

    /** A request younger than this may still be on its way without anything being wrong. */
    private static final long GRACE_NANOS = 300_000_000;

    private Steadiness() {}

    /**
     * True if every request that fell due in the steady span before now was answered rightly and promptly.
     *
     * @param warmUpAtLeast before this nothing is called steady: a JVM needs a moment
     */
    public static boolean reached(
            List<Sample> samples, long startNanos, long nowNanos, Duration steady, Duration warmUpAtLeast) {
        if (nowNanos - startNanos < warmUpAtLeast.toNanos()) {
            return false;
        }
        long until = nowNanos - GRACE_NANOS;
        long from = until - steady.toNanos();
        return samples.stream()
                .filter(sample -> sample.scheduledNanos() >= from && sample.scheduledNanos() < until)
                .allMatch(sample -> sample.okWithin(GRACE_NANOS));
    }
}
