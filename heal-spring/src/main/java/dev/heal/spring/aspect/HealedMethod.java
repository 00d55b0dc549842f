package dev.heal.spring.aspect;

import java.lang.reflect.Method;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.util.ClassUtils;

/**
 * A method that calls a target.
 *
 * @param target the target's name
 * @param publishes whether it answers by what Reactor subscribes to; then each subscription is a call
 * @param circuitBreaker the breaker through which Resilience4j's own aspect sends the calls as well; null for none
 */
record HealedMethod(
        String target,
        Fallbacks fallbacks,
        boolean publishes,
        @Nullable String circuitBreaker) {

    private static final boolean REACTOR =
            ClassUtils.isPresent("reactor.core.publisher.Flux", HealedMethod.class.getClassLoader());

    /** By their names, because Reactor need not be there. */
    private static final Set<String> PUBLISHERS =
            Set.of("reactor.core.publisher.Mono", "reactor.core.publisher.Flux", "org.reactivestreams.Publisher");

    static HealedMethod of(String target, Fallbacks fallbacks, Method method, Class<?> type) {
        Class<?> returned = GenericTypeResolver.resolveReturnType(method, type);
        return new HealedMethod(
                target,
                fallbacks,
                REACTOR && PUBLISHERS.contains(returned.getName()),
                BreakerAnnotation.breakerOf(method));
    }
}
