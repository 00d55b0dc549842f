package dev.heal.spring.aspect;

import dev.heal.spring.Healed;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** What is known of each method, found once. Safe for use by all threads; a look-up allocates nothing. */
public final class HealedMethods implements AopInfrastructureBean {

    private final MethodTable known = new MethodTable();
    private final Map<Class<?>, Boolean> concerned = new ConcurrentHashMap<>();

    /** @throws Fallbacks.MissingFallbackException if the annotation names a fallback that is not there */
    @Nullable
    HealedMethod find(Method method, Class<?> type) {
        MethodTable.Entry entry = known.find(method, type);
        return entry != null ? entry.healed() : keep(method, type, resolve(method, type, true));
    }

    /** On a call it is too late to end the start: the fallback of a bean that was made late is told, and left out. */
    @Nullable
    HealedMethod at(Method method, Class<?> type) {
        MethodTable.Entry entry = known.find(method, type);
        return entry != null ? entry.healed() : firstCall(method, type);
    }

    private @Nullable HealedMethod firstCall(Method method, Class<?> type) {
        try {
            return find(method, type);
        } catch (Fallbacks.MissingFallbackException missing) {
            HealedInterceptor.LOG.error(
                    "@Healed, {}.{}: {}; calls are guarded without it",
                    type.getSimpleName(),
                    Fallbacks.signature(method),
                    missing.getMessage());
            return keep(method, type, resolve(method, type, false));
        }
    }

    private @Nullable HealedMethod keep(Method method, Class<?> type, @Nullable HealedMethod healed) {
        known.put(new MethodTable.Entry(method, type, healed));
        return healed;
    }

    private static @Nullable HealedMethod resolve(Method method, Class<?> type, boolean withFallback) {
        Class<?> userType = Subject.typeOf(method, type);
        Method specific = BridgeMethodResolver.findBridgedMethod(AopUtils.getMostSpecificMethod(method, userType));
        Healed healed = annotation(specific, userType);
        return healed == null
                ? null
                : HealedMethod.of(
                        healed.name(),
                        Fallbacks.of(specific, userType, withFallback ? healed.fallbackMethod() : ""),
                        specific,
                        userType);
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
            for (Class<?> userType : Subject.types(type)) {
                for (Method method : Subject.methods(userType)) {
                    if (annotation(method, userType) != null) {
                        return true;
                    }
                }
            }
            return false;
        } catch (RuntimeException | LinkageError unreadable) {
            return false;
        }
    }

    /**
     * The annotation of the method, else of its type: then private helpers and what every object has are left out. Of an
     * interface it is for the methods that the interface has.
     */
    static @Nullable Healed annotation(Method method, Class<?> type) {
        Healed own = AnnotatedElementUtils.findMergedAnnotation(method, Healed.class);
        if (own != null) {
            return own;
        }
        boolean helper = Modifier.isPrivate(method.getModifiers())
                || Modifier.isStatic(method.getModifiers())
                || method.isSynthetic()
                || ReflectionUtils.isObjectMethod(method)
                || isBeanMethod(method);
        return helper ? null : ofType(method, type);
    }

    /** A @Bean method is called by Spring, once, to make a bean. */
    static boolean isBeanMethod(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, Bean.class);
    }

    private static @Nullable Healed ofType(Method method, Class<?> type) {
        if (!type.isInterface()) {
            for (Class<?> c = type; c != null; c = c.getSuperclass()) {
                Healed ofClass = AnnotatedElementUtils.getMergedAnnotation(c, Healed.class);
                if (ofClass != null) {
                    return ofClass;
                }
            }
        }
        for (Class<?> each : ClassUtils.getAllInterfacesForClass(type)) {
            Healed ofInterface = AnnotatedElementUtils.findMergedAnnotation(each, Healed.class);
            if (ofInterface != null && declares(each, method, type)) {
                return ofInterface;
            }
        }
        return null;
    }

    private static boolean declares(Class<?> itself, Method method, Class<?> type) {
        for (Method declared : itself.getMethods()) {
            if (declared.getName().equals(method.getName())
                    && Arrays.equals(parameters(declared, type), parameters(method, type))) {
                return true;
            }
        }
        return false;
    }

    private static Class<?>[] parameters(Method method, Class<?> type) {
        return IntStream.range(0, method.getParameterCount())
                .mapToObj(i -> GenericTypeResolver.resolveParameterType(new MethodParameter(method, i), type))
                .toArray(Class<?>[]::new);
    }
}
