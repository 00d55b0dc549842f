package dev.heal.examples.demo;

import dev.heal.examples.load.Sample;
import java.util.List;

/** Whether the shop runs smoothly, so that whatever comes after the fault comes from the fault. */
final class Steadiness {

    /** A request younger than this may still be on its way without anything being wrong. */
    private static final long GRACE_NANOS = 300_000_000;

    private Steadiness() {}

    /** True if every request that fell due in the steady span before now was answered rightly and promptly. */
    static boolean reached(List<Sample> samples, long startNanos, long nowNanos, Script script) {
        if (nowNanos - startNanos < script.warmUpAtLeast().toNanos()) {
            return false;
        }
        long until = nowNanos - GRACE_NANOS;
        long from = until - script.steady().toNanos();
        return samples.stream()
                .filter(sample -> sample.scheduledNanos() >= from && sample.scheduledNanos() < until)
                .allMatch(sample -> sample.okWithin(GRACE_NANOS));
    }
}
