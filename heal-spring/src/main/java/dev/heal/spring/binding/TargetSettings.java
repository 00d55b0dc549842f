package dev.heal.spring.binding;

import org.jspecify.annotations.Nullable;

/**
 * A target as it is written, its policy complete.
 *
 * @param circuitBreaker the name of a Resilience4j instance; null if one is to be created
 * @param resource the name of a bean; null for none
 * @param node the effective policy with the target's own values over it, each value with its place
 */
public record TargetSettings(
        String name,
        @Nullable String circuitBreaker,
        @Nullable String resource,
        PolicySettings policy,
        Node node) {}
