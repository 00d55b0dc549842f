package dev.heal.spring.web;

import dev.heal.admission.Priority;
import dev.heal.spring.web.PathPriorities.Handler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;

/** What the application's handlers say of a request: the one that serves it, as far as its head tells which. */
final class Handlers {

    static final Handlers NONE = new Handlers(List.of());

    /** The most specific first; those in one list are as specific as each other by their paths. */
    private final List<List<Handler>> bySpecificity;

    private Handlers(List<List<Handler>> bySpecificity) {
        this.bySpecificity = bySpecificity;
    }

    static Handlers of(List<Handler> all) {
        List<Handler> speaking =
                all.stream().filter(handler -> handler.priority() != null).toList();
        if (speaking.isEmpty()) {
            return NONE;
        }
        List<Handler> kept = new ArrayList<>(all.stream()
                .filter(handler -> handler.priority() != null || isShadowedBy(handler, speaking))
                .toList());
        // One that names methods is the more specific of two on one path.
        kept.sort(Comparator.comparing(Handler::pattern, PathPattern.SPECIFICITY_COMPARATOR)
                .thenComparing(handler -> handler.methods().isEmpty()));
        List<List<Handler>> groups = new ArrayList<>();
        for (Handler handler : kept) {
            List<Handler> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
            if (last.isEmpty()
                    || PathPattern.SPECIFICITY_COMPARATOR.compare(last.get(0).pattern(), handler.pattern()) != 0) {
                last = new ArrayList<>();
                groups.add(last);
            }
            last.add(handler);
        }
        return new Handlers(List.copyOf(groups));
    }

    /** Nearly all handlers say nothing and are hidden by none that does: they need not be asked for each request. */
    private static boolean isShadowedBy(Handler silent, List<Handler> speaking) {
        return speaking.stream().anyMatch(other -> Segments.mayShareAPath(silent.pattern(), other.pattern()));
    }

    /**
     * The class of a request; where it is not known which of several handlers serves it, the most important of theirs.
     *
     * @param path beneath the servlet that the handlers belong to
     * @param otherwise the class where its handler says nothing, or it has none
     */
    Priority of(Incoming incoming, PathContainer path, Priority otherwise) {
        Priority possible = null;
        for (List<Handler> alike : bySpecificity) {
            Handler serving = null;
            Priority any = null;
            boolean isKnown = true;
            for (Handler handler : alike) {
                Terms.Fit fit = handler.fit(incoming, path);
                if (fit != Terms.Fit.NO) {
                    any = moreImportant(handler.priorityOr(otherwise), any);
                    isKnown &= fit == Terms.Fit.YES;
                }
                if (fit == Terms.Fit.YES && (serving == null || handler.isBefore(serving, incoming))) {
                    serving = handler;
                }
            }
            if (any != null && serving != null) {
                return moreImportant(isKnown ? serving.priorityOr(otherwise) : any, possible);
            }
            if (any != null) {
                possible = moreImportant(any, possible);
            }
        }
        return moreImportant(otherwise, possible);
    }

    private static Priority moreImportant(Priority one, @Nullable Priority other) {
        return other == null || one.compareTo(other) <= 0 ? one : other;
    }
}
