package dev.heal.resource;

import dev.heal.text.SafeText;
import java.util.Optional;

/** What a target has to act on and to look at, as its configuration names it. */
public interface Resources {

    /** A target that has nothing. */
    Resources NONE = new Resources() {
        @Override
        public <T> Optional<T> find(Class<T> type) {
            return Optional.empty();
        }
    };

    /** The target's resource if it is a {@code type}. */
    <T> Optional<T> find(Class<T> type);

    /**
     * The target's resource.
     *
     * @throws MissingResourceException if the target names none or one of another type
     */
    default <T> T require(Class<T> type) {
        return find(type).orElseThrow(() -> new MissingResourceException(type));
    }

    /**
     * A thing of the application by its name.
     *
     * @throws MissingResourceException if there is none of that name and type
     */
    default <T> T require(Class<T> type, String name) {
        throw new MissingResourceException(type, name);
    }

    /** A target that has exactly this one thing. */
    static Resources of(Object resource) {
        return new Resources() {
            @Override
            public <T> Optional<T> find(Class<T> type) {
                return type.isInstance(resource) ? Optional.of(type.cast(resource)) : Optional.empty();
            }
        };
    }

    /** A kind of detector, probe or remediation needs a resource that its target does not have. */
    final class MissingResourceException extends IllegalStateException {
        MissingResourceException(Class<?> type) {
            super("needs a " + type.getSimpleName() + ", and the target's resource is none");
        }

        MissingResourceException(Class<?> type, String name) {
            super("needs the " + type.getSimpleName() + " " + SafeText.of(name)
                    + ", and nothing is known by name here; leave "
                    + "the name out, and have it be the target's resource");
        }
    }
}
