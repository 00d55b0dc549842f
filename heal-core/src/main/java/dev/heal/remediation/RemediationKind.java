package dev.heal.remediation;

import dev.heal.check.Checked;
import dev.heal.guard.Guard;
import dev.heal.resource.Resources;
import dev.heal.text.SettingsText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A word of the remediation vocabulary: what stands under a step's {@code do} in application.yml.
 *
 * @param <P> the record that its settings are bound to, component by component, in kebab-case
 */
public interface RemediationKind<P extends Record & Checked> {

    /** In kebab-case, such as {@code restart-pool}. */
    String name();

    /** One sentence for the JSON Schema, which editors show; empty for none. */
    default String description() {
        return "";
    }

    /** The settings where nothing is written; a component that is null here must be written. */
    P defaults();

    /**
     * The remediation of one target.
     *
     * @param settings have been checked
     * @param guard the target's guard
     * @throws Resources.MissingResourceException if the target lacks what the remediation acts on
     */
    Remediation create(P settings, Guard guard, Resources resources);

    /** Whether a target has to name a resource for it; so that a missing one is told before anything is made. */
    default boolean needsResource() {
        return false;
    }

    /**
     * How long what it does stays in force where the step does not say so; null for as long as that of any other.
     *
     * @param settings have been checked
     */
    default @Nullable Duration timeToLive(P settings) {
        return null;
    }

    /** How long the sickness must have lasted before a step that does not say so may start. */
    default Duration sustained() {
        return Duration.ZERO;
    }

    /**
     * What is done, as the end of the sentence "then heal tries to ...": for people who read a policy, not its code. The
     * kind and its settings as they are written, unless a kind knows better words.
     *
     * @param settings have been checked
     */
    default String words(P settings) {
        return SettingsText.of(name(), settings);
    }
}
