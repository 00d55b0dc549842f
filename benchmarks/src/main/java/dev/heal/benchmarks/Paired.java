package dev.heal.benchmarks;

import dev.heal.benchmarks.Score.Ratio;
import java.util.List;
import org.openjdk.jmh.util.ListStatistics;

/**
 * What rounds say together, where each round gave one figure for each contestant.
 *
 * <p>The rounds are the samples, not the iterations within them: iterations of one JVM are alike because they share its
 * compiled code and its layout of memory, and to count them as independent would make every interval too narrow.
 *
 * <p>Contestant and reference are compared within each round, and the interval is that of those comparisons. What slows a
 * whole round slows both of them and drops out of their ratio; the quotient of the extremes of two separate intervals
 * would count it twice. Ratios are averaged as logarithms, so that a half and a double cancel out and the ratio of A to B
 * is the inverse of that of B to A. Intervals are Student's t with one degree of freedom less than there are rounds; fewer
 * than three rounds bound nothing.
 */
final class Paired {

    /** The share of such intervals that hold the true value. */
    static final double CONFIDENCE = 0.99;

    private Paired() {}

    /** The mean over all rounds. */
    static Score mean(List<Double> rounds) {
        return score(new ListStatistics(
                rounds.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** How many times theirs ours is, by the rounds in which both were measured. */
    static Ratio ratio(List<Double> ours, List<Double> theirs) {
        double[] logarithms = new double[pairs(ours, theirs)];
        for (int i = 0; i < logarithms.length; i++) {
            logarithms[i] = Math.log(ours.get(i) / theirs.get(i));
        }
        Score score = score(new ListStatistics(logarithms));
        return new Ratio(Math.exp(score.value()), Math.exp(score.low()), Math.exp(score.high()));
    }

    /** By how much ours is more than theirs, by the rounds in which both were measured. */
    static Score difference(List<Double> ours, List<Double> theirs) {
        double[] differences = new double[pairs(ours, theirs)];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = ours.get(i) - theirs.get(i);
        }
        return score(new ListStatistics(differences));
    }

    private static int pairs(List<Double> ours, List<Double> theirs) {
        if (ours.isEmpty() || ours.size() != theirs.size()) {
            throw new IllegalArgumentException(ours.size() + " rounds of one beside " + theirs.size()
                    + " of the other: both must have been measured in every round");
        }
        return ours.size();
    }

    private static Score score(ListStatistics statistics) {
        return new Score(statistics.getMean(), statistics.getMeanErrorAt(CONFIDENCE));
    }
}
