package dev.heal.benchmarks;

import java.util.Locale;

/**
 * A promise with a limit: kept only if the whole confidence interval lies at or below the limit, broken only if all of
 * it lies above.
 *
 * @param mustBeProved whether it does not do to leave it open
 */
record Goal(String promise, Measured measured, double limit, String unit, boolean mustBeProved) {

    enum Verdict {
        MET,
        MISSED,
        /** The limit lies inside the confidence interval: too short a run, or too busy a machine. */
        OPEN
    }

    Verdict verdict() {
        if (measured.high() <= limit) {
            return Verdict.MET;
        }
        return measured.low() > limit || mustBeProved ? Verdict.MISSED : Verdict.OPEN;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%-7s %s: %.2f (%s to %s) %s, limit %s",
                verdict(),
                promise,
                measured.value(),
                ReportText.bound("%.2f", measured.low()),
                ReportText.bound("%.2f", measured.high()),
                unit,
                limit);
    }
}
