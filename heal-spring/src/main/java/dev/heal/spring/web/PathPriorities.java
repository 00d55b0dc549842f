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
    public record Handler(
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

    private final List<PathPattern> exempt;
    private final List<Written> written;
    private final Priority otherwise;

    private volatile Handlers handlers = Handlers.NONE;

    /** What stands before the paths of handlers and operations, the longest first; none if nothing does. */
    private volatile List<PathPattern> servlets = List.of();

    /** What operates the application: its health and all else of the actuator. */
    private volatile List<PathPattern> operations;

    private PathPriorities(
            List<PathPattern> operations, List<PathPattern> exempt, List<Written> written, Priority otherwise) {
        this.operations = operations;
        this.exempt = exempt;
        this.written = written;
        this.otherwise = otherwise;
    }

    /** @param operations patterns that are exempt besides those that are written */
    public static PathPriorities of(WebShedding settings, List<String> operations) {
        List<Written> written = new ArrayList<>();
        settings.paths()
                .byPriority()
                .forEach((priority, patterns) ->
                        patterns.forEach(pattern -> written.add(new Written(parse(pattern), priority))));
        written.sort(Comparator.comparing(Written::pattern, PathPattern.SPECIFICITY_COMPARATOR));
        return new PathPriorities(
                parsed(operations), parsed(settings.exempt()), List.copyOf(written), settings.defaultPriority());
    }

    private static List<PathPattern> parsed(List<String> patterns) {
        return patterns.stream().map(PathPriorities::parse).toList();
    }

    private static PathPattern parse(String pattern) {
        return PathPatternParser.defaultInstance.parse(pattern);
    }

    /** Where the application is operated, once that is known; in place of what was guessed before. */
    public void operations(List<String> patterns) {
        operations = parsed(patterns);
    }

    /**
     * Beneath what the handlers and the operations are, once that is known.
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
    public void handlers(List<Handler> all) {
        handlers = Handlers.of(all);
    }

    /** Whether it is let in whatever happens. */
    boolean isExempt(PathContainer path) {
        return isOperation(path) || (!isClimbing(path) && matches(exempt, path));
    }

    boolean isOperation(PathContainer path) {
        PathContainer below = isClimbing(path) ? null : belowServlet(path);
        return below != null && matches(operations, below);
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

    /** Servers differ in what they make of {@code /..}; whoever writes it gets no better place by it. */
    private static boolean isClimbing(PathContainer path) {
        String text = path.value();
        return text.contains("/..")
                || text.contains("/./")
                || text.endsWith("/.")
                || text.contains("%2e")
                || text.contains("%2E");
    }
}
