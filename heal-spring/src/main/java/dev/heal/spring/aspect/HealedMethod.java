package dev.heal.spring.aspect;

/**
 * A method that calls a target.
 *
 * @param target the target's name
 */
record HealedMethod(String target, Fallbacks fallbacks) {}
