package dev.heal.spring.explain;

import static dev.heal.text.Durations.written;

import dev.heal.admission.Priority;
import dev.heal.spring.binding.Keys;
import dev.heal.spring.binding.WebShedding;
import dev.heal.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands before the web application, in plain words. */
public final class SheddingWords {

    private SheddingWords() {}

    /** Short lines, the first of them not indented, made safe to show; none if nothing stands there. */
    public static List<String> of(@Nullable WebShedding web) {
        List<String> lines = new ArrayList<>();
        if (web == null) {
            return lines;
        }
        lines.add("before all requests of the web");
        lines.add(
                web.active() == WebShedding.Active.ALWAYS
                        ? "  what the server cannot hold is turned away"
                        : "  a load shedder measures; it turns nothing away until a step activates it");
        lines.add("  a request waits for at most " + written(web.maxWait()));
        lines.add("  a request that is turned away is answered " + web.status());
        web.paths().byPriority().forEach((priority, patterns) -> {
            if (!patterns.isEmpty()) {
                lines.add("  " + name(priority) + ": " + SafeText.of(String.join(", ", patterns)));
            }
        });
        lines.add("  all else is " + name(web.defaultPriority()));
        return lines;
    }

    private static String name(Priority priority) {
        return Keys.of(priority);
    }
}
