package dev.heal.spring.aspect;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The types in which a bean's methods were written: its class, or for an object that somebody else has made of interfaces
 * alone (an HTTP interface client, a lambda) these interfaces.
 */
final class Subject {

    private Subject() {}

    static boolean isMadeOfInterfaces(Class<?> type) {
        return Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type);
    }

    static List<Class<?>> types(Class<?> type) {
        Class<?> userType = ClassUtils.getUserClass(type);
        return isMadeOfInterfaces(userType)
                ? Arrays.stream(ClassUtils.getAllInterfacesForClass(userType))
                        .filter(itself -> !itself.getName().startsWith("org.springframework."))
                        .toList()
                : List.of(userType);
    }

    /** The one of {@link #types} in which the method was written. */
    static Class<?> typeOf(Method method, Class<?> type) {
        Class<?> userType = ClassUtils.getUserClass(type);
        if (!isMadeOfInterfaces(userType) || method.getDeclaringClass().isInterface()) {
            return isMadeOfInterfaces(userType) ? method.getDeclaringClass() : userType;
        }
        return types(userType).stream()
                .filter(itself -> ClassUtils.hasMethod(itself, method))
                .findFirst()
                .orElse(userType);
    }

    /** The methods of the type, also those that an interface only declares. */
    static List<Method> methods(Class<?> type) {
        Set<Method> methods = new LinkedHashSet<>(Arrays.asList(ReflectionUtils.getUniqueDeclaredMethods(type)));
        if (type.isInterface()) {
            methods.addAll(Arrays.asList(type.getMethods()));
        }
        List<Method> written = new ArrayList<>(methods);
        written.removeIf(method -> method.isBridge() || method.getDeclaringClass() == Object.class);
        return written;
    }
}
