package dev.heal.admission;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far down the classes a server admits requests at this moment: all of those more important than one, a share of that
 * one, and none of those below.
 *
 * <p>As a header of a response, {@value #HEADER}: {@code normal;share=0.35}. Clients that heed it spare the server the cost
 * of rejecting, which is what keeps a retry storm alive.
 *
 * @param depth how many classes are admitted: 0 for none, 2.35 for all of CRITICAL and HIGH and 35 % of NORMAL, 4 for all
 */
public record CutOff(double depth) {

    /** The header that carries it. */
    public static final String HEADER = "Heal-Cut-Off";

    /** Everything is admitted. */
    public static final CutOff NONE = new CutOff(Priority.values().length);

    private static final Pattern TEXT =
            Pattern.compile("\\s*([a-z]{1,16})\\s*;\\s*share=([01](?:\\.\\d{1,6})?)\\s*", Pattern.CASE_INSENSITIVE);

    public CutOff {
        if (!(depth >= 0 && depth <= Priority.values().length)) {
            throw new IllegalArgumentException("depth: " + depth + " is not a number from 0 to "
                    + Priority.values().length + "; write how many classes are admitted");
        }
    }

    /** Admits the classes down to this one, and none below. */
    public static CutOff below(Priority last) {
        return last.ordinal() + 1 == Priority.values().length ? NONE : new CutOff(last.ordinal() + 1);
    }

    /** How much of a class is admitted, from 0 to 1. */
    public double share(Priority priority) {
        return Math.min(1, Math.max(0, depth - priority.ordinal()));
    }

    /** Whether everything is admitted. */
    public boolean isNone() {
        return depth >= Priority.values().length;
    }

    /** The most important class that is not admitted whole; BULK if all are. */
    public Priority level() {
        return Priority.all().get(Math.min(Priority.values().length - 1, (int) depth));
    }

    /** As in the header. */
    public String text() {
        return String.format(Locale.ROOT, "%s;share=%.2f", level().name().toLowerCase(Locale.ROOT), share(level()));
    }

    /** Reads the header's value; empty if it is not one, since it comes from the net. */
    public static Optional<CutOff> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (text.length() > 64 || !matcher.matches()) {
            return Optional.empty();
        }
        String level = matcher.group(1).toUpperCase(Locale.ROOT);
        double share = Double.parseDouble(matcher.group(2));
        return Priority.all().stream()
                .filter(priority -> priority.name().equals(level) && share <= 1)
                .map(priority -> new CutOff(priority.ordinal() + share))
                .findFirst();
    }
}
