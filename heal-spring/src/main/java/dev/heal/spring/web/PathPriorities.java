package dev.heal.spring.web;

import dev.heal.admission.Priority;
import dev.heal.spring.binding.WebShedding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The class of a request by its path: what its handler says, else what the configuration says, else the default. Safe for use
 * by all threads.
 */
public final class PathPriorities {

    /**
     * What a handler answers.
     *
     * @param methods none for all
     * @param priority null if it says nothing: then none that is less specific speaks for it either
     * @param terms what it wants of a request besides
     */
    record Handler(
            PathPattern pattern,
            Set<String> methods,
            @Nullable Priority priority,
            Terms terms) {

        Terms.Fit fit(Incoming incoming, PathContainer path) {
            String method = incoming.method();
            boolean isMeant =
                    methods.isEmpty() || methods.contains(method) || ("HEAD".equals(method) && methods.contains("GET"));
            return isMeant && pattern.matches(path) ? terms.fit(incoming) : Terms.Fit.NO;
        }

        boolean isBefore(Handler other, Incoming incoming) {
            return terms.compare(other.terms, incoming) < 0;
        }

        Priority priorityOr(Priority otherwise) {
            return priority == null ? otherwise : priority;
        }
    }

    private record Written(PathPattern pattern, Priority priority) {}

    /** Asked by whoever may end the process, wherever they are answered. */
    private final List<PathPattern> health;

    private final List<PathPattern> exempt;
    private final List<Written> written;
    private final Priority otherwise;

    private volatile Handlers handlers = Handlers.NONE;

    /** What stands before the paths of handlers and operations, the longest first; empty until known, and where none is. */
    private volatile List<PathPattern> servlets = List.of();

    /** The actuator's; empty until known, and where none is. */
    private volatile List<PathPattern> operations = List.of();

    private PathPriorities(
            List<PathPattern> health, List<PathPattern> exempt, List<Written> written, Priority otherwise) {
        this.health = health;
        this.exempt = exempt;
        this.written = written;
        this.otherwise = otherwise;
    }

    /** @param health patterns that are exempt too, as the path stands in the address and beneath each servlet */
    public static PathPriorities of(WebShedding settings, List<String> health) {
        List<Written> written = new ArrayList<>();
        settings.paths()
                .byPriority()
                .forEach((priority, patterns) ->
                        patterns.forEach(pattern -> written.add(new Written(parse(pattern), priority))));
        written.sort(Comparator.comparing(Written::pattern, PathPattern.SPECIFICITY_COMPARATOR));
        return new PathPriorities(
                parsed(health), parsed(settings.exempt()), List.copyOf(written), settings.defaultPriority());
    }

    private static List<PathPattern> parsed(List<String> patterns) {
        return patterns.stream().map(PathPriorities::parse).toList();
    }

    private static PathPattern parse(String pattern) {
        return PathPatternParser.defaultInstance.parse(pattern);
    }

    /** Where the application is operated, beneath its servlets, once that is known. */
    public void operations(List<String> patterns) {
        operations = parsed(patterns);
    }

    /**
     * Beneath what the handlers and the operations are, once that is known: the servlets of their own application context.
     *
     * @param prefixes relative to the application, such as {@code /api}; one that is empty for the application itself
     */
    public void servlets(Collection<String> prefixes) {
        servlets = prefixes.stream()
                .map(PathPriorities::parse)
                .sorted(PathPattern.SPECIFICITY_COMPARATOR)
                .toList();
    }

    /** What the application's handlers say, once they are known: until then they say nothing. */
    void handlers(List<Handler> all) {
        handlers = Handlers.of(all);
    }

    /** Whether it is let in whatever happens. */
    boolean isExempt(PathContainer path) {
        return isOperation(path) || (!isClimbing(path) && matches(exempt, path));
    }

    boolean isOperation(PathContainer path) {
        if (isClimbing(path)) {
            return false;
        }
        PathContainer below = belowServlet(path);
        return matches(health, path) || (below != null && (matches(operations, below) || matches(health, below)));
    }

    /** Null if another servlet than theirs answers there. */
    private @Nullable PathContainer belowServlet(PathContainer path) {
        List<PathPattern> prefixes = servlets;
        if (prefixes.isEmpty()) {
            return path;
        }
        for (PathPattern prefix : prefixes) {
            if (prefix.getPatternString().isEmpty()) {
                return path;
            }
            PathPattern.PathRemainingMatchInfo rest = prefix.matchStartOfPath(path);
            if (rest != null) {
                return rest.getPathRemaining();
            }
        }
        return null;
    }

    private static boolean matches(List<PathPattern> patterns, PathContainer path) {
        for (PathPattern pattern : patterns) {
            if (pattern.matches(path)) {
                return true;
            }
        }
        return false;
    }

    Priority of(Incoming incoming, PathContainer path) {
        if (isClimbing(path)) {
            return otherwise;
        }
        PathContainer below = belowServlet(path);
        Priority written = written(path);
        return below == null ? written : handlers.of(incoming, below, written);
    }

    private Priority written(PathContainer path) {
        for (Written one : written) {
            if (one.pattern().matches(path)) {
                return one.priority();
            }
        }
        return otherwise;
    }

    /** Servers differ in what they make of {@code /..}; so whoever writes it has said nothing, and gets the default class. */
    private static boolean isClimbing(PathContainer path) {
        String text = path.value();
        return text.contains("/..")
                || text.contains("/./")
                || text.endsWith("/.")
                || text.contains("%2e")
                || text.contains("%2E");
    }
}
