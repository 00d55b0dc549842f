/** A JSON Schema of what may stand under {@code heal}, made of the registered kinds, so that editors can help. */
@NullMarked
package dev.heal.spring.schema;

import org.jspecify.annotations.NullMarked;
