package dev.heal.benchmarks.overload;

/** How the service times of requests differ; each drawn time is a multiple of the mean. */
public enum Shape {
    LOG_NORMAL("log-normal") {
        @Override
        double draw(long seed, double sigma) {
            // The mean of e^(sigma z + m) is e^(m + sigma^2 / 2).
            return StrictMath.exp(sigma * Draw.normal(seed) - sigma * sigma / 2);
        }
    },
    EXPONENTIAL("exponential") {
        @Override
        double draw(long seed, double sigma) {
            return Draw.exponential(seed);
        }
    },
    CONSTANT("constant") {
        @Override
        double draw(long seed, double sigma) {
            return 1;
        }
    },
    /** Nine of ten take half the mean, the tenth 5.5 times the mean: a cache, and what misses it. */
    BIMODAL("bimodal") {
        @Override
        double draw(long seed, double sigma) {
            return Draw.uniform(seed) < 0.9 ? 0.5 : 5.5;
        }
    };

    private final String text;

    Shape(String text) {
        this.text = text;
    }

    /** A multiple of the mean. @param sigma of the log-normal one */
    abstract double draw(long seed, double sigma);

    @Override
    public String toString() {
        return text;
    }
}
