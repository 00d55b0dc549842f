package dev.heal.spring.web;

import java.util.ArrayList;
import java.util.List;
import org.springframework.web.util.pattern.PathPattern;

/** Compares patterns with each other, by what stands between their slashes. */
final class Segments {

    private Segments() {}

    /** Whether there may be a path that both match; in doubt there is. */
    static boolean mayShareAPath(PathPattern one, PathPattern other) {
        List<String> mine = of(one.getPatternString());
        List<String> theirs = of(other.getPatternString());
        int both = Math.min(mine.size(), theirs.size());
        for (int i = 0; i < both; i++) {
            if (isAllTheRest(mine.get(i)) || isAllTheRest(theirs.get(i))) {
                return true;
            }
            if (!mayBeEqual(mine.get(i), theirs.get(i))) {
                return false;
            }
        }
        List<String> longer = mine.size() > both ? mine : theirs;
        return longer.size() == both || isAllTheRest(longer.get(both));
    }

    private static boolean isAllTheRest(String segment) {
        return segment.equals("**") || segment.startsWith("{*");
    }

    private static boolean mayBeEqual(String one, String other) {
        return isAny(one) || isAny(other) || one.equalsIgnoreCase(other);
    }

    private static boolean isAny(String segment) {
        return segment.indexOf('{') >= 0 || segment.indexOf('*') >= 0 || segment.indexOf('?') >= 0;
    }

    /** A slash within braces belongs to an expression. */
    private static List<String> of(String pattern) {
        List<String> segments = new ArrayList<>();
        StringBuilder segment = new StringBuilder();
        int depth = 0;
        for (char each : pattern.toCharArray()) {
            depth += each == '{' ? 1 : each == '}' ? -1 : 0;
            if (each != '/' || depth > 0) {
                segment.append(each);
            } else if (!segment.isEmpty()) {
                segments.add(segment.toString());
                segment.setLength(0);
            }
        }
        if (!segment.isEmpty()) {
            segments.add(segment.toString());
        }
        return segments;
    }
}
