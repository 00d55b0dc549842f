package dev.heal.spring.aspect;

import org.jspecify.annotations.Nullable;

/**
 * A method that calls a target.
 *
 * @param target the target's name
 * @param circuitBreaker the breaker through which Resilience4j's own aspect sends the calls as well; null for none
 */
record HealedMethod(
        String target, Fallbacks fallbacks, @Nullable String circuitBreaker) {}
