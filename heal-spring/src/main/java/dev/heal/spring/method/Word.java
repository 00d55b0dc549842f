package dev.heal.spring.method;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ReflectionUtils;

/**
 * A method that has a name in application.yml.
 *
 * @param bean the bean it belongs to; null where there is only a class
 * @param beans where the bean is; null where there is only a class
 */
record Word(
        String name,
        @Nullable String bean,
        Class<?> type,
        Method method,
        @Nullable BeanFactory beans) {

    /** Such as {@code Cache.isStale()}. */
    String signature() {
        return type.getSimpleName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Such as {@code bean cache: Cache.isStale()}. */
    String place() {
        return bean == null ? signature() : "bean " + bean + ": " + signature();
    }

    /**
     * The method on the bean as Spring gives it, which is made now if it is not there yet.
     *
     * @throws IllegalStateException if it cannot be called there
     */
    Call bind() {
        if (beans == null || bean == null) {
            throw new IllegalStateException(
                    signature() + " is known by its class only; it works in a running application");
        }
        try {
            Object target = beans.getBean(bean);
            boolean bypassed = Modifier.isFinal(method.getModifiers()) && AopUtils.isCglibProxy(target);
            if (bypassed) {
                // Spring's proxy cannot pass a final method on: it would run on the proxy, whose fields are all empty.
                throw new IllegalStateException(
                        place() + " is final and the bean is a proxy: take the word final away");
            }
            Method invocable = AopUtils.selectInvocableMethod(method, target.getClass());
            ReflectionUtils.makeAccessible(invocable);
            return new Call(target, invocable);
        } catch (BeanCurrentlyInCreationException circle) {
            throw new IllegalStateException("the bean " + bean + " needs heal before heal is there: let it take an"
                    + " ObjectProvider<Heal> instead of Heal");
        }
    }
}
