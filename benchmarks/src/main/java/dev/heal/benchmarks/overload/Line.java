package dev.heal.benchmarks.overload;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.util.ListStatistics;

/**
 * What a contestant came to in a cell.
 *
 * @param outcomes a seed each, in the order of the seeds; their curves are dropped where nobody draws them
 * @param recoveries seconds, likewise
 * @param goodputs of the oracle, likewise
 */
record Line(Contender contender, List<Outcome> outcomes, double[] recoveries, double[] goodputs) {

    /**
     * The mean over the seeds, the least, and the most.
     *
     * @param low the mean at the least, with 95 % confidence (Student's t); not a number for a single seed
     */
    record Span(double mean, double least, double most, double low) {

        private static final double SURE = 0.95;

        static Span of(double[] values) {
            return new Span(
                    Arrays.stream(values).average().orElse(Double.NaN),
                    Arrays.stream(values).min().orElse(Double.NaN),
                    Arrays.stream(values).max().orElse(Double.NaN),
                    low(values));
        }

        private static double low(double[] values) {
            if (values.length < 2) {
                return Double.NaN;
            }
            ListStatistics statistics = new ListStatistics(values);
            return statistics.getMean() - statistics.getMeanErrorAt(SURE);
        }
    }

    Span of(ToDoubleFunction<Outcome> figure) {
        return Span.of(outcomes.stream().mapToDouble(figure).toArray());
    }

    double mean(ToDoubleFunction<Outcome> figure) {
        return of(figure).mean();
    }

    double goodput() {
        return mean(Outcome::goodput);
    }

    double critical() {
        return mean(Outcome::critical);
    }

    /** Goodput as a share of the oracle's, seed by seed. */
    Span ofOracle() {
        double[] ratios = new double[goodputs.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = outcomes.get(i).goodput() / goodputs[i];
        }
        return Span.of(ratios);
    }

    /** In seconds, the mean: infinite if there is a seed that does not recover. */
    double recovery() {
        return Span.of(recoveries).mean();
    }
}
