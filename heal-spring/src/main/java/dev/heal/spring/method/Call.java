package dev.heal.spring.method;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A method and the bean that it is called on. */
record Call(Object bean, Method method) {

    /** @throws Exception what the method throws, an Error as it is */
    @Nullable
    Object invoke(Object... arguments) throws Exception {
        try {
            return method.invoke(bean, arguments);
        } catch (InvocationTargetException thrown) {
            if (thrown.getTargetException() instanceof Error error) {
                throw error;
            }
            throw thrown.getTargetException() instanceof Exception exception ? exception : thrown;
        }
    }
}
