package dev.heal.detect;

import dev.heal.resource.Resources;

/** A word of the probe vocabulary: what {@code verify.probe} names. */
public interface ProbeKind {

    /** In kebab-case, such as {@code jdbc}. */
    String name();

    /** One sentence for the JSON Schema, which editors show; empty for none. */
    default String description() {
        return "";
    }

    /**
     * The probe of one target.
     *
     * @throws Resources.MissingResourceException if the target lacks what the probe asks
     */
    Probe create(Resources resources);

    /** Whether a target has to name a resource for it; so that a missing one is told before anything is made. */
    default boolean needsResource() {
        return false;
    }
}
