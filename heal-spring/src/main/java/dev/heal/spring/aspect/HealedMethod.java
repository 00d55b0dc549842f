package dev.heal.spring.aspect;

import dev.heal.guard.Guard;
import dev.heal.region.RegionRouter;
import java.lang.reflect.Method;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import org.springframework.util.ClassUtils;

/** A method that calls a target, and all that is known of it: found out once, read on every call. */
final class HealedMethod {

    private static final boolean REACTOR =
            ClassUtils.isPresent("reactor.core.publisher.Flux", HealedMethod.class.getClassLoader());

    /** By their names, because Reactor need not be there. */
    private static final Set<String> PUBLISHERS =
            Set.of("reactor.core.publisher.Mono", "reactor.core.publisher.Flux", "org.reactivestreams.Publisher");

    private final String target;
    private final @Nullable String circuitBreaker;

    /** What answers when a call fails. */
    final Fallbacks fallbacks;

    /** Whether it answers by what Reactor subscribes to; then each subscription is a call. */
    final boolean publishes;

    /** Neither volatile nor guarded: whoever sees an old one, or none, finds the same anew. Its fields are final. */
    private @Nullable Bound bound;

    private record Bound(
            Guards.Opened opened,
            @Nullable Guard guard,
            @Nullable RegionRouter<?> router) {}

    /**
     * @param target the target's name
     * @param circuitBreaker the breaker through which Resilience4j's own aspect sends the calls as well; null for none
     */
    private HealedMethod(String target, Fallbacks fallbacks, boolean publishes, @Nullable String circuitBreaker) {
        this.target = target;
        this.fallbacks = fallbacks;
        this.publishes = publishes;
        this.circuitBreaker = circuitBreaker;
    }

    static HealedMethod of(String target, Fallbacks fallbacks, Method method, Class<?> type) {
        Class<?> returned = GenericTypeResolver.resolveReturnType(method, type);
        return new HealedMethod(
                target,
                fallbacks,
                REACTOR && PUBLISHERS.contains(returned.getName()),
                BreakerAnnotation.breakerOf(method));
    }

    /** The guard that its calls pass through, or null if they pass unguarded; looked for once each time heal is assembled. */
    @Nullable
    Guard guard(Guards guards) {
        Guards.Opened opened = guards.opened();
        Bound known = bound;
        if (known == null || known.opened != opened) {
            known = new Bound(opened, opened.find(target, circuitBreaker), opened.router(target));
            bound = known;
        }
        return known.guard;
    }

    /** The router of a routed target, of which the target itself has no guard; only asked where there is none. */
    @Nullable
    RegionRouter<?> router(Guards guards) {
        Bound known = bound;
        return known == null ? guards.opened().router(target) : known.router;
    }
}
