package dev.heal.detect;

import dev.heal.text.SafeText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a detector holds a target to be sick. Its texts come from a team's own code: they are made safe when it is made,
 * without secrets and at most 4096 characters each, and no more than {@value #MOST_FIGURES} figures are kept.
 *
 * @param summary one sentence with the figures that decided and the limits they broke
 * @param figures the same figures by name, each with its unit, in the order in which a person should read them
 */
public record Evidence(String summary, Map<String, String> figures) {

    /** More than a person reads, and few enough to be kept with each incident. */
    public static final int MOST_FIGURES = 50;

    public Evidence {
        summary = SafeText.lines(summary);
        Map<String, String> kept = new LinkedHashMap<>();
        for (Map.Entry<String, String> figure : figures.entrySet()) {
            if (kept.size() == MOST_FIGURES) {
                break;
            }
            kept.put(SafeText.of(figure.getKey()), SafeText.lines(figure.getValue()));
        }
        figures = Collections.unmodifiableMap(kept);
    }

    /** Evidence without figures of its own. */
    public static Evidence of(String summary) {
        return new Evidence(summary, Map.of());
    }

    /** The same evidence and one figure more; of a value whose {@code toString} fails, the failure instead. */
    public Evidence with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(figures);
        more.put(name, text(value));
        return new Evidence(summary, more);
    }

    private static String text(Object value) {
        try {
            return String.valueOf(value);
        } catch (Throwable failure) {
            // Errors too, such as the StackOverflowError of a thing that contains itself: the evidence is good without
            // it.
            return "(its text could not be had: " + SafeText.of(failure) + ")";
        }
    }
}
