package dev.heal.text;

import java.time.Duration;

/** Spans of time as people write them: {@code 250ms}, {@code 2.5s}, {@code 10m}. */
public final class Durations {

    private Durations() {}

    /** The span with the unit that suits it, rounded to what a person cares for. */
    public static String text(Duration span) {
        if (span.isNegative()) {
            return "-" + text(span.negated());
        }
        long millis = span.toMillis();
        if (millis == 0) {
            return span.isZero() ? "0s" : span.toNanos() / 1_000 + "us";
        }
        if (millis < 1_000) {
            return millis + "ms";
        }
        if (millis < 60_000) {
            return millis % 1_000 == 0 ? millis / 1_000 + "s" : Math.round(millis / 100.0) / 10.0 + "s";
        }
        long seconds = Math.round(millis / 1_000.0);
        if (seconds < 3_600) {
            return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + "s");
        }
        long minutes = seconds / 60;
        return minutes / 60 + "h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + "m");
    }
}
