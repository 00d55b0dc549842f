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
        if (span.toHours() > 0) {
            return hours(span.toMinutes());
        }
        if (span.toMinutes() > 0) {
            return minutes(span.plusMillis(500).getSeconds());
        }
        long millis = span.toMillis();
        if (millis == 0) {
            return span.isZero()
                    ? "0s"
                    : span.getNano() < 1_000 ? span.getNano() + "ns" : span.getNano() / 1_000 + "us";
        }
        if (millis < 1_000) {
            return millis + "ms";
        }
        if (millis % 1_000 == 0) {
            return millis / 1_000 + "s";
        }
        long tenths = Math.round(millis / 100.0);
        return tenths < 600 ? tenths / 10.0 + "s" : "1m";
    }

    private static String minutes(long seconds) {
        if (seconds >= 3_600) {
            return hours(seconds / 60);
        }
        return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + "s");
    }

    private static String hours(long minutes) {
        return minutes / 60 + "h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + "m");
    }
}
