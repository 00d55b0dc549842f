package dev.heal.benchmarks.overload;

/** Times in steps of 2 %. */
final class Latencies {

    private static final double STEP = Math.log(1.02);

    private final int[] counts = new int[1_400];
    private long all;
    private double sum;

    void add(long nanos) {
        int step = (int) (StrictMath.log(Math.max(1_000, nanos) / 1e3) / STEP);
        counts[Math.min(counts.length - 1, step)]++;
        all++;
        sum += nanos;
    }

    /** In milliseconds, exactly; NaN if there is none. */
    double meanMillis() {
        return all == 0 ? Double.NaN : sum / all / 1e6;
    }

    /** In milliseconds; NaN if there is none. */
    double millis(double quantile) {
        long rank = (long) Math.ceil(quantile * all);
        long seen = 0;
        for (int i = 0; i < counts.length && all > 0; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return StrictMath.exp((i + 0.5) * STEP) / 1e3;
            }
        }
        return Double.NaN;
    }
}
