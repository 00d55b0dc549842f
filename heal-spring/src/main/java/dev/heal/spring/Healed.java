package dev.heal.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Calls of the method, or of all methods of the type, pass through the guard of a target of {@code heal.targets}. On an
 * interface it is for the methods of the interface; on an annotation of a team's own it is for what that one stands on.
 *
 * <p>An answer that comes later counts as in flight until it is there: a {@link java.util.concurrent.CompletionStage}, or a
 * {@code Mono}, {@code Flux} or {@code Publisher}, where each subscription is a call and putting it together is none. There a
 * call that is not let in is a failure of the subscription; one that is cancelled says nothing, unless a value came before.
 * Any other answer, such as a plain {@link java.util.concurrent.Future}, counts until the method returns.
 *
 * <p>A fallback finds the MDC of the caller, and with Micrometer's {@code context-propagation} on the class path the current
 * observation and all else that it carries, also where a stage fails on another thread; that of a {@code Mono} or
 * {@code Flux} finds what the subscriber's Reactor context holds. Only a stage that is not answered yet and has a fallback
 * pays for it.
 *
 * <p>Of a target with a router the region is chosen once a call, and what the body calls through the same router goes there,
 * as a part of this call. That holds on the thread that runs the body, and while it runs: what a {@code CompletionStage} goes
 * on to do elsewhere is measured by this call until the stage ends, but a router that is asked there chooses anew, and so for
 * a {@code Mono} or {@code Flux} once it has been subscribed to. A write that is refused because the region only stands by
 * says nothing of the region.
 *
 * <p>A target that is switched off because something is wrong with it lets calls pass as if the annotation were not there;
 * the fallback holds all the same. Methods that Spring cannot intercept, because they are final, private or static or are
 * called by the same object, are told at the start.
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
