package dev.heal.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Calls of the method, or of all methods of the type, pass through the guard of a target of {@code heal.targets}.
 *
 * <p>An answer that comes later, a {@link java.util.concurrent.CompletionStage}, counts as in flight until it is there. A
 * target that is switched off because something is wrong with it lets calls pass as if the annotation were not there; the
 * fallback holds all the same.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Healed {

    /** The target's name. */
    String name();

    /**
     * The method of the same type that answers when the call fails or is not let in; empty for none. It takes the same
     * parameters and the failure, or the failure alone, and returns the same type. Of several the one with the closest
     * failure type answers. If there is none of that name, the application does not start.
     */
    String fallbackMethod() default "";
}
