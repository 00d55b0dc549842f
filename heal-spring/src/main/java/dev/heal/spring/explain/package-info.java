/** Settings in words, for people: what holds for a target and where each value comes from, what it means, what changes. */
@NullMarked
package dev.heal.spring.explain;

import org.jspecify.annotations.NullMarked;
