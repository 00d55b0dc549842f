package dev.heal.spring.web;

import dev.heal.admission.Priority;
import org.jspecify.annotations.Nullable;

/**
 * The class of the request that is being served, so that the calls made for it are of the same class. Of a servlet it is the
 * thread's that serves the request; of WebFlux it is in Reactor's context under {@link #KEY}.
 */
public final class ServedPriority {

    /** In Reactor's context. */
    public static final Object KEY = ServedPriority.class;

    private static final ThreadLocal<@Nullable Priority> CURRENT = new ThreadLocal<>();

    private ServedPriority() {}

    /** Null where no request is served on this thread. */
    public static @Nullable Priority current() {
        return CURRENT.get();
    }

    /** @return what was there before, for {@link #restore} */
    static @Nullable Priority set(Priority priority) {
        Priority before = CURRENT.get();
        CURRENT.set(priority);
        return before;
    }

    static void restore(@Nullable Priority before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }
}
