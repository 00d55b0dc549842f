package dev.heal.benchmarks.overload;

/**
 * Chance as a function of a number: what befalls a request depends on the seed and on its number alone, and so is the same
 * for all contestants. Of {@link StrictMath}, so that it is the same on all machines too.
 */
final class Draw {

    private Draw() {}

    /** Far apart for numbers that are close (the finalizer of SplitMix64). */
    static long mixed(long seed, long number) {
        long z = seed + (number + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** From 0, to less than 1. */
    static double uniform(long seed) {
        return (seed >>> 11) * 0x1.0p-53;
    }

    /** With mean 1. */
    static double exponential(long seed) {
        return -StrictMath.log(1 - uniform(seed));
    }

    /** With mean 0 and deviation 1 (Box and Muller). */
    static double normal(long seed) {
        double radius = StrictMath.sqrt(2 * exponential(seed));
        return radius * StrictMath.cos(2 * Math.PI * uniform(mixed(seed, 1)));
    }
}
