package dev.heal.spring.aspect;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * One method that answers for another.
 *
 * @param failure the failures that it answers for
 * @param takesArguments whether it takes the arguments of the call before the failure
 */
record Fallback(Method method, Class<?> failure, boolean takesArguments) {

    boolean answersFor(Throwable error) {
        return failure.isInstance(error);
    }

    /** How many types lie between the failure that happened and the one that is answered for. */
    int distance(Throwable error) {
        int distance = 0;
        for (Class<?> type = error.getClass(); type != null && type != failure; type = type.getSuperclass()) {
            distance++;
        }
        return distance;
    }

    @Nullable
    Object answer(Object target, @Nullable Object[] arguments, Throwable error) throws Throwable {
        @Nullable Object[] all = new Object[takesArguments ? arguments.length + 1 : 1];
        System.arraycopy(arguments, 0, all, 0, all.length - 1);
        all[all.length - 1] = error;
        try {
            return method.invoke(Modifier.isStatic(method.getModifiers()) ? null : target, all);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }
}
