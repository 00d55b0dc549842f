/** Measures the calls that an application sends through circuit breakers of its own. */
@NullMarked
package dev.heal.spring.breaker;

import org.jspecify.annotations.NullMarked;
