package dev.heal.spring.binding;

import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strict readings of a text: what a person could have meant otherwise is refused with the two things it could mean. */
final class Values {

    /** How a text becomes a value. */
    interface Reading<T> {

        T read(String text) throws Misread;

        /** What belongs there, for a message: "a span of time". */
        String what();

        /** A value that would do. */
        String example();
    }

    interface Parser<T> {
        T parse(String text) throws Misread;
    }

    private static final Pattern SPAN = Pattern.compile("(-?)(0|[1-9]\\d*)(\\.\\d+)?(ns|us|ms|s|m|h|d)");
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d*)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final Pattern BASE_SIXTY = Pattern.compile("(\\d{1,9}):([0-5]\\d)");
    private static final Pattern SPANS = Pattern.compile("(\\d{1,9})h(\\d{1,9})m|(\\d{1,9})m(\\d{1,9})s");
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z+.-]+:");
    private static final Duration LONGEST = Duration.ofDays(365);

    static final Reading<Duration> DURATION = reading("a span of time", "10s", Values::duration);
    static final Reading<Integer> INTEGER = reading("a whole number", "3", Values::integer);
    static final Reading<Long> LONG = reading("a whole number", "3", Values::wholeNumber);
    static final Reading<Double> DECIMAL = reading("a number", "0.5", Values::decimal);
    static final Reading<Boolean> BOOLEAN = reading("true or false", "true", Values::bool);
    static final Reading<String> TEXT = reading("a text", "a-name", text -> text);

    private Values() {}

    /** A place in the file system, as a person would write it for Java. */
    static Reading<Path> path(String example) {
        return reading("a path", example, text -> path(text, example));
    }

    /** One of the constants of an enum, in kebab-case or any case. */
    static <E extends Enum<E>> Reading<E> oneOf(Class<E> type) {
        E[] constants = type.getEnumConstants();
        List<String> known = Arrays.stream(constants).map(Keys::of).toList();
        return reading("one of " + String.join(", ", known), known.get(0), text -> {
            for (E constant : constants) {
                if (Node.uniform(constant.name()).equals(Node.uniform(text))) {
                    return constant;
                }
            }
            throw new Misread("is none of " + String.join(", ", known), fix(text, known));
        });
    }

    private static String fix(String text, List<String> known) {
        return "write " + Nearest.to(text, known).orElse("one of them");
    }

    private static Duration duration(String text) throws Misread {
        Matcher span = SPAN.matcher(text);
        if (span.matches()) {
            BigDecimal count = new BigDecimal(span.group(2) + (span.group(3) == null ? "" : span.group(3)));
            BigDecimal nanos = count.multiply(BigDecimal.valueOf(nanosOf(span.group(4))));
            if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
                throw new Misread("is longer than a year", "write a shorter span, such as 30d");
            }
            Duration duration = Duration.ofNanos(nanos.longValue());
            return span.group(1).isEmpty() ? duration : duration.negated();
        }
        if (NUMBER.matcher(text).matches()) {
            String plain = text.replaceFirst("^(-?)0+(?=\\d)", "$1");
            throw new Misread(
                    plain.equals(text) ? "has no unit" : "has no unit, and a leading 0 makes it octal",
                    "write " + plain + "s for seconds or " + plain + "ms for milliseconds");
        }
        Matcher baseSixty = BASE_SIXTY.matcher(text);
        if (baseSixty.matches()) {
            long most = Long.parseLong(baseSixty.group(1));
            long least = Long.parseLong(baseSixty.group(2));
            throw new Misread(
                    "is no span of time (YAML makes " + (most * 60 + least) + " of it)",
                    "write " + (most * 60 + least) + "s or " + (most * 60 + least) + "m");
        }
        Matcher spans = SPANS.matcher(text);
        if (spans.matches()) {
            boolean hours = spans.group(1) != null;
            long most = Long.parseLong(spans.group(hours ? 1 : 3));
            long least = Long.parseLong(spans.group(hours ? 2 : 4));
            throw new Misread("has two units", "write " + (most * 60 + least) + (hours ? "m" : "s"));
        }
        throw new Misread("is not a span of time", Spelling.ofSpan(text));
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 86_400_000_000_000L;
        };
    }

    private static int integer(String text) throws Misread {
        long value = wholeNumber(text);
        if (value != (int) value) {
            throw new Misread("is too large", "write a whole number such as 3");
        }
        return (int) value;
    }

    /** What a shell, a properties loader or a browser would make a path of is none to Java. */
    private static Path path(String text, String example) throws Misread {
        if (text.startsWith("~")) {
            throw new Misread(
                    "begins with ~, which only a shell replaces",
                    "write " + text.replaceFirst("~[^/\\\\]*", "\\${user.home}"));
        }
        if (SCHEME.matcher(text).find()) {
            throw new Misread("is an address, not a path", "write " + text.replaceFirst("^[^:]+:/*(?=/)|^[^:]+:", ""));
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException impossible) {
            throw new Misread("is no path: " + SafeText.of(impossible.getReason()), "write a path such as " + example);
        }
    }

    private static long wholeNumber(String text) throws Misread {
        if (WHOLE.matcher(text).matches() && text.length() < 19) {
            return Long.parseLong(text);
        }
        if (text.matches("0\\d+")) {
            String plain = text.replaceFirst("^0+(?=.)", "");
            throw new Misread("is not read as " + plain + ": a leading 0 makes it octal", "write " + plain);
        }
        throw new Misread("is not a whole number", "write a whole number such as 3");
    }

    private static double decimal(String text) throws Misread {
        if (NUMBER.matcher(text).matches()) {
            if (Double.isInfinite(Double.parseDouble(text))) {
                throw new Misread("is too large", "write a number such as 0.5");
            }
            if (text.matches("-?0\\d+.*")) {
                throw new Misread("begins with a 0 that makes it octal", "write it without the 0");
            }
            return Double.parseDouble(text);
        }
        if (text.matches("\\d+(\\.\\d+)?\\s*%")) {
            BigDecimal percent = new BigDecimal(text.replaceAll("\\s*%", ""));
            throw new Misread(
                    "is not a number",
                    "write " + percent.movePointLeft(2).stripTrailingZeros().toPlainString());
        }
        if (text.matches("\\d+,\\d+")) {
            throw new Misread("is not a number", "write " + text.replace(',', '.'));
        }
        throw new Misread("is not a number", "write a number such as 0.5");
    }

    private static boolean bool(String text) throws Misread {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Misread("is neither true nor false", "write true or false");
        };
    }

    static <T> Reading<T> reading(String what, String example, Parser<T> parser) {
        return new Reading<>() {
            @Override
            public T read(String text) throws Misread {
                return parser.parse(text);
            }

            @Override
            public String what() {
                return what;
            }

            @Override
            public String example() {
                return example;
            }
        };
    }
}
