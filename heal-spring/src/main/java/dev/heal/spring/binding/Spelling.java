package dev.heal.spring.binding;

import dev.heal.text.Durations;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody may have meant by a span of time that is spelt in another way than ours. */
final class Spelling {

    private static final String ANY = "write a number and its unit (ms, s, m, h, d), such as 10s";
    private static final Pattern WORDS =
            Pattern.compile("(\\d{1,9})(?:[.,](\\d{1,9}))?\\s*(\\p{Alpha}{1,12})", Pattern.CASE_INSENSITIVE);

    private Spelling() {}

    /** What to write instead. */
    static String ofSpan(String text) {
        Matcher words = WORDS.matcher(text);
        if (words.matches()) {
            String unit = unit(words.group(3).toLowerCase(Locale.ROOT));
            return unit.isEmpty()
                    ? ANY
                    : "write " + words.group(1) + (words.group(2) == null ? "" : "." + words.group(2)) + unit;
        }
        if (text.regionMatches(true, 0, "P", 0, 1)) {
            try {
                return "write " + Durations.written(Duration.parse(text));
            } catch (DateTimeParseException | ArithmeticException neither) {
                return ANY;
            }
        }
        return ANY;
    }

    private static String unit(String word) {
        return switch (word) {
            case "ms", "msec", "millis", "millisecond", "milliseconds" -> "ms";
            case "s", "sec", "secs", "second", "seconds" -> "s";
            case "m", "min", "mins", "minute", "minutes" -> "m";
            case "h", "hr", "hrs", "hour", "hours" -> "h";
            case "d", "day", "days" -> "d";
            default -> "";
        };
    }
}
