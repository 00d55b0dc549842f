/**
 * The strict binder: everything under {@code heal} becomes one tree by name, the tree becomes records, and whatever cannot
 * be meant is told all at once, with property, value, place, reason and way out. Knows no beans, so that it works offline.
 */
@NullMarked
package dev.heal.spring.binding;

import org.jspecify.annotations.NullMarked;
