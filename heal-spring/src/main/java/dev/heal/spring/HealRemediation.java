package dev.heal.spring;

import dev.heal.remediation.Risk;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a bean that repairs something. Its name joins the words of application.yml, so that any step may do it:
 * {@code steps: { warm: { do: { warm-cache: {} } } }}.
 *
 * <p>The method takes nothing or a {@link dev.heal.remediation.RemediationContext}, and returns nothing, or how to undo what
 * it did: a {@link dev.heal.remediation.Undo} or a {@link Runnable}. An exception means that it has not acted. It is called
 * on a remediation thread of heal's within the step's time limit and should honour interruption, through the bean as Spring
 * gives it: its other aspects apply. The bean is a singleton; only what is SAFE may be used by more than one target.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface HealRemediation {

    /** The word for application.yml, in kebab-case. */
    String value();

    /** What it would do, for a human to approve; left out: the word. */
    String plan() default "";

    /**
     * What it may cost if it turns out wrong, one value. Left out: REVERSIBLE for a method that returns how to undo it, and
     * DISRUPTIVE for one that returns nothing, which starts with an approval only.
     */
    Risk[] risk() default {};
}
