package dev.heal.detect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a detector holds a target to be sick.
 *
 * @param summary one sentence with the figures that decided and the limits they broke
 * @param figures the same figures by name, each with its unit, in the order in which a person should read them
 */
public record Evidence(String summary, Map<String, String> figures) {

    public Evidence {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** Evidence without figures of its own. */
    public static Evidence of(String summary) {
        return new Evidence(summary, Map.of());
    }

    /** The same evidence and one figure more. */
    public Evidence with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(figures);
        more.put(name, String.valueOf(value));
        return new Evidence(summary, more);
    }
}
