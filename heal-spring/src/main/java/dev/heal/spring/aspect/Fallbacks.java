package dev.heal.spring.aspect;

import dev.heal.text.Nearest;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** The methods that answer for one method, found by Resilience4j's rules and checked before the first call. */
record Fallbacks(List<Fallback> all) {

    static final Fallbacks NONE = new Fallbacks(List.of());

    /** There is no method of that name that could answer. */
    static final class MissingFallbackException extends IllegalStateException {
        MissingFallbackException(String message) {
            super(message);
        }
    }

    /** @throws MissingFallbackException saying what was looked for, and what is there */
    static Fallbacks of(Method method, Class<?> type, String name) {
        if (name.isEmpty()) {
            return NONE;
        }
        List<Method> candidates = Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type))
                .filter(candidate -> candidate.getDeclaringClass() != Object.class)
                .toList();
        List<Fallback> all = new ArrayList<>();
        for (Method candidate : candidates) {
            if (candidate.getName().equals(name)) {
                Fallback fallback = match(method, candidate, type);
                if (fallback != null) {
                    ReflectionUtils.makeAccessible(candidate);
                    all.add(fallback);
                }
            }
        }
        if (all.isEmpty()) {
            throw new MissingFallbackException(missing(method, type, name, candidates));
        }
        return new Fallbacks(List.copyOf(all));
    }

    /** Whoever answers for this failure: the closest type wins, and of two alike the one that takes the arguments. */
    @Nullable
    Fallback closest(Throwable error) {
        Fallback closest = null;
        for (int i = 0; i < all.size(); i++) {
            Fallback fallback = all.get(i);
            if (fallback.answersFor(error) && (closest == null || isCloser(fallback, closest, error))) {
                closest = fallback;
            }
        }
        return closest;
    }

    private static boolean isCloser(Fallback one, Fallback other, Throwable error) {
        int nearer = other.distance(error) - one.distance(error);
        return nearer > 0 || (nearer == 0 && one.takesArguments() && !other.takesArguments());
    }

    private static @Nullable Fallback match(Method method, Method candidate, Class<?> type) {
        Class<?> returns = GenericTypeResolver.resolveReturnType(method, type);
        Class<?> answers = GenericTypeResolver.resolveReturnType(candidate, type);
        if (!ClassUtils.isAssignable(returns, answers) || (returns == void.class) != (answers == void.class)) {
            return null;
        }
        Class<?>[] wanted = method.getParameterTypes();
        Class<?>[] given = candidate.getParameterTypes();
        Class<?> last = given.length == 0 ? void.class : given[given.length - 1];
        if (!Throwable.class.isAssignableFrom(last)) {
            return null;
        }
        boolean sameArguments = given.length == wanted.length + 1;
        for (int i = 0; sameArguments && i < wanted.length; i++) {
            Class<?> parameter = GenericTypeResolver.resolveParameterType(new MethodParameter(method, i), type);
            sameArguments = ClassUtils.isAssignable(given[i], parameter);
        }
        return sameArguments || given.length == 1 ? new Fallback(candidate, last, sameArguments) : null;
    }

    private static String missing(Method method, Class<?> type, String name, List<Method> candidates) {
        String arguments = Arrays.stream(method.getParameterTypes())
                .map(parameter -> parameter.getSimpleName() + ", ")
                .collect(Collectors.joining());
        String wanted = "there is no " + name + "(" + arguments + "Throwable)"
                + (arguments.isEmpty() ? "" : " and no " + name + "(Throwable)") + " in " + type.getSimpleName()
                + " that returns " + method.getReturnType().getSimpleName();
        List<String> alike = candidates.stream()
                .filter(candidate -> candidate.getName().equals(name))
                .map(candidate -> candidate.getReturnType().getSimpleName() + " " + signature(candidate))
                .toList();
        if (!alike.isEmpty()) {
            return wanted + "; found " + String.join(", ", alike);
        }
        Set<String> answering = new TreeSet<>();
        candidates.stream()
                .filter(candidate -> match(method, candidate, type) != null)
                .forEach(candidate -> answering.add(candidate.getName()));
        return wanted + "; " + (answering.isEmpty() ? "write one" : Nearest.hint(name, answering));
    }

    static String signature(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
