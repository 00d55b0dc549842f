package dev.heal.check;

import dev.heal.text.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the problems of one place and of the places below it, so that all are reported at once. */
public final class Check {

    /** Nanoseconds in a long reach for 292 years; sums of two spans must fit too. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private final String path;
    private final List<Problem> problems;

    private Check(String path, List<Problem> problems) {
        this.path = path;
        this.problems = problems;
    }

    /** An empty collection of problems for the place {@code path}; the root is the empty string. */
    public static Check of(String path) {
        return new Check(path, new ArrayList<>());
    }

    /** The same collection, one level down. */
    public Check at(String name) {
        return new Check(below(name), problems);
    }

    public void problem(String name, @Nullable Object value, String wrong, String fix) {
        problems.add(new Problem(below(name), value == null ? null : value.toString(), wrong, fix));
    }

    /** A share of a whole: above 0 and at most 1. */
    public void ratio(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            String fix = value > 1 && value <= 100
                    ? "write " + BigDecimal.valueOf(value).movePointLeft(2).doubleValue() + " for " + trim(value) + " %"
                    : "write a number above 0 and at most 1, such as 0.5";
            problem(name, trim(value), "is not a ratio", fix);
        }
    }

    /** A share that something else is to exceed: above 0 and less than 1, for more than all there cannot be. */
    public void ratioToExceed(String name, double value) {
        if (value == 1) {
            problem(name, trim(value), "can never be exceeded", "write a number less than 1, such as 0.95");
        } else {
            ratio(name, value);
        }
    }

    /** The share at which something is well again: 0 to the limit above which it is sick; null for the limit itself. */
    public void clears(String name, @Nullable Double value, String limitName, double limit) {
        if (value == null) {
            return;
        }
        if (value < 0) {
            problem(name, trim(value), "must not be negative", "write 0 or more, or leave it out");
        } else if (value != 0) {
            ratio(name, value);
        }
        if (value > limit && value <= 1) {
            problem(
                    name,
                    trim(value),
                    "is larger than " + limitName + " (" + trim(limit)
                            + "), so it would be sick and well at once and flap",
                    "write " + trim(limit) + " or less, or leave it out");
        }
    }

    /** A span of time longer than none. */
    public void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            problem(name, Durations.text(value), "must be longer than 0", "write a span with its unit, such as 10s");
        }
        notEndless(name, value);
    }

    /** A span of time longer than none and at most {@code most}. */
    public void positiveUpTo(String name, Duration value, Duration most) {
        positive(name, value);
        if (value.compareTo(most) > 0) {
            problem(name, Durations.text(value), "is too long", "write " + Durations.written(most) + " or less");
        }
    }

    /** A span of time that may be none but not less. */
    public void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            problem(
                    name,
                    Durations.text(value),
                    "must not be negative",
                    "write a span with its unit, such as 0s or 10s");
        }
        notEndless(name, value);
    }

    private void notEndless(String name, Duration value) {
        if (value.compareTo(LONGEST) > 0) {
            problem(name, Durations.text(value), "is longer than 100 years", "write a span that can pass, such as 10m");
        }
    }

    public void atLeast(String name, long value, long least) {
        if (value < least) {
            problem(name, value, "must be at least " + least, "write " + least + " or more");
        }
    }

    /** What has been found so far, here and below. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /**
     * Ends the check.
     *
     * @throws InvalidConfigurationException naming every problem, if there is one
     */
    public void orThrow() {
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
    }

    private String below(String name) {
        return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
    }

    private static String trim(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
