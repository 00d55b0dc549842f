package dev.heal.spring.aspect;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.aopalliance.aop.Advice;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.AbstractPointcutAdvisor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcut;

/** Tells Spring which methods are healed; its order says whether it stands outside or inside other aspects. */
public final class HealedAdvisor extends AbstractPointcutAdvisor {

    private final transient Pointcut pointcut;
    private final transient Advice advice;

    /** @param order outside of aspects with a higher one */
    public HealedAdvisor(HealedMethods methods, Guards guards, int order) {
        this.pointcut = new HealedPointcut(methods);
        this.advice = new HealedInterceptor(methods, guards);
        setOrder(order);
    }

    @Override
    public Pointcut getPointcut() {
        return pointcut;
    }

    @Override
    public Advice getAdvice() {
        return advice;
    }

    private static final class HealedPointcut extends StaticMethodMatcherPointcut {

        HealedPointcut(HealedMethods methods) {
            // A final class cannot be proxied, and an attempt would end the start: it is reported instead.
            setClassFilter(type -> methods.concerns(type)
                    && (!Modifier.isFinal(type.getModifiers()) || Subject.isMadeOfInterfaces(type)));
        }

        @Override
        public boolean matches(Method method, Class<?> type) {
            Method specific = AopUtils.getMostSpecificMethod(method, type);
            return !HealedMethods.isBeanMethod(specific) && HealedMethods.annotation(specific, type) != null;
        }
    }
}
