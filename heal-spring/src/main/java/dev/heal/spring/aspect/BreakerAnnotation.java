package dev.heal.spring.aspect;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/** Resilience4j's own annotation, which need not be there: known by its name. */
public final class BreakerAnnotation {

    private static final String NAME = "io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker";

    private static final String ASPECT = "io.github.resilience4j.spring6.circuitbreaker.configure.CircuitBreakerAspect";

    private BreakerAnnotation() {}

    /** Whether anybody sends calls of annotated methods through the breaker: without AspectJ nobody does. */
    public static boolean isHeeded(ListableBeanFactory beans) {
        ClassLoader classes = BreakerAnnotation.class.getClassLoader();
        return ClassUtils.isPresent(ASPECT, classes)
                && beans.getBeanNamesForType(ClassUtils.resolveClassName(ASPECT, classes), true, false).length > 0;
    }

    /**
     * The circuit breaker that the method's calls are sent through, or null if there is none or it is not known before the
     * call. Where method and type disagree it is left to AspectJ which of them holds, so nothing is said.
     */
    static @Nullable String breakerOf(Method method) {
        String ofMethod = name(MergedAnnotations.from(method).get(NAME));
        String ofType = name(MergedAnnotations.from(method.getDeclaringClass()).get(NAME));
        if (ofMethod == null || ofType == null) {
            return ofMethod == null ? ofType : ofMethod;
        }
        return ofMethod.equals(ofType) ? ofMethod : null;
    }

    private static @Nullable String name(MergedAnnotation<?> annotation) {
        return annotation.isPresent() ? annotation.getString("name") : null;
    }
}
