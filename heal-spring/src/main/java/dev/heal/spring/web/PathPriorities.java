package dev.heal.spring.web;

import dev.heal.admission.Priority;
import dev.heal.spring.binding.WebShedding;
import java.util.ArrayList;
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
     */
    public record Handler(
            PathPattern pattern,
            Set<String> methods,
            @Nullable Priority priority) {

        private boolean answers(PathContainer path, String method) {
            boolean isMeant =
                    methods.isEmpty() || methods.contains(method) || ("HEAD".equals(method) && methods.contains("GET"));
            return isMeant && pattern.matches(path);
        }
    }

    private record Written(PathPattern pattern, Priority priority) {}

    private final List<PathPattern> exempt;
    private final List<Written> written;
    private final Priority otherwise;

    private volatile List<Handler> handlers = List.of();

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

    /** What the application's handlers say, once they are known: until then they say nothing. */
    public void handlers(List<Handler> all) {
        List<Handler> speaking =
                all.stream().filter(handler -> handler.priority() != null).toList();
        List<Handler> kept = new ArrayList<>(all.stream()
                .filter(handler -> handler.priority() != null || isShadowedBy(handler, speaking))
                .toList());
        // One that names methods is the more specific of two on one path.
        kept.sort(Comparator.comparing(Handler::pattern, PathPattern.SPECIFICITY_COMPARATOR)
                .thenComparing(handler -> handler.methods().isEmpty()));
        handlers = List.copyOf(kept);
    }

    /** Nearly all handlers say nothing and are hidden by none that does: they need not be asked for each request. */
    private static boolean isShadowedBy(Handler silent, List<Handler> speaking) {
        PathContainer text = PathContainer.parsePath(silent.pattern().getPatternString());
        return speaking.stream()
                .anyMatch(other -> other.pattern().equals(silent.pattern())
                        || other.pattern().matches(text));
    }

    /** Whether it is let in whatever happens. */
    boolean isExempt(PathContainer path) {
        return !isClimbing(path) && (matches(operations, path) || matches(exempt, path));
    }

    boolean isOperation(PathContainer path) {
        return !isClimbing(path) && matches(operations, path);
    }

    private static boolean matches(List<PathPattern> patterns, PathContainer path) {
        for (PathPattern pattern : patterns) {
            if (pattern.matches(path)) {
                return true;
            }
        }
        return false;
    }

    Priority of(PathContainer path, String method) {
        if (isClimbing(path)) {
            return otherwise;
        }
        for (Handler handler : handlers) {
            if (handler.answers(path, method)) {
                if (handler.priority() != null) {
                    return handler.priority();
                }
                break;
            }
        }
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
