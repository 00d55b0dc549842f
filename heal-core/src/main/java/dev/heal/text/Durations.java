package dev.heal.text;

import java.math.BigDecimal;
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

    /** The span as somebody could have written it, without rounding, in the largest unit that needs no fraction. */
    public static String written(Duration span) {
        if (span.isZero()) {
            return "0s";
        }
        if (span.isNegative()) {
            return "-" + written(span.negated());
        }
        if (span.getNano() != 0) {
            BigDecimal seconds = BigDecimal.valueOf(span.getSeconds()).add(BigDecimal.valueOf(span.getNano(), 9));
            boolean small = span.getSeconds() == 0;
            return (small ? seconds.movePointRight(3) : seconds)
                            .stripTrailingZeros()
                            .toPlainString()
                    + (small ? "ms" : "s");
        }
        long seconds = span.getSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
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
