/**
 * A small shop as anybody would write it: web, JDBC, a connection pool, a circuit breaker. It knows nothing of the demo
 * that torments it, and nothing of heal but what a profile adds.
 */
@NullMarked
package dev.heal.examples.shop;

import org.jspecify.annotations.NullMarked;
