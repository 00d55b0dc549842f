/** One sickness from detection to resolution, and its story. */
@NullMarked
package dev.heal.incident;

import org.jspecify.annotations.NullMarked;
