/** The handle through which calls to a target pass. Hot; the only package that knows Resilience4j's circuit breaker. */
@NullMarked
package dev.heal.guard;

import org.jspecify.annotations.NullMarked;
