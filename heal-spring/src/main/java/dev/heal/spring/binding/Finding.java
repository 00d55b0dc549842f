package dev.heal.spring.binding;

import dev.heal.text.SafeText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing in the configuration that cannot be meant.
 *
 * @param property its full name
 * @param value as written; null where something is missing, or where it is a map
 * @param where file, line and column, or the environment variable; empty if it is not known
 * @param wrong what is wrong with it
 * @param fix what to write instead
 */
public record Finding(String property, @Nullable String value, String where, String wrong, String fix) {

    /** The one line that a person reads: bounded, on one line and without secrets, whatever was written. */
    @Override
    public String toString() {
        return SafeText.of(property)
                + (value == null ? "" : " = " + shown(value))
                + (where.isEmpty() ? "" : " (" + oneLine(where) + ")")
                + ": " + oneLine(wrong) + "; " + oneLine(fix);
    }

    /** What a name such as password announces is hidden, whatever it looks like. */
    private String shown(String text) {
        boolean isSecret = Node.segments(property).stream()
                .anyMatch(name -> SafeText.of(name + "=x").endsWith("[hidden]"));
        return isSecret ? "[hidden]" : SafeText.of(text);
    }

    /** Whether it is about something below {@code heal.<map>.<name>}, and so concerns that one alone. */
    boolean isBelow(String map, String name) {
        List<String> path = Node.segments(property);
        return path.size() > 3
                && Node.uniform(path.get(1)).equals(Node.uniform(map))
                && Node.uniform(path.get(2)).equals(Node.uniform(name));
    }

    private static String oneLine(String text) {
        return SafeText.lines(text).replace('\n', ' ');
    }

    /** In the order of the files' lines; what has no line comes after them, as it was found. */
    static List<Finding> inOrder(Collection<Finding> findings) {
        List<Finding> ordered = new ArrayList<>(findings);
        ordered.sort(Comparator.comparing(
                finding -> Place.of(finding.where), Comparator.nullsLast(Comparator.naturalOrder())));
        return ordered;
    }
}
