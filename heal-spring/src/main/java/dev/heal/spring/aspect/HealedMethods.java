package dev.heal.spring.aspect;

import dev.heal.spring.Healed;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** What is known of each method, found once. Safe for use by all threads; a look-up allocates nothing. */
public final class HealedMethods implements AopInfrastructureBean {

    private final Map<Class<?>, Map<Method, Optional<HealedMethod>>> byType = new ConcurrentHashMap<>();
    private final Map<Class<?>, Boolean> concerned = new ConcurrentHashMap<>();

    /** @throws Fallbacks.MissingFallbackException if the annotation names a fallback that is not there */
    @Nullable
    HealedMethod find(Method method, Class<?> type) {
        Map<Method, Optional<HealedMethod>> methods = byType.get(type);
        if (methods == null) {
            methods = byType.computeIfAbsent(type, unused -> new ConcurrentHashMap<>());
        }
        Optional<HealedMethod> known = methods.get(method);
        if (known == null) {
            known = Optional.ofNullable(resolve(method, type));
            methods.put(method, known);
        }
        return known.orElse(null);
    }

    private static @Nullable HealedMethod resolve(Method method, Class<?> type) {
        Class<?> userType = ClassUtils.getUserClass(type);
        Method specific = BridgeMethodResolver.findBridgedMethod(AopUtils.getMostSpecificMethod(method, userType));
        Healed healed = annotation(specific, userType);
        return healed == null
                ? null
                : new HealedMethod(
                        healed.name(),
                        Fallbacks.of(specific, userType, healed.fallbackMethod()),
                        BreakerAnnotation.breakerOf(specific));
    }

    /** Whether a type has anything annotated; a type that cannot be looked at has not, and nobody is hurt by it. */
    boolean concerns(Class<?> type) {
        return concerned.computeIfAbsent(type, HealedMethods::hasAnnotation);
    }

    private static boolean hasAnnotation(Class<?> type) {
        if (!AnnotationUtils.isCandidateClass(type, Healed.class)
                || type.getName().startsWith("org.springframework.")) {
            return false;
        }
        try {
            Class<?> userType = ClassUtils.getUserClass(type);
            for (Method method : ReflectionUtils.getUniqueDeclaredMethods(userType)) {
                if (annotation(method, userType) != null) {
                    return true;
                }
            }
            return false;
        } catch (RuntimeException | LinkageError unreadable) {
            return false;
        }
    }

    /** The annotation of the method, else of its type: then private helpers and what every object has are left out. */
    static @Nullable Healed annotation(Method method, Class<?> type) {
        Healed own = AnnotatedElementUtils.findMergedAnnotation(method, Healed.class);
        if (own != null) {
            return own;
        }
        boolean helper = Modifier.isPrivate(method.getModifiers())
                || Modifier.isStatic(method.getModifiers())
                || method.isSynthetic()
                || ReflectionUtils.isObjectMethod(method);
        return helper ? null : AnnotatedElementUtils.findMergedAnnotation(type, Healed.class);
    }
}
