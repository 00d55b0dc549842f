package dev.heal.loop;

import java.time.Duration;

/**
 * How long an instance waits before it acts, so that instances that see the same sickness do not act at once. Another part
 * of the span for each instance and incident, and always the same for the same ones: the rules stay pure.
 *
 * @param instance a random number of this instance
 * @param most the whole span
 */
record Jitter(long instance, Duration most) {

    static final Jitter NONE = new Jitter(0, Duration.ZERO);

    Duration of(String incident) {
        long bits = mix(instance ^ mix(incident.hashCode()));
        double part = (bits >>> 11) * 0x1.0p-53;
        return Duration.ofNanos((long) (part * most.toNanos()));
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
    private static long mix(long seed) {
        long bits = seed + 0x9e3779b97f4a7c15L;
        bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        return bits ^ (bits >>> 31);
    }
}
