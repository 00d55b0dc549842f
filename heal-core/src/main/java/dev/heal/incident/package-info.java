/** One sickness from detection to resolution, what was around it, and its notebook: live, or read from the journal. */
@NullMarked
package dev.heal.incident;

import org.jspecify.annotations.NullMarked;
