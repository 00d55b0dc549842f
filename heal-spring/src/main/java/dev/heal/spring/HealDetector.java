package dev.heal.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a bean that says whether something is sick. Its name joins the words of application.yml, so that any policy
 * may use it: {@code detectors: { stale: { stale-cache: {} } }}.
 *
 * <p>The method takes nothing and returns one of
 *
 * <ul>
 *   <li>a boolean: true is sick;
 *   <li>a number: the policy says from where on it is sick, {@code stale-cache: { above: 100 }} or {@code { below: 5 }};
 *   <li>a {@link dev.heal.detect.Verdict};
 *   <li>Spring Boot's {@code Health}: DOWN and OUT_OF_SERVICE are sick, UP is well.
 * </ul>
 *
 * <p>Null, NaN, an exception and no answer in time mean "not known". It is called on a sampler thread of heal's, by one
 * thread at a time for each target that uses it, through the bean as Spring gives it: its other aspects apply. The bean is a
 * singleton.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface HealDetector {

    /** The word for application.yml, in kebab-case. */
    String value();

    /** How long an answer may take, with its unit: {@code 500ms}, {@code 2s} or {@code 1m}. */
    String timeLimit() default "2s";
}
