package dev.heal.benchmarks;

/**
 * A measured mean.
 *
 * @param value in the unit of its column
 * @param error half the width of its confidence interval; infinite if there are too few samples to tell
 */
record Score(double value, double error) implements Measured {

    Score {
        // JMH says NaN where it cannot tell; a bound that is not known must never pass for one that is met.
        error = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }

    @Override
    public double low() {
        return value - error;
    }

    @Override
    public double high() {
        return value + error;
    }

    /** The difference; the errors of two independent measurements add up as squares. */
    Score minus(Score other) {
        return new Score(value - other.value, Math.hypot(error, other.error));
    }

    /**
     * How many times the other one this is, between the two extremes that the confidence intervals allow: wider than
     * need be, never narrower.
     */
    Ratio over(Score other) {
        double high = other.low() > 0 ? high() / other.low() : Double.POSITIVE_INFINITY;
        double low = Math.max(0, low()) / other.high();
        return new Ratio(value / other.value, Double.isNaN(low) ? 0 : low, high);
    }

    /** A ratio and what it may be at the least and at the most. */
    record Ratio(double value, double low, double high) implements Measured {}
}
